/** Statistics of one feature, an entry for each of its numbers. */
export interface FeatureStats {
  min: number[];
  max: number[];
  mean: number[];
  /** Of the population. */
  std: number[];
  /** How many rows, once. */
  count: number[];
  q01: number[];
  q10: number[];
  q50: number[];
  q90: number[];
  q99: number[];
}

const QUANTILES = { q01: 0.01, q10: 0.1, q50: 0.5, q90: 0.9, q99: 0.99 } as const;

/** Of `rows` rows of `width` numbers each. */
export function statsOf(values: ArrayLike<number>, rows: number, width: number): FeatureStats {
  const stats: FeatureStats = {
    ...{ min: [], max: [], mean: [], std: [], count: [rows] },
    ...{ q01: [], q10: [], q50: [], q90: [], q99: [] },
  };
  const column = new Float64Array(rows);
  for (let k = 0; k < width; k++) {
    for (let row = 0; row < rows; row++) column[row] = values[row * width + k];
    column.sort();
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += column[row];
    const mean = sum / rows;
    let spread = 0;
    for (let row = 0; row < rows; row++) spread += (column[row] - mean) * (column[row] - mean);
    stats.min.push(column[0]);
    stats.max.push(column[rows - 1]);
    stats.mean.push(mean);
    stats.std.push(Math.sqrt(spread / rows));
    for (const [name, share] of Object.entries(QUANTILES)) {
      stats[name as keyof typeof QUANTILES].push(rows < 2 ? mean : between(column, share));
    }
  }
  return stats;
}

/**
 * Of pictures, from how often each brightness 0 to 255 occurs in them: brightness as a share of 255, the same for each of
 * `channels` channels; `count` is the number of pictures.
 */
export function statsOfHistogram(counts: Float64Array, pictures: number, channels: number): FeatureStats {
  const pixels = counts.reduce((sum, count) => sum + count, 0);
  const mean = counts.reduce((sum, count, value) => sum + count * value, 0) / pixels;
  const spread = counts.reduce((sum, count, value) => sum + count * (value - mean) * (value - mean), 0) / pixels;
  const rank = (share: number): number => {
    let below = 0;
    return counts.findIndex((count) => {
      below += count;
      return below > share * (pixels - 1);
    });
  };
  const least = counts.findIndex((count) => count > 0);
  const most = counts.findLastIndex((count) => count > 0);
  const each = (value: number): number[] => new Array<number>(channels).fill(value / 255);
  return {
    ...{ min: each(least), max: each(most), mean: each(mean), std: each(Math.sqrt(spread)), count: [pictures] },
    ...{ q01: each(rank(0.01)), q10: each(rank(0.1)), q50: each(rank(0.5)) },
    ...{ q90: each(rank(0.9)), q99: each(rank(0.99)) },
  };
}

/** Linear between the two nearest ranks of a sorted column, as numpy's default. */
function between(sorted: Float64Array, share: number): number {
  const rank = share * (sorted.length - 1);
  const low = Math.floor(rank);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (sorted[high] - sorted[low]) * (rank - low);
}

/**
 * Statistics of several parts together: mean and deviation exactly, by their counts; of quantiles the outer bounds, which
 * is what LeRobot's own tools keep when they join data.
 */
export function joinStats(parts: readonly FeatureStats[]): FeatureStats {
  const total = parts.reduce((sum, { count }) => sum + count[0], 0);
  const width = parts[0].min.length;
  const over = (field: keyof FeatureStats, join: (values: number[]) => number): number[] =>
    Array.from({ length: width }, (_, k) => join(parts.map((part) => part[field][k])));
  const mean = Array.from(
    { length: width },
    (_, k) => parts.reduce((sum, part) => sum + part.mean[k] * part.count[0], 0) / total,
  );
  const std = mean.map((middle, k) => {
    const squares = parts.reduce((sum, part) => {
      const off = part.mean[k] - middle;
      return sum + (part.std[k] * part.std[k] + off * off) * part.count[0];
    }, 0);
    return Math.sqrt(squares / total);
  });
  const least = (values: number[]): number => values.reduce((a, b) => Math.min(a, b));
  const most = (values: number[]): number => values.reduce((a, b) => Math.max(a, b));
  return {
    ...{ min: over('min', least), max: over('max', most), mean, std, count: [total] },
    ...{ q01: over('q01', least), q10: over('q10', least), q50: over('q50', least) },
    ...{ q90: over('q90', most), q99: over('q99', most) },
  };
}
