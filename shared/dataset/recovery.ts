import { type Random, seededRandom } from '../exact/random.ts';
import { cos, sin } from '../exact/trigonometry.ts';
import { DECISION_TICKS, type ObservationSpec, type Sight, seesTraffic } from '../observation/spec.ts';
import { type Car, newCar } from '../race/car.ts';
import { edgeDistance, emptyRoadPoint, locate } from '../track/locate.ts';
import type { Metres, MetresPerSecond, Radians, Ticks } from '../units/units.ts';
import { readState, roundState } from '../vehicle/state.ts';
import { Escort } from './escort.ts';
import { type LapDemonstration, STATE_WIDTH, ticksOf } from './lap.ts';
import { OwnPace } from './ownpace.ts';
import { hitsObstacle, ride } from './ride.ts';
import { drawRow, type Road, roadsOf, SHORTEST, startsOn } from './roads.ts';
import { type Drive, type Samples, samplesOfDrives } from './samples.ts';

/** How far a recovery start lies from what the person showed. */
export interface RecoverySettings {
  /** Perturbed starts that are tried; segments that end off the road are dropped. */
  segments: number;
  seed: number;
  /** Uniform ± each. */
  lateral: Metres;
  heading: Radians;
  /** Share of the speed. */
  speed: number;
  /** Standard deviations. */
  sideways: number;
  yawRate: number;
  /** A start may lie this far beyond the edge: where the line touches the edge, the way back starts outside. */
  beyondEdge: Metres;
  /** Length of each segment. */
  ticks: Ticks;
  /** Every how many ticks a segment gives a sample: all of them would outweigh the person. */
  stride: Ticks;
  /** Behind another car: uniform ± along the person's own path, and, in place of `speed`, at most so much faster or slower. */
  early: Ticks;
  closing: number;
  dawdling: number;
  /** And the others further to the left or right than they were, uniform ±. */
  swing: Metres;
}

/** "recL" of IMITATION_NOTES.md: no fall in the median where plain cloning of smooth hands falls 5.7 times a lap. */
export const RECOVERY: RecoverySettings = {
  segments: 300,
  seed: 1,
  lateral: 2,
  heading: 0.3,
  speed: 0.08,
  sideways: 0.4,
  yawRate: 0.1,
  beyondEdge: 0.8,
  ticks: 90,
  stride: DECISION_TICKS,
  early: 45,
  closing: 0.3,
  dawdling: 0.7,
  swing: 1,
};

/**
 * Among other cars there are more ways to go astray, gaps and closing speeds beside lines. A clone that brakes to a stand
 * behind a car has to be shown how to move off: hence the slow starts.
 */
export const TRAFFIC_RECOVERY: RecoverySettings = { ...RECOVERY, segments: 3000 };

/** Below this speed a car is hardly pushed about: perturbations of its motion fade out. */
const PUSHED_FROM: MetresPerSecond = 5;

/** Draws for a moment with, or without, a car in sight before any moment will do. */
const TRIES = 30;
/**
 * Perturb and drive back: drives from moments like those of the laps but a little wrong, back to the person's own path. What
 * side cameras do for a picture (Bojarski et al. 2016) and noise for a supervisor (Laskey et al. 2017) is exact here, as
 * states and physics are known: with τ the recorded path and p a perturbation, samples are (x_t, u_t) of
 *
 *   x_0 = τ_k + p,   u_t = follow(x_t, τ),   x_{t+1} = step(x_t, u_t)
 *
 * Starts are drawn from the laps, perturbed, and driven for 1.5 s in the race's own simulation by a controller that
 * follows the recorded path at the recorded speed. Its commands are the labels: never count these among the person's.
 * Give training laps only. Fewer come back than were asked for: starts too far out, and segments that get lost or touch
 * something, are dropped.
 *
 * With `sees: 'traffic'` the other cars drive on beside as they did. Where the person followed one, the start is also early
 * or late among them, and the way back leads to where the person was at that tick: to the gap that the person kept. Half of
 * the segments begin with somebody in sight and half with nobody, where the laps have both.
 */
