/**
 * Interquartile mean: the mean of the middle half of all values, NaN of nothing.
 *
 * A quarter of the values, rounded down, is left out at either end, as in `scipy.stats.trim_mean(x, 0.25)`, which is what
 * rliable takes. It moves less than the median from one set of runs to the next, and one training with a corner at which
 * it falls every lap does not carry it away as it does the mean (Agarwal et al. 2021, "Deep RL at the edge of the
 * statistical precipice", §4.3).
 */
export const interquartileMean = (values: readonly number[]): number => middleMean(Float64Array.from(values).sort());

/** The same of values that are sorted already. */
export function middleMean(sorted: Float64Array): number {
  const cut = Math.floor(sorted.length / 4);
  let sum = 0;
  for (let i = cut; i < sorted.length - cut; i++) sum += sorted[i]!;
  return sum / (sorted.length - 2 * cut);
}
