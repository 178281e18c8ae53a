import { HALF_PI, PI } from '../exact/trigonometry.ts';
import { type Metres, type MetresPerSecond, type Radians, type Seconds, TICK_HZ, type Ticks } from '../units/units.ts';

/**
 * The version of all code from `exact` to `race`, as every log and policy names it. Raise it with any change that moves
 * a bit, after `mimic episode upgrade` has stored the states of the logs that the old code can still replay.
 */
export const PHYSICS = 1;
export const MAX_CARS = 16;

/** A fall: the centre this far beyond the edge … */
export const FALL_BEYOND_EDGE: Metres = 2;
/** … or the heading this far from the road … */
export const FALL_ANGLE: Radians = (126 / 180) * PI;
/** … or slower than this for STUCK_TICKS while racing. */
export const STUCK_SPEED: MetresPerSecond = 1;
export const STUCK_TICKS: Ticks = 3 * TICK_HZ;
/** Speed along the road after a fall. */
export const RESPAWN_SPEED: MetresPerSecond = 8;
/** Road kept free of an obstacle ahead of a respawned car: at 8 m/s, two and a half seconds to choose a side. */
export const RESPAWN_CLEARANCE: Metres = 20;
/** Facing this far from the road is driving the wrong way. */
export const WRONG_WAY_ANGLE: Radians = HALF_PI;

/** Lights before the start. */
export const COUNTDOWN_TICKS: Ticks = 3 * TICK_HZ;
/** After the first car is home, the others have this long. */
export const FINISH_GRACE: Seconds = 60;
/** A race ends after this long for each of its laps. */
export const MAX_SECONDS_PER_LAP: Seconds = 180;
/** A lap with another car this near at any tick counts as in traffic. */
export const TRAFFIC_DISTANCE: Metres = 10;
/** A driver may mind another car from this far away on. */
export const SIGHT_DISTANCE: Metres = 60;
