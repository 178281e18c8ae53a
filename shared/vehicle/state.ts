import type { Metres, MetresPerSecond, Radians, RadiansPerSecond } from '../units/units.ts';

/**
 * Everything that stepping a car reads about it, apart from its specification and its stuck timer.
 *
 * Plain and mutable, stepped in place. Pose is that of the centre of gravity in the world (x east, y north); velocities
 * are in the body frame (x ahead, y left). Between ticks every field is exactly a float32, as on the wire and in the log.
 */
export interface VehicleState {
  x: Metres;
  y: Metres;
  /** Counter-clockwise from x; unwrapped, so that it is continuous. */
  heading: Radians;
  vx: MetresPerSecond;
  vy: MetresPerSecond;
  yawRate: RadiansPerSecond;
  /** Angle of the front wheels, positive to the left. */
  steer: Radians;
  /** Unwrapped road distance since the start line of lap 1; negative on the grid. */
  distance: Metres;
}

/** The fields in the order of every binary form: wire, keyframe, trajectory, hash. */
export const STATE_FIELDS = ['x', 'y', 'heading', 'vx', 'vy', 'yawRate', 'steer', 'distance'] as const;

/** A car at rest at the origin, looking east. */
export const restingState = (): VehicleState => ({
  x: 0,
  y: 0,
  heading: 0,
  vx: 0,
  vy: 0,
  yawRate: 0,
  steer: 0,
  distance: 0,
});

/** Make every field a float32, as at the end of every tick: what is stepped is then what the wire carries. */
export function roundState(state: VehicleState): void {
  state.x = Math.fround(state.x);
  state.y = Math.fround(state.y);
  state.heading = Math.fround(state.heading);
  state.vx = Math.fround(state.vx);
  state.vy = Math.fround(state.vy);
  state.yawRate = Math.fround(state.yawRate);
  state.steer = Math.fround(state.steer);
  state.distance = Math.fround(state.distance);
}

export function copyState(from: Readonly<VehicleState>, to: VehicleState): void {
  to.x = from.x;
  to.y = from.y;
  to.heading = from.heading;
  to.vx = from.vx;
  to.vy = from.vy;
  to.yawRate = from.yawRate;
  to.steer = from.steer;
  to.distance = from.distance;
}

/** Write the eight fields, in the order of STATE_FIELDS, from index `at` on. */
export function writeState(state: Readonly<VehicleState>, out: Float32Array | number[], at: number): void {
  out[at] = state.x;
  out[at + 1] = state.y;
  out[at + 2] = state.heading;
  out[at + 3] = state.vx;
  out[at + 4] = state.vy;
  out[at + 5] = state.yawRate;
  out[at + 6] = state.steer;
  out[at + 7] = state.distance;
}

/** The inverse of `writeState`. */
export function readState(from: ArrayLike<number>, at: number, state: VehicleState): void {
  state.x = from[at];
  state.y = from[at + 1];
  state.heading = from[at + 2];
  state.vx = from[at + 3];
  state.vy = from[at + 4];
  state.yawRate = from[at + 5];
  state.steer = from[at + 6];
  state.distance = from[at + 7];
}
