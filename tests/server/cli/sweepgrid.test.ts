import { expect, test } from 'vitest';
import { ranked, type Trial } from '../../../server/cli/sweepactions.ts';
import { combinationsOf, spanOf, withCombination } from '../../../server/cli/sweepgrid.ts';
import { orderBy, type TrainOptions } from '../../../server/cli/trainorder.ts';

const options: TrainOptions = { encoder: 'features', recovery: true, sees: 'road', seeds: 2, seed: 1 };

test('a grid has every combination once, in the order of the options', () => {
  const spans = [spanOf('learning-rate=0.001, 0.003'), spanOf('hidden=32,64x64'), spanOf('recovery=off')];
  expect(combinationsOf(spans, undefined, 1)).toEqual(
    ['0.001', '0.003'].flatMap((rate) =>
      ['32', '64x64'].map((hidden) => ({ 'learning-rate': rate, hidden, recovery: 'off' })),
    ),
  );
});

test('combinations drawn by chance are within their ranges, repeat with the seed and never twice', () => {
  const spans = [spanOf('learning-rate=0.0001..0.01'), spanOf('batch=16..64'), spanOf('clip=none,1')];
  const drawn = combinationsOf(spans, 40, 7);
  expect(drawn).toHaveLength(40);
  expect(new Set(drawn.map((one) => JSON.stringify(one))).size).toBe(40);
  const rates = drawn.map((one) => Number(one['learning-rate']));
  expect(Math.min(...rates)).toBeGreaterThanOrEqual(1e-4);
  expect(Math.max(...rates)).toBeLessThanOrEqual(1e-2);
  // Evenly on a scale of powers: about half lie below the geometric middle.
  const low = rates.filter((rate) => rate < 1e-3).length;
  expect(low).toBeGreaterThan(10);
  expect(low).toBeLessThan(30);
  expect(drawn.every((one) => Number.isInteger(Number(one.batch)))).toBe(true);
  expect(combinationsOf(spans, 40, 7)).toEqual(drawn);
  expect(combinationsOf(spans, 40, 8)).not.toEqual(drawn);
  // There are not more than there are.
  expect(combinationsOf([spanOf('recovery=on,off')], 9, 1)).toHaveLength(2);
});

test('a combination is an order as the options of train would give it', () => {
  const combination = { encoder: 'gru', 'learning-rate': '0.003', 'warm-up': '20', clip: 'none', recovery: 'off' };
  expect(orderBy(withCombination(options, combination))).toMatchObject({
    ...{ encoder: 'gru', kind: 'copy', seeds: 2 },
    tuning: { learningRate: 0.003, warmUp: 20, clip: null },
  });
  expect(orderBy(options).tuning).toBeUndefined();
});

test.each([
  ['colour=red', /--over: got "colour"/],
  ['head=gaussian,none', /--head: got "none"/],
  ['hidden=64x0', /--hidden: got "64x0"/],
  ['learning-rate=0.001..5', /--learning-rate: got "5"/],
  ['head=bins..gaussian', /got a range of head, expected a list/],
])('"%s" is refused in a sentence', (text, reason) => {
  expect(() => spanOf(text)).toThrow(reason);
});

test('a range without chance, a setting twice and a grid without end are refused', () => {
  const range = spanOf('clip=0.1..1');
  expect(() => combinationsOf([range], undefined, 1)).toThrow(/Say --random/);
  expect(() => combinationsOf([range, spanOf('clip=1')], 3, 1)).toThrow(/a setting twice/);
  const many = spanOf(`steps=${Array.from({ length: 201 }, (_, k) => k + 1).join(',')}`);
  expect(() => combinationsOf([many], undefined, 1)).toThrow(/got 201 combinations, expected at most 200/);
});

test('trials are ranked by laps driven, with the loss only between equals, and what failed stands last', () => {
  const trial = (policy: string, fallsPerLap: number | null, lapsFinished: number, validationLoss: number): Trial => ({
    ...{ settings: {}, policy, fallsPerLap, lapsFinished, validationLoss, trainLoss: 1, seconds: 1, error: null },
  });
  const failed = { ...trial('failed', null, 0, 0), policy: null };
  const trials = [failed, trial('b', 0.5, 12, 0.1), trial('c', 0, 11, 0.2), trial('d', 0, 12, 9), trial('e', 0, 12, 3)];
  expect(ranked(trials).map(({ policy }) => policy)).toEqual(['e', 'd', 'c', 'b', null]);
});
