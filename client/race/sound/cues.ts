import type { Metres, Ticks } from '../../../shared/units/units.ts';
import type { RacePhase } from '../../../shared/wire/state.ts';
import { panOf } from './mapping.ts';

/** One thing that sounds once. */
export type Cue =
  | { kind: 'light' }
  | { kind: 'go' }
  | { kind: 'lap' }
  | { kind: 'bestLap' }
  | { kind: 'impact'; level: number }
  | { kind: 'leaving'; pan: number };

/** What of a race can give a cue, at one moment. */
export interface Moment {
  phase: RacePhase;
  /** Lights that are on, 0 to 3. */
  lights: number;
  /** Changes when the own car finishes a lap. */
  lapKey: number;
  lastLapMs: number;
  bestLapMs: number;
  /** Lateral gap of the own clone, + further left; undefined without one. */
  apart: Metres | undefined;
  tick: Ticks;
  /** The last tick in which the own car touched another; −1 before. */
  contactTick: Ticks;
}

/** The clone leaves at the gap at which the road strip says so, and can leave again once it has been this near. */
const LEAVES: Metres = 2;
const BACK: Metres = 1;
/** Cars that rub against each other are heard once. */
const SEPARATE: Ticks = 30;
/** What happened longer ago (before a reload, in a hidden tab) is not told. */
const STALE: Ticks = 60;
const TOUCH_LEVEL = 0.3;

/** Notices what begins: compares each moment with the one before. The first one is where it starts from. */
export class CueWatch {
  private last: Moment | undefined;
  private left = false;

  /** Add to `cues` what has begun since the last call. */
  note(now: Moment, cues: Cue[]): void {
    const { last } = this;
    this.last = now;
    if (!last) {
      this.left = isApart(now.apart, LEAVES);
      return;
    }
    if (now.phase === 'countdown' && now.lights > (last.phase === 'countdown' ? last.lights : 0))
      cues.push({ kind: 'light' });
    if (now.phase === 'racing' && last.phase === 'countdown') cues.push({ kind: 'go' });
    if (now.lapKey !== last.lapKey && now.lastLapMs > 0)
      cues.push({ kind: now.lastLapMs === now.bestLapMs ? 'bestLap' : 'lap' });
    const touched = now.contactTick - Math.max(last.contactTick, -SEPARATE) > SEPARATE;
    if (touched && now.tick - now.contactTick < STALE) cues.push({ kind: 'impact', level: TOUCH_LEVEL });
    this.notePartings(now, cues);
  }

  private notePartings({ phase, apart }: Moment, cues: Cue[]): void {
    if (!isApart(apart, BACK)) this.left = false;
    if (this.left || phase !== 'racing' || apart === undefined || !isApart(apart, LEAVES)) return;
    this.left = true;
    // Two metres aside are heard well to that side.
    cues.push({ kind: 'leaving', pan: panOf(apart * 6) });
  }
}

const isApart = (apart: Metres | undefined, by: Metres): boolean => apart !== undefined && Math.abs(apart) > by;
