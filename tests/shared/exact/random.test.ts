import { expect, test } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';

test('a seed repeats its stream, another seed does not', () => {
  const draw = (seed: number) => Array.from({ length: 8 }, seededRandom(seed).uniform);
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('uniforms fill [0, 1) evenly: χ² of 64 bins stays below its 99.99 % point', () => {
  const random = seededRandom(42);
  const bins = new Array<number>(64).fill(0);
  const draws = 64000;
  for (let i = 0; i < draws; i++) bins[Math.floor(random.uniform() * 64)]!++;
  const expected = draws / 64;
  const chiSquared = bins.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  expect(chiSquared).toBeLessThan(115); // χ²(63) at 0.9999
});

test('normal deviates have mean 0 and variance 1 within four standard errors', () => {
  const random = seededRandom(3);
  const n = 20000;
  const values = Array.from({ length: n }, random.gaussian);
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
  expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(n));
  expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
});
