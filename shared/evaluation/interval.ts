import { seededRandom } from '../exact/random.ts';

/** [low, high] of a 95 % percentile interval. */
export type Interval = [number, number];

/** A level of resampling inside another: players hold trainings, trainings hold rollouts, rollouts hold values. */
export type Nested = readonly number[] | readonly Nested[];

const RESAMPLES = 1000;

export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? Number.NaN : sum / values.length;
}

/** The p-quantile (0 ≤ p ≤ 1) with linear interpolation between order statistics; NaN of nothing. */
export function quantile(values: readonly number[], p: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/**
 * Percentile bootstrap of a statistic over nested observations, 95 %.
 *
 * Every level is resampled with replacement from the outside in, so that rollouts of one training, and trainings of one
 * player, are not mistaken for independent evidence (hierarchical bootstrap, Davison & Hinkley 1997, §3.8).
 */
export function bootstrapInterval(
  observations: Nested,
  statistic: (values: readonly number[]) => number,
  seed: number,
): Interval {
  const random = seededRandom(seed);
  const estimates: number[] = [];
  for (let i = 0; i < RESAMPLES; i++) {
    const drawn: number[] = [];
    resample(observations, random.integer, drawn);
    const estimate = statistic(drawn);
    if (Number.isFinite(estimate)) estimates.push(estimate);
  }
  return [quantile(estimates, 0.025), quantile(estimates, 0.975)];
}

function resample(level: Nested, draw: (n: number) => number, into: number[]): void {
  for (let i = 0; i < level.length; i++) {
    const item = level[draw(level.length)]!;
    if (typeof item === 'number') into.push(item);
    else resample(item, draw, into);
  }
}
