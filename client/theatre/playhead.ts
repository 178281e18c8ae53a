import { TICK_HZ, type Ticks } from '../../shared/units/units.ts';

/** Of real time. */
export const SPEEDS = ['0.25', '0.5', '1', '2', '4'] as const;
export type Speed = (typeof SPEEDS)[number];
/** A frame that took longer than this was a pause of the browser, not of the film, in seconds. */
const LONGEST_FRAME = 0.25;

/** Where a replay stands, in ticks with their fraction from lights out, 0 to `last`. */
export interface Playhead {
  tick: number;
  playing: boolean;
  speed: Speed;
}

const held = (tick: number, last: Ticks): number => Math.min(last, Math.max(0, tick));

/** Let `seconds` of real time pass; at the end it stops. */
export function played({ tick, playing, speed }: Playhead, seconds: number, last: Ticks): Playhead {
  if (!playing) return { tick, playing, speed };
  const next = held(tick + Math.min(LONGEST_FRAME, Math.max(0, seconds)) * TICK_HZ * Number(speed), last);
  return { tick: next, playing: next < last, speed };
}

/** Play or pause; at the end, play from the beginning. */
export function toggled(head: Playhead, last: Ticks): Playhead {
  if (head.playing) return { ...head, playing: false };
  return { ...head, playing: last > 0, tick: head.tick >= last ? 0 : head.tick };
}

/** Go by whole ticks, from the whole tick that the picture is at or has just passed; stepping pauses. */
export function stepped(head: Playhead, ticks: Ticks, last: Ticks): Playhead {
  const from = ticks < 0 ? Math.ceil(head.tick) : Math.floor(head.tick);
  return { ...head, playing: false, tick: held(from + ticks, last) };
}

/** Go to a tick, playing on if it plays and is not at the end. */
export function moved(head: Playhead, tick: number, last: Ticks): Playhead {
  const next = held(tick, last);
  return { ...head, tick: next, playing: head.playing && next < last };
}
