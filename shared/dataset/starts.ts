import { seededRandom } from '../exact/random.ts';
import { readState, restingState, type VehicleState } from '../vehicle/state.ts';
import { type LapDemonstration, STATE_WIDTH, ticksOf } from './lap.ts';

/** A moment of a demonstration at which a rollout may begin. */
export interface Start {
  state: VehicleState;
  episodeId: string;
  lap: number;
  /** Row of the lap's states. */
  tick: number;
}

/** Two starts of one lap closer than this are the same start: 0.25 s. */
const APART = 15;
/** Slower than this the car is only leaving the grid. */
const MOVING = 5;
const TRIES = 200;

/**
 * `count` moments of the given laps, one in each of `count` equal parts of the road, none within 0.25 s of a start in
 * `exclude` (so that starts for choosing a policy and starts for judging it never meet). Each state's `distance` is
 * taken to the first lap. Fewer are returned where a part of the road offers none.
 */
export function startsFrom(
  laps: readonly LapDemonstration[],
  count: number,
  seed: number,
  exclude: readonly Start[] = [],
): Start[] {
  const random = seededRandom(seed);
  const taken = [...exclude];
  const starts: Start[] = [];
  if (laps.length === 0) return starts;
  const { length } = laps[0].track;
  for (let part = 0; part < count; part++) {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const lap = laps[random.integer(laps.length)];
      const s = ((part + random.uniform()) * length) / count;
      const start = momentAt(lap, s);
      if (!start || taken.some((other) => isNear(start, other))) continue;
      taken.push(start);
      starts.push(start);
      break;
    }
  }
  return starts;
}

/** The first moment of a lap at or after road coordinate s at which the car is moving; null if it never gets there. */
function momentAt(lap: LapDemonstration, s: number): Start | null {
  const { states, track } = lap;
  const before = Math.max(0, lap.number - 1) * track.length;
  let low = 0;
  let high = ticksOf(lap);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (states[middle * STATE_WIDTH + 7] - before < s) low = middle + 1;
    else high = middle;
  }
  const state = restingState();
  readState(states, low * STATE_WIDTH, state);
  if (state.distance - before < s || state.vx < MOVING) return null;
  state.distance = Math.fround(state.distance - before);
  state.heading = Math.fround(state.heading - Math.max(0, lap.number - 1) * track.turn);
  return { state, episodeId: lap.episodeId, lap: lap.number, tick: low };
}

const isNear = (a: Start, b: Start): boolean =>
  a.episodeId === b.episodeId && a.lap === b.lap && Math.abs(a.tick - b.tick) < APART;
