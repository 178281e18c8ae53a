import type { Track } from '../track/track.ts';
import type { Ticks } from '../units/units.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';
import { STATE_FIELDS } from '../vehicle/state.ts';

/** Numbers in one row of states: the fields of a vehicle state, in the order of STATE_FIELDS. */
export const STATE_WIDTH = STATE_FIELDS.length;

/** One lap as it was driven, re-simulated from its race log: T frames and the T + 1 states around them. */
export interface LapDemonstration {
  episodeId: string;
  driverId: string;
  /** 1 for the first lap after lights out. */
  number: number;
  timeMs: number;
  clean: boolean;
  inTraffic: boolean;
  track: Track;
  spec: VehicleSpec;
  /** [(T + 1) · 8]: row t is the state before frame t. */
  states: Float32Array;
  /** [T · 2]: applied steer and pedal, −127 to 127. */
  frames: Int8Array;
  /** [T · 2]: what the driver wanted, where noise was injected and something else was applied; learners learn this. */
  intended?: Int8Array;
  /**
   * [(T + 1) · N · 8]: the N other cars of the race that this one could touch, N states in each row. Empty where there
   * was none; null where they were not kept, or where one in sight is not in the log.
   */
  others: Float32Array | null;
}

/** Several laps driven one after another without a break, end to end. */
export interface Stretch {
  laps: LapDemonstration[];
  track: Track;
  spec: VehicleSpec;
  /** [(T + 1) · 8] */
  states: Float32Array;
  /** [T · 2] */
  frames: Int8Array;
  /** [T · 2], where that of any lap is something else than its frames. */
  intended?: Int8Array;
  /** [(T + 1) · N · 8], null when those of any lap are. */
  others: Float32Array | null;
}

export const ticksOf = (drive: { frames: Int8Array }): number => drive.frames.length / 2;

/** N, the number of other cars of a drive; 0 when they are not known. */
export const othersOf = ({ states, others }: Pick<LapDemonstration, 'states' | 'others'>): number =>
  others ? others.length / states.length : 0;

/**
 * Join laps that follow each other in the same episode, so that what happens across the line is one drive.
 *
 * A lap whose first state is not the last state of the one before starts a stretch of its own. Order in: any.
 */
export function stretchesOf(laps: readonly LapDemonstration[]): Stretch[] {
  const order = [...laps].sort((a, b) =>
    a.episodeId === b.episodeId ? a.number - b.number : a.episodeId < b.episodeId ? -1 : 1,
  );
  const groups: LapDemonstration[][] = [];
  for (const lap of order) {
    const group = groups.at(-1);
    if (group && follows(group[group.length - 1], lap)) group.push(lap);
    else groups.push([lap]);
  }
  return groups.map(join);
}

function follows(before: LapDemonstration, lap: LapDemonstration): boolean {
  if (before.episodeId !== lap.episodeId || before.number + 1 !== lap.number) return false;
  const end = before.states.length - STATE_WIDTH;
  for (let i = 0; i < STATE_WIDTH; i++) if (before.states[end + i] !== lap.states[i]) return false;
  return true;
}

function join(laps: LapDemonstration[]): Stretch {
  const ticks = laps.reduce((sum, lap) => sum + ticksOf(lap), 0);
  const states = new Float32Array((ticks + 1) * STATE_WIDTH);
  const frames = new Int8Array(ticks * 2);
  const width = othersOf(laps[0]) * STATE_WIDTH;
  const others = laps.every((lap) => lap.others !== null) ? new Float32Array((ticks + 1) * width) : null;
  let at = 0;
  for (const lap of laps) {
    states.set(lap.states, at * STATE_WIDTH);
    frames.set(lap.frames, at * 2);
    if (lap.others) others?.set(lap.others, at * width);
    at += ticksOf(lap);
  }
  return { laps, track: laps[0].track, spec: laps[0].spec, states, frames, ...intentionsOf(laps, ticks), others };
}

function intentionsOf(laps: readonly LapDemonstration[], ticks: Ticks): { intended?: Int8Array } {
  if (laps.every((lap) => lap.intended === undefined)) return {};
  const intended = new Int8Array(ticks * 2);
  let at = 0;
  for (const lap of laps) {
    intended.set(lap.intended ?? lap.frames, at);
    at += lap.frames.length;
  }
  return { intended };
}
