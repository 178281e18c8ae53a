import type { LapFlag } from '../../shared/dataset/flags.ts';
import type { Goal, Progress } from '../../shared/wire/sessions.ts';
import type { SessionLap } from '../store/sessionlaps.ts';

/** What some laps come to. */
export interface Tally {
  laps: number;
  cleanLaps: number;
  /** Clean laps of each kind of hands. */
  styles: { keys: number; stick: number };
  /** Drivers with a clean lap. */
  cleanDrivers: number;
  ticks: number;
  bestLapMs: number | null;
  flagged: number;
  mostlyFlagged: string | null;
  /** Most laps were driven with these hands; null without a lap. */
  style: 'keys' | 'stick' | null;
}

/** Laps that a curator left out of every dataset count as driven, not as clean ones for the goal. */
export function tallyOf(laps: readonly SessionLap[]): Tally {
  const clean = laps.filter((lap) => lap.clean && !lap.leftOut);
  const keys = clean.filter(({ style }) => style === 'keys').length;
  const withKeys = laps.filter(({ style }) => style === 'keys').length;
  const flagged = laps.filter((lap) => lap.flagged);
  return {
    laps: laps.length,
    cleanLaps: clean.length,
    styles: { keys, stick: clean.length - keys },
    cleanDrivers: new Set(clean.map(({ driverId }) => driverId)).size,
    ticks: laps.reduce((sum, { ticks }) => sum + ticks, 0),
    bestLapMs: clean.reduce<number | null>(
      (best, { timeMs }) => (best === null ? timeMs : Math.min(best, timeMs)),
      null,
    ),
    flagged: flagged.length,
    mostlyFlagged: mostFrequent(flagged.flatMap(({ flags }) => JSON.parse(flags) as LapFlag[])),
    style: laps.length === 0 ? null : 2 * withKeys >= laps.length ? 'keys' : 'stick',
  };
}

function mostFrequent(flags: readonly LapFlag[]): string | null {
  const counts = new Map<string, number>();
  for (const { kind } of flags) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/** How far a session has come; `coverage` is the least of its tracks. */
export function progressOf({ laps, cleanLaps, styles, cleanDrivers }: Tally, coverage: number, goal: Goal): Progress {
  const reached =
    cleanLaps >= goal.cleanLaps &&
    cleanDrivers >= (goal.drivers ?? 0) &&
    styles.keys >= (goal.styles?.keys ?? 0) &&
    styles.stick >= (goal.styles?.stick ?? 0) &&
    coverage >= (goal.coverage ?? 0);
  return { laps, cleanLaps, styles, drivers: cleanDrivers, coverage, reached };
}

/** One driver's part: their share of the goal is an equal one among the drivers wanted, without such a wish all of it. */
export function ownProgressOf({ laps, cleanLaps, styles }: Tally, coverage: number, goal: Goal): Progress {
  const reached = cleanLaps >= Math.ceil(goal.cleanLaps / (goal.drivers ?? 1));
  return { laps, cleanLaps, styles, drivers: 1, coverage, reached };
}

/** Laps that ended in each of the last `minutes`, the oldest first; `now` in milliseconds. */
export function lapsPerMinute(laps: readonly SessionLap[], now: number, minutes: number): number[] {
  const counts = new Array<number>(minutes).fill(0);
  let [episode, end] = ['', 0];
  for (const { episodeId, startedAt, timeMs } of laps) {
    if (episodeId !== episode) [episode, end] = [episodeId, Date.parse(startedAt)];
    end += timeMs;
    const minute = minutes - 1 - Math.floor((now - end) / 60_000);
    if (minute >= 0 && minute < minutes) counts[minute]++;
  }
  return counts;
}
