import type { Interval } from './interval.ts';

/** Fewer laps than this tell too little to stand beside others. */
export const LEAST_RANKED_LAPS = 30;

/** What policies are ranked by. */
export interface Ranked {
  fallsPerLapInterval: Interval;
  cleanLapShare: number;
  /** Median of clean laps; null when none was. */
  lapTimeMs: number | null;
}

/**
 * Better drivers first: by falls a lap, then clean laps, then lap time.
 *
 * Falls count by the upper end of their interval, what is not yet ruled out, so that few laps are no way up.
 */
export const rankOrder = (a: Ranked, b: Ranked): number =>
  a.fallsPerLapInterval[1] - b.fallsPerLapInterval[1] ||
  b.cleanLapShare - a.cleanLapShare ||
  (a.lapTimeMs ?? Number.MAX_VALUE) - (b.lapTimeMs ?? Number.MAX_VALUE);
