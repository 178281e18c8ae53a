import { Escort } from '../../../shared/dataset/escort.ts';
import type { LapDemonstration } from '../../../shared/dataset/lap.ts';
import { STATE_WIDTH, ticksOf } from '../../../shared/dataset/lap.ts';
import { OwnPace } from '../../../shared/dataset/ownpace.ts';
import { ride } from '../../../shared/dataset/ride.ts';
import { type Road, roadsOf } from '../../../shared/dataset/roads.ts';
import { type Drive, joinSamples, type Samples, samplesOfDrives } from '../../../shared/dataset/samples.ts';
import { clamp, cos, hypot, sin } from '../../../shared/exact/trigonometry.ts';
import { SIDE_SHIFT } from '../../../shared/observation/camera.ts';
import { DECISION_TICKS, type ObservationSpec } from '../../../shared/observation/spec.ts';
import { newCar } from '../../../shared/race/car.ts';
import { FULL } from '../../../shared/race/frame.ts';
import { locate } from '../../../shared/track/locate.ts';
import type { Metres, Ticks } from '../../../shared/units/units.ts';
import { readState, roundState } from '../../../shared/vehicle/state.ts';

/** Two seconds, in which a label has to lead back (Bojarski et al. 2016, §5.2). */
const BACK: Ticks = 120;
/** So near to each other are cars on one line: a tenth of where the camera stands. */
const ON_LINE: Metres = 0.08;

/** Pictures of the two side cameras, and of how many there might have been. */
export interface SideViews {
  samples: Samples;
  /** Moments looked at, and those from which the car came back in time; only these are samples. */
  moments: number;
  back: number;
}

/**
 * What the left and the right camera saw at every decision of some laps, as if it were the front camera's picture, each
 * answered by what leads from there back to the person's line.
 *
 * The answer is found in the race's own simulation: a controller drives along the recorded path once from where the person
 * was and once from where the camera is. What it does differently in the first decision is added to what the person did, if
 * two seconds later the two cars are on one line.
 */
export function sideViews(laps: readonly LapDemonstration[], spec: ObservationSpec): SideViews {
  const pace = new OwnPace(laps);
  const drives: Record<'leftCamera' | 'rightCamera', Drive[]> = { leftCamera: [], rightCamera: [] };
  let moments = 0;
  for (const road of roadsOf(laps)) {
    for (let row = road.from; row + BACK < road.to; row += DECISION_TICKS) {
      const straight = rideFrom(road, row, 0, pace);
      if (!straight) continue;
      moments += 2;
      for (const camera of ['leftCamera', 'rightCamera'] as const) {
        const aside = rideFrom(road, row, camera === 'leftCamera' ? SIDE_SHIFT : -SIDE_SHIFT, pace);
        if (aside && distanceBetween(aside, straight) <= ON_LINE)
          drives[camera].push(answered(road, row, aside, straight));
      }
    }
  }
  const samples = joinSamples(
    (['leftCamera', 'rightCamera'] as const).map((camera) =>
      samplesOfDrives(drives[camera], { ...spec, blocks: [camera, 'motion'] }),
    ),
  );
  return { samples, moments, back: samples.size };
}

/** Two seconds along the person's path from `aside` of them; null if the car is lost on the way or the road ends. */
function rideFrom(road: Road, row: number, aside: Metres, pace: OwnPace): Drive | null {
  const { stretch } = road;
  const { track, spec, states } = stretch;
  const car = newCar('side', spec);
  readState(states, row * STATE_WIDTH, car);
  car.x -= aside * sin(car.heading);
  car.y += aside * cos(car.heading);
  car.distance = locate(track, car.x, car.y, car.distance).distance;
  roundState(car);
  const escort = new Escort(stretch, row, road.to, BACK, pace, 'road');
  const { drive, lost } = ride(car, { road, from: row, ticks: BACK, escort });
  return lost || ticksOf(drive) < BACK ? null : drive;
}

/** One decision of the person, and what the car aside does differently from one that is not. */
function answered({ stretch }: Road, row: number, aside: Drive, straight: Drive): Drive {
  const { track, spec, states, frames } = stretch;
  const end = row + DECISION_TICKS;
  const own = frames.subarray(2 * row, 2 * end);
  const intended = own.map((command, i) => clamp(command + aside.frames[i]! - straight.frames[i]!, -FULL, FULL));
  return {
    ...{ track, spec, others: null, frames: own, intended },
    states: states.subarray(row * STATE_WIDTH, (end + 1) * STATE_WIDTH),
  };
}

/** From where one ride ended to the line that the other drove. */
function distanceBetween({ states }: Drive, { states: line }: Drive): Metres {
  const last = states.length - STATE_WIDTH;
  let nearest = Number.POSITIVE_INFINITY;
  for (let at = line.length - 60 * STATE_WIDTH; at + STATE_WIDTH < line.length; at += STATE_WIDTH) {
    const [ax, ay] = [line[at]!, line[at + 1]!];
    const [dx, dy] = [line[at + STATE_WIDTH]! - ax, line[at + STATE_WIDTH + 1]! - ay];
    const along = ((states[last]! - ax) * dx + (states[last + 1]! - ay) * dy) / Math.max(1e-9, dx * dx + dy * dy);
    // The last piece goes on: a car that is a little ahead is still on the line.
    const t = Math.max(0, at + 2 * STATE_WIDTH < line.length ? Math.min(1, along) : along);
    nearest = Math.min(nearest, hypot(states[last]! - ax - t * dx, states[last + 1]! - ay - t * dy));
  }
  return nearest;
}
