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
 *
 * @param strata outermost levels whose members all stay, each resampled within itself: tasks that were chosen, not drawn
 *   (stratified bootstrap, Agarwal et al. 2021, §4.1).
 */
export function bootstrapInterval(
  observations: Nested,
  statistic: (values: readonly number[]) => number,
  seed: number,
  strata = 0,
): Interval {
  return bootstrapIntervals(observations, (values) => [statistic(values)], seed, strata)[0]!;
}

/** The same for several statistics of the same values, each time of one draw. */
export function bootstrapIntervals(
  observations: Nested,
  statistics: (values: readonly number[]) => readonly number[],
  seed: number,
  strata = 0,
): Interval[] {
  const random = seededRandom(seed);
  const draws = Array.from({ length: RESAMPLES }, () => statistics(resampled(observations, random.integer, strata)));
  return draws[0]!.map((_, k) => percentileInterval(draws.map((estimates) => estimates[k]!)));
}

/** The same for a statistic of two independent sets of observations: a difference, or which is better. */
export function bootstrapOfTwo(
  a: Nested,
  b: Nested,
  statistic: (a: readonly number[], b: readonly number[]) => number,
  seed: number,
): Interval {
  const random = seededRandom(seed);
  const draw = (): number => statistic(resampled(a, random.integer, 0), resampled(b, random.integer, 0));
  return percentileInterval(Array.from({ length: RESAMPLES }, draw));
}

function percentileInterval(estimates: readonly number[]): Interval {
  const finite = estimates.filter(Number.isFinite);
  return [quantile(finite, 0.025), quantile(finite, 0.975)];
}

function resampled(observations: Nested, draw: (n: number) => number, strata: number): number[] {
  const drawn: number[] = [];
  resample(observations, draw, strata, drawn);
  return drawn;
}

function resample(level: Nested, draw: (n: number) => number, strata: number, into: number[]): void {
  for (let i = 0; i < level.length; i++) {
    const item = level[strata > 0 ? i : draw(level.length)]!;
    if (typeof item === 'number') into.push(item);
    else resample(item, draw, strata - 1, into);
  }
}
