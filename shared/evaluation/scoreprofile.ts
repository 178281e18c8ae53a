import { quantile } from './interval.ts';
import type { Better } from './measures.ts';

/** Steps of a performance profile; enough for a smooth line, few enough for a table. */
const STEPS = 40;

/**
 * Share of values at least as good as `level`: one point of a performance profile, or run-score distribution (Dolan & Moré
 * 2002; Agarwal et al. 2021, §4.2). NaN of nothing.
 *
 * A profile that lies above another's everywhere belongs to the better policy, whatever average is taken (stochastic
 * dominance); where two cross, which is better depends on what is asked.
 */
export function shareAsGood(values: readonly number[], level: number, better: Better): number {
  let good = 0;
  for (const value of values) if (better === 'higher' ? value >= level : value <= level) good++;
  return good / values.length;
}

/**
 * Levels at which profiles are drawn, from the easiest to the hardest, evenly from the worst to the best of all values. One
 * level where all values are equal, none without values.
 */
export function profileLevels(values: readonly number[], better: Better): number[] {
  if (values.length === 0) return [];
  const low = quantile(values, 0);
  const high = quantile(values, 1);
  if (low === high) return [low];
  const levels = Array.from({ length: STEPS + 1 }, (_, i) => low + ((high - low) * i) / STEPS);
  levels[STEPS] = high;
  return better === 'higher' ? levels : levels.reverse();
}
