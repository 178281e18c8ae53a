import { type Random, seededRandom } from '../exact/random.ts';
import { atan, clamp, cos, sin } from '../exact/trigonometry.ts';
import { DECISION_TICKS } from '../observation/spec.ts';
import { FULL } from '../race/frame.ts';
import { edgeDistance, emptyRoadPoint, locate } from '../track/locate.ts';
import type { Metres, MetresPerSecond, Radians, Seconds, Ticks } from '../units/units.ts';
import { maxSteerAt, type VehicleSpec } from '../vehicle/spec.ts';
import { readState, restingState, writeState } from '../vehicle/state.ts';
import { type LapDemonstration, othersOf, STATE_WIDTH, type Stretch } from './lap.ts';
import { hitsObstacle } from './ride.ts';
import { drawRow, roadsOf, startsOn } from './roads.ts';
import type { Drive } from './samples.ts';

/** Where the side cameras stand, and how their pictures are labelled. */
export interface SideCameraSettings {
  /** Stretches of the laps that are looked at from aside; those that would lie off the road are dropped. */
  segments: number;
  seed: number;
  /** Uniform ± each, one draw a segment. */
  lateral: Metres;
  heading: Radians;
  /** Time in which the label's steering would be back on the person's path. */
  back: Seconds;
  /** Length of each segment, and every how many of its ticks gives a sample. */
  ticks: Ticks;
  stride: Ticks;
}

/** As many segments of the same length as perturbed ones are driven back. */
export const SIDE_CAMERAS: SideCameraSettings = {
  segments: 300,
  seed: 1,
  lateral: 1.5,
  heading: 0.2,
  back: 2,
  ticks: 90,
  stride: DECISION_TICKS,
};

/** Slower than this the way back is reckoned as at this speed. */
const SLOWEST: MetresPerSecond = 4;
/** Steer angle more per v², of a car that understeers a little; as in pursuit.ts. */
const UNDERSTEER = 0.0002;

/**
 * Side cameras (Bojarski et al. 2016, "End to End Learning for Self-Driving Cars"): what the person saw is looked at once
 * more from a place to the side of the car, turned a little, and the label is adjusted to a steering that would bring the
 * car back to the place and direction wanted within two seconds.
 *
 * Nothing is driven. Seen from the path, the car shifted by e0 and turned by ψ0 comes back on the cubic
 *
 *   e(t),   e(0) = e0,   ė(0) = v sin ψ0,   e(T) = ė(T) = 0,   T = 2 s
 *   ë(0) = −6 e0 / T² − 4 ė(0) / T
 *   Δκ = ë(0) / v²,   Δδ = atan(Δκ L) (1 + 2e-4 v²)
 *
 * and Δδ, as a share of the lock at that speed, is added to what the person did; the pedal stays the person's. In DAVE-2 the
 * shifted view is approximated, as only the picture is known; here the state is known, and the view is exact. Count these
 * apart from the person's samples.
 */
export function sideCameraDrives(
  laps: readonly LapDemonstration[],
  settings: SideCameraSettings = SIDE_CAMERAS,
): Drive[] {
  const random = seededRandom(settings.seed * 29 + 3);
  const roads = roadsOf(laps);
  const drives: Drive[] = [];
  if (roads.every((road) => startsOn(road) === 0)) return drives;
  for (let k = 0; k < settings.segments; k++) {
    const { road, row } = drawRow(roads, random);
    const ticks = Math.min(settings.ticks, road.to - 1 - row);
    const drive = lookAside(road.stretch, row, ticks, settings, random);
    if (drive) drives.push(drive);
  }
  return drives;
}

/** `ticks` of a stretch from row `row` on, seen from one place aside; null if that lies off the road. */
function lookAside(
  stretch: Stretch,
  row: number,
  ticks: Ticks,
  settings: SideCameraSettings,
  random: Random,
): Drive | null {
  const { track, spec } = stretch;
  const aside = settings.lateral * (2 * random.uniform() - 1);
  const turned = settings.heading * (2 * random.uniform() - 1);
  const states = new Float32Array((ticks + 1) * STATE_WIDTH);
  const frames = stretch.frames.slice(row * 2, (row + ticks) * 2);
  const intended = (stretch.intended ?? stretch.frames).slice(row * 2, (row + ticks) * 2);
  const state = restingState();
  const point = emptyRoadPoint();
  for (let tick = 0; tick <= ticks; tick++) {
    readState(stretch.states, (row + tick) * STATE_WIDTH, state);
    if (tick < ticks) {
      const change = FULL * steeringBack(spec, state.vx, aside, turned, settings.back);
      intended[tick * 2] = clamp(Math.round(intended[tick * 2] + change), -FULL, FULL);
    }
    state.x -= aside * sin(state.heading);
    state.y += aside * cos(state.heading);
    state.heading += turned;
    locate(track, state.x, state.y, state.distance, point);
    if (edgeDistance(point) > 0 || hitsObstacle(track, state, spec.length)) return null;
    writeState(state, states, tick * STATE_WIDTH);
  }
  const width = othersOf(stretch) * STATE_WIDTH;
  const others = stretch.others?.slice(row * width, (row + ticks + 1) * width) ?? null;
  return { track, spec, states, frames, intended, others };
}

/** What to add to the steering command to be back on the path in `back`: shifted to the left and turned left both steer right. */
export function steeringBack(
  spec: VehicleSpec,
  vx: MetresPerSecond,
  aside: Metres,
  turned: Radians,
  back: Seconds,
): number {
  const v = Math.max(SLOWEST, vx);
  const acceleration = (-6 * aside) / (back * back) - (4 * v * sin(turned)) / back;
  const wheelbase = spec.frontAxle + spec.rearAxle;
  const angle = atan((acceleration * wheelbase) / (v * v)) * (1 + UNDERSTEER * v * v);
  return angle / maxSteerAt(spec, v);
}
