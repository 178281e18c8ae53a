import type { Random } from '../exact/random.ts';
import { hypot } from '../exact/trigonometry.ts';
import { type MetresPerSecond, TICK, type Ticks } from '../units/units.ts';
import { type LapDemonstration, STATE_WIDTH, type Stretch, stretchesOf } from './lap.ts';

/** Rows of a stretch between which the car was driven, never put somewhere else. */
export interface Road {
  stretch: Stretch;
  from: number;
  /** Exclusive. */
  to: number;
}

/** A segment that is cut off earlier, by the end of the recording, teaches little. */
export const SHORTEST: Ticks = 30;

const MOVING: MetresPerSecond = 1;

/** Where segments may begin: laps cut where the car was put somewhere else, and where it stands at first. */
export const roadsOf = (laps: readonly LapDemonstration[]): Road[] =>
  stretchesOf(laps).flatMap(cutAtJumps).map(fromMoving);

/** Rows of a road that have a segment behind them. */
export const startsOn = ({ from, to }: Road): number => Math.max(0, to - from - SHORTEST);

/** A row of one of the roads, all equally likely; at least one road must have a start. */
export function drawRow(roads: readonly Road[], random: Random): { road: Road; row: number } {
  let at = random.integer(roads.reduce((sum, road) => sum + startsOn(road), 0));
  let which = 0;
  while (at >= startsOn(roads[which])) at -= startsOn(roads[which++]);
  const road = roads[which];
  return { road, row: road.from + at };
}

/** Cut a stretch where the car jumped: it fell and was put back on the road. */
function cutAtJumps(stretch: Stretch): Road[] {
  const { states } = stretch;
  const rows = states.length / STATE_WIDTH;
  const roads: Road[] = [];
  let from = 0;
  for (let row = 1; row <= rows; row++) {
    if (row < rows && !jumps(states, row)) continue;
    roads.push({ stretch, from, to: row });
    from = row;
  }
  return roads;
}

/** The road from its first moving row on: from a standstill there is no way to have gone astray. */
function fromMoving(road: Road): Road {
  let from = road.from;
  while (from < road.to && road.stretch.states[from * STATE_WIDTH + 3] < MOVING) from++;
  return { ...road, from };
}

function jumps(states: Float32Array, row: number): boolean {
  const now = row * STATE_WIDTH;
  const before = now - STATE_WIDTH;
  const moved = hypot(states[now] - states[before], states[now + 1] - states[before + 1]);
  return moved > hypot(states[before + 3], states[before + 4]) * TICK + 0.5;
}
