import type { Better } from './measures.ts';

/**
 * Probability that a value of `a` is better than one of `b`, both drawn at random; a tie counts half. NaN where either is
 * empty.
 *
 *   P(A > B) = U / (n · m),   U = Σᵢ Σⱼ ([aᵢ > bⱼ] + ½ [aᵢ = bⱼ])
 *
 * U is the statistic of Mann & Whitney (1947); as a measure of improvement see Agarwal et al. 2021, §4.3, "Probability of
 * improvement". It says how often, not by how much.
 */
export function probabilityOfImprovement(a: readonly number[], b: readonly number[], better: Better): number {
  const sorted = Float64Array.from(b).sort();
  let wins = 0;
  for (const value of a) {
    const below = rank(sorted, value, false);
    const equal = rank(sorted, value, true) - below;
    wins += (better === 'higher' ? below : sorted.length - below - equal) + equal / 2;
  }
  return wins / (a.length * b.length);
}

/** How many of the sorted values lie below `value`, or with `inclusive` are not above it. */
function rank(sorted: Float64Array, value: number, inclusive: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inclusive ? sorted[middle]! <= value : sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
