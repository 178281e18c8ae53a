import { alongRoad } from '../driver/line.ts';
import { clamp } from '../exact/trigonometry.ts';
import { SIGHT_DISTANCE } from '../race/constants.ts';
import { emptyRoadPoint, locate, type RoadPoint } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import type { Metres } from '../units/units.ts';
import type { VehicleState } from '../vehicle/state.ts';

/** Other cars are seen this far ahead, and this far behind, along the road. */
export const SIGHT_AHEAD: Metres = SIGHT_DISTANCE;
export const SIGHT_BEHIND: Metres = 20;
/** Within this of the end of sight a car fades from view, so that nothing jumps when it comes or goes. */
const FADING_AHEAD: Metres = 40;
const FADING_BEHIND: Metres = 10;
/** Between centres along the road: a car nearer than this is beside, further on it is ahead. About a car's length. */
const BESIDE: Metres = 4.5;
/** The room left to close in on a car is never taken as less, so that a closing rate stays finite. */
const LEAST_ROOM: Metres = 1;

/** Whom a driver looks out for: the two nearest ahead, and the nearest of all beside and behind. */
export const NEIGHBOUR_SLOTS = ['ahead', 'second', 'beside'] as const;
const NUMBERS = ['Seen', 'Distance', 'Near', 'Offset', 'Side', 'Speed', 'Closing', 'RoomLeft', 'RoomRight'];
export const NEIGHBOUR_NAMES: readonly string[] = NEIGHBOUR_SLOTS.flatMap((slot) =>
  NUMBERS.map((number) => slot + number),
);

/** The cars of a race that the one that looks could touch, and which of them it is itself (−1: none of them). */
export interface Company {
  readonly cars: readonly Readonly<VehicleState>[];
  readonly own: number;
}

/** Alone on the road, or among cars that one passes through. */
export const ALONE: Company = { cars: [], own: -1 };

/** Whether a driver at an unwrapped road distance has this car among those looked out for. */
export function isInSight(track: Track, distance: Metres, car: Readonly<VehicleState>): boolean {
  const gap = alongRoad(track, distance, car.distance);
  return gap <= SIGHT_AHEAD && gap >= -SIGHT_BEHIND;
}

const there = emptyRoadPoint();
/** Index of the car in each slot, −1 for none, and how far ahead along the road it is. */
const chosen = new Int32Array(NEIGHBOUR_SLOTS.length);
const gaps = new Float64Array(NEIGHBOUR_SLOTS.length);

/**
 * Write the three neighbours of the car at `here` to `out` from `at`; returns where they end. Allocates nothing.
 *
 * Of each: seen (1 near, fading to 0 at the end of sight, and every number but the distances with it); distance between centres along the road coarse (/ 30 m) and fine (/ 10 m); how far the car is
 * to the left of it, linear (/ 3 m) and as a soft side; how much faster it is (/ 5 m/s); the rate at which the room
 * between the two is used up (1/s: one over the time to touch, negative while it grows); and the road to the left and
 * right of its centre (/ 4 m). All in road coordinates, so that a bend moves nobody. Where nobody is seen, the
 * distance is that of the end of sight and the rest is 0. Of cars equally near the first in the array is taken.
 */
export function writeNeighbours(
  track: Track,
  here: RoadPoint,
  state: Readonly<VehicleState>,
  { cars, own }: Company,
  out: Float32Array,
  at: number,
): number {
  choose(track, here, cars, own);
  let p = at;
  for (let slot = 0; slot < chosen.length; slot++) {
    const car = cars[chosen[slot]];
    p = car === undefined ? nobody(slot, out, p) : somebody(track, here, state, car, gaps[slot], out, p);
  }
  return p;
}

/** Fill `chosen` and `gaps`. */
function choose(track: Track, here: RoadPoint, cars: Company['cars'], own: number): void {
  chosen.fill(-1);
  for (let i = 0; i < cars.length; i++) {
    if (i === own) continue;
    const gap = alongRoad(track, here.distance, cars[i].distance);
    if (gap > BESIDE && gap <= SIGHT_AHEAD) {
      if (chosen[0] < 0 || gap < gaps[0]) {
        chosen[1] = chosen[0];
        gaps[1] = gaps[0];
        chosen[0] = i;
        gaps[0] = gap;
      } else if (chosen[1] < 0 || gap < gaps[1]) {
        chosen[1] = i;
        gaps[1] = gap;
      }
    } else if (gap <= BESIDE && gap >= -SIGHT_BEHIND && (chosen[2] < 0 || Math.abs(gap) < Math.abs(gaps[2]))) {
      chosen[2] = i;
      gaps[2] = gap;
    }
  }
}

function somebody(
  track: Track,
  here: RoadPoint,
  state: Readonly<VehicleState>,
  car: Readonly<VehicleState>,
  gap: Metres,
  out: Float32Array,
  at: number,
): number {
  locate(track, car.x, car.y, car.distance, there);
  const aside = here.offset - there.offset;
  const faster = car.vx - state.vx;
  const room = Math.max(LEAST_ROOM, Math.abs(gap) - BESIDE);
  const seen =
    gap > 0 ? Math.min(1, (SIGHT_AHEAD - gap) / FADING_AHEAD) : Math.min(1, (SIGHT_BEHIND + gap) / FADING_BEHIND);
  out[at] = seen;
  out[at + 1] = gap / 30;
  out[at + 2] = clamp(gap / 10, -2, 3);
  out[at + 3] = (seen * aside) / 3;
  out[at + 4] = (seen * 2 * aside) / Math.sqrt(1 + 4 * aside * aside);
  out[at + 5] = (seen * faster) / 5;
  out[at + 6] = seen * clamp((gap > 0 ? -faster : faster) / room, -1, 3);
  out[at + 7] = (seen * (there.left - there.offset)) / 4;
  out[at + 8] = (seen * (there.right + there.offset)) / 4;
  return at + NUMBERS.length;
}

function nobody(slot: number, out: Float32Array, at: number): number {
  const behind = NEIGHBOUR_SLOTS[slot] === 'beside';
  out.fill(0, at, at + NUMBERS.length);
  out[at + 1] = behind ? -SIGHT_BEHIND / 30 : SIGHT_AHEAD / 30;
  out[at + 2] = behind ? -2 : 3;
  return at + NUMBERS.length;
}
