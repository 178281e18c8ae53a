/** One measured figure, with what it is measured against in the same run. */
export interface BenchResult {
  name: string;
  unit: string;
  /** Median of the runs unless the name says otherwise. */
  value: number;
  runs: number;
  peers: Record<string, number>;
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

export function percentileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/** Median rate of `runs` timings of `work`, which does `count` things; one more run before warms up. */
export function rateOf(work: () => void, count: number, runs = 5): number {
  work();
  const rates = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return count / ((performance.now() - start) / 1000);
  });
  return medianOf(rates);
}