export function recoveryDrives(
  laps: readonly LapDemonstration[],
  settings: RecoverySettings = RECOVERY,
  sees: Sight = 'road',
): Drive[] {
  const random = seededRandom(settings.seed * 17 + 5);
  const roads = roadsOf(laps);
  const drives: Drive[] = [];
  if (roads.every((road) => startsOn(road) === 0)) return drives;
  const pace = new OwnPace(laps);
  for (let k = 0; k < settings.segments; k++) {
    let moment = drawMoment(roads, settings.ticks, random, pace, sees);
    for (let tries = 1; sees === 'traffic' && tries < TRIES && moment.escort.inSight !== (k % 2 === 0); tries++) {
      moment = drawMoment(roads, settings.ticks, random, pace, sees);
    }
    const drive = driveBack(moment, settings, random);
    if (drive) drives.push(drive);
  }
  return drives;
}

/** A moment of a recording, with the other cars from there on. */
interface Moment {
  road: Road;
  row: number;
  escort: Escort;
}

function drawMoment(roads: readonly Road[], ticks: Ticks, random: Random, pace: OwnPace, sees: Sight): Moment {
  const { road, row } = drawRow(roads, random);
  return { road, row, escort: new Escort(road.stretch, row, road.to, ticks, pace, sees) };
}

/** The samples of `recoveryDrives`, to be kept and counted apart from the person's. */
export function recoverySamples(
  laps: readonly LapDemonstration[],
  spec: ObservationSpec,
  settings: RecoverySettings = RECOVERY,
): Samples {
  const sees = seesTraffic(spec) ? 'traffic' : 'road';
  return samplesOfDrives(recoveryDrives(laps, settings, sees), spec, settings.stride);
}

/** One segment from a perturbed `row`, or null if it is of no use. */
function driveBack({ road, row, escort }: Moment, settings: RecoverySettings, random: Random): Drive | null {
  const { track, spec, states: path } = road.stretch;
  const from = escort.following ? early(road, row, settings, random) : row;
  if (escort.following) escort.moveAside(settings.swing * (2 * random.uniform() - 1));
  const car = newCar('recovery', spec);
  readState(path, from * STATE_WIDTH, car);
  perturb(car, settings, escort.following, random);
  const point = locate(track, car.x, car.y, car.distance, emptyRoadPoint());
  if (edgeDistance(point) > settings.beyondEdge || hitsObstacle(track, car, spec.length)) return null;
  car.distance = point.distance;
  roundState(car);
  const { drive, lost } = ride(car, { road, from, ticks: settings.ticks, escort });
  return lost || ticksOf(drive) < SHORTEST ? null : drive;
}

/** A row of the same road a little before or after `row`. */
function early({ from, to }: Road, row: number, { early }: RecoverySettings, random: Random): number {
  const shifted = row + Math.round(early * (2 * random.uniform() - 1));
  return Math.min(Math.max(shifted, from), to - SHORTEST);
}

function perturb(car: Car, settings: RecoverySettings, following: boolean, random: Random): void {
  const uniform = () => 2 * random.uniform() - 1;
  const aside = settings.lateral * uniform();
  const pushed = Math.min(1, car.vx / PUSHED_FROM);
  car.x -= aside * sin(car.heading);
  car.y += aside * cos(car.heading);
  car.heading += settings.heading * uniform();
  const faster = uniform();
  const share = faster > 0 ? settings.closing : settings.dawdling;
  if (following) changePace(car, 1 + share * faster);
  else car.vx *= 1 + settings.speed * faster;
  car.vy += settings.sideways * pushed * random.gaussian();
  car.yawRate += settings.yawRate * pushed * random.gaussian();
}

/** Faster or slower on the same curve: a slow car that turned as a fast one does would be spinning. */
function changePace(car: Car, factor: number): void {
  car.vx *= factor;
  car.vy *= factor;
  car.yawRate *= factor;
}
