import { quantile } from './interval.ts';
import type { Better } from './measures.ts';

/** Steps of a performance profile; enough for a smooth line, few enough for a table. */
const STEPS = 40;

/**
 * Share of values at least as good as each of `levels`: a performance profile, or run-score distribution (Dolan & Moré 2002;
 * Agarwal et al. 2021, §4.2). NaN of nothing.
 *
 * A profile that lies above another's everywhere belongs to the better policy, whatever average is taken (stochastic
 * dominance); where two cross, which is better depends on what is asked.
 *
 * @param sorted values from the lowest.
 */
export function scoreProfile(sorted: Float64Array, levels: readonly number[], better: Better): number[] {
  const { length } = sorted;
  return levels.map((level) => {
    const below = countBelow(sorted, level, better === 'lower');
    return (better === 'higher' ? length - below : below) / length;
  });
}

/** How many of the sorted values lie below `level`; with `inclusive`, how many are not above it. */
function countBelow(sorted: Float64Array, level: number, inclusive: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle]!;
    if (value < level || (inclusive && value === level)) low = middle + 1;
    else high = middle;
  }
  return low;
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
