import { expect, test } from 'vitest';
import { bootstrapInterval, mean, median, quantile } from '../../../shared/evaluation/interval.ts';
import { seededRandom } from '../../../shared/exact/random.ts';

test('quantiles interpolate between order statistics', () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect([quantile([5, 1], 0), quantile([5, 1], 1), median([7])]).toEqual([1, 5, 7]);
  expect(quantile([], 0.5)).toBeNaN();
});

test('an interval of a mean covers the truth about 95 times in 100', () => {
  const random = seededRandom(5);
  let covered = 0;
  for (let trial = 0; trial < 200; trial++) {
    const [low, high] = bootstrapInterval(Array.from({ length: 40 }, random.gaussian), mean, trial);
    if (low <= 0 && 0 <= high) covered++;
  }
  expect(covered).toBeGreaterThan(178); // 95 % less 4 standard errors of 1.5 %
  expect(covered).toBeLessThanOrEqual(200);
});

test('values that only repeat inside a training widen the interval as the training does', () => {
  const trainings = [0, 1, 0, 1].map((level) => new Array<number>(50).fill(level));
  const nested = bootstrapInterval(trainings, mean, 1);
  const flat = bootstrapInterval(trainings.flat(), mean, 1);
  expect(nested[1] - nested[0]).toBeGreaterThan(3 * (flat[1] - flat[0]));
});
