import { type LapDemonstration, STATE_WIDTH, ticksOf } from '../dataset/lap.ts';
import type { Start } from '../dataset/starts.ts';
import type { Rollout } from '../evaluation/rollout.ts';
import { seededRandom } from '../exact/random.ts';
import { emptyRoadPoint, locate } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import { type Metres, TICK } from '../units/units.ts';
import { readState, restingState, type VehicleState } from '../vehicle/state.ts';
import { type LapProfile, profileOf, type RoadSample } from './profile.ts';

/** Clones that are compared with a person begin within this stretch before the line. */
const RUN_UP: Metres = 40;

/** Road distance of a lap's own start line: laps of an episode follow each other. */
const lineOf = (lap: LapDemonstration): Metres => (lap.number - 1) * lap.track.length;

/**
 * Laps to hold a flying lap against: a first lap comes from a grid slot, at rest, and counts only where there is
 * nothing else.
 */
export function comparableLaps<Lap extends { number: number }>(laps: readonly Lap[]): Lap[] {
  const flying = laps.filter((lap) => lap.number > 1);
  return flying.length > 0 ? flying : [...laps];
}

/** A person's lap, metre by metre. */
export function profileOfLap(lap: LapDemonstration): LapProfile {
  const state = restingState();
  const point = emptyRoadPoint();
  const samples: RoadSample[] = [];
  for (let row = 0; row <= ticksOf(lap); row++) {
    readState(lap.states, row * STATE_WIDTH, state);
    locate(lap.track, state.x, state.y, state.distance, point);
    const distance = state.distance - lineOf(lap);
    samples.push({ distance, offset: point.offset, speed: state.vx, time: row * TICK });
  }
  return profileOf(timedFromTheLine(samples), lap.track.length);
}

/** The lap that a rollout drove after it crossed the line for the first time. */
export function profileOfRollout(rollout: Rollout, track: Track): LapProfile {
  const line = Math.ceil(rollout.start / track.length) * track.length;
  const shift = rollout.start - line;
  const samples = rollout.trace.map(({ distance, offset, speed, time }) => ({
    distance: distance + shift,
    offset,
    speed,
    time,
  }));
  return profileOf(timedFromTheLine(samples), track.length, Math.max(0, rollout.brokenAt + shift));
}

/** Times counted from the moment at the line, up to a tick before the first sample where that is past it. */
function timedFromTheLine(samples: readonly RoadSample[]): RoadSample[] {
  const after = samples.findIndex(({ distance }) => distance >= 0);
  const [from, to] = [samples[after - 1], samples[after]];
  if (to === undefined) return [...samples];
  const crossed =
    from === undefined
      ? to.time - to.distance / Math.max(to.speed, 1)
      : to.time - (to.distance / (to.distance - from.distance)) * (to.time - from.time);
  return samples.map((sample) => ({ ...sample, time: sample.time - crossed }));
}

/** `count` moments of the person's laps shortly before the line, at speed. Empty if no lap reaches the line moving. */
export function startsBeforeTheLine(laps: readonly LapDemonstration[], count: number, seed: number): Start[] {
  const random = seededRandom(seed);
  return Array.from({ length: laps.length === 0 ? 0 : count }, () => {
    const lap = laps[random.integer(laps.length)]!;
    const metre = lap.track.length - RUN_UP * random.uniform();
    return { state: stateAt(lap, metre), episodeId: lap.episodeId, lap: lap.number, tick: rowAt(lap, metre) };
  });
}

/** The person's state where they first reach metre `s` of their lap, moved to the first lap of a race. */
export function stateAt(lap: LapDemonstration, s: Metres): VehicleState {
  const state = restingState();
  readState(lap.states, rowAt(lap, s) * STATE_WIDTH, state);
  state.distance = Math.fround(state.distance - lineOf(lap));
  state.heading = Math.fround(state.heading - (lap.number - 1) * lap.track.turn);
  return state;
}

function rowAt(lap: LapDemonstration, s: Metres): number {
  const last = ticksOf(lap);
  let row = 0;
  while (row < last && lap.states[row * STATE_WIDTH + 7]! - lineOf(lap) < s) row++;
  return row;
}
