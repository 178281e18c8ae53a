import { expect, test } from 'vitest';
import { controlSeries, curvesOf, isBlind, predictionSeries } from '../../../client/policies/curves.ts';
import { placed } from '../../../client/view/charts/stepchart.tsx';
import { policyOf } from './policyrows.ts';

const check = (step: number, mse: number | null, fallsPerLap: number) => ({
  ...{ step, mse, persistenceMse: mse === null ? null : 0.001, fallsPerLap },
});

test('the training is drawn beside the newest finished ones of other kinds, each name once', () => {
  const checks = [check(100, 0.1, 3), check(200, 0.05, 1)];
  const live = { steps: 400, checks };
  const policies = [
    policyOf({ id: 'newest', head: { kind: 'squaredError' }, checks: [check(300, 0.02, 2)] }),
    policyOf({ id: 'older', head: { kind: 'squaredError' }, checks: [check(300, 0.9, 9)] }),
    policyOf({ id: 'unwatched', head: { kind: 'latent', size: 2, beta: 0.05, hold: 60 } }),
  ];
  const curves = curvesOf(live, policies, 'Bins, now');
  expect(curves.map(({ name, look }) => [name, look])).toEqual([
    ['Bins, now', 'now'],
    ['Single answer', 'a'],
  ]);
  expect(controlSeries(curves)[0]!.points).toEqual([
    { x: 100, y: 3 },
    { x: 200, y: 1 },
  ]);
  // Repeating the last action is one flat line to the end of the axis.
  expect(predictionSeries(curves, 'Repeat').at(-1)).toMatchObject({
    ...{ name: 'Repeat', look: 'base' },
    points: [
      { x: 0, y: 0.001 },
      { x: 400, y: 0.001 },
    ],
  });
});

test('without laps held out there is nothing to predict, and nothing to hold it against', () => {
  const curves = curvesOf(null, [policyOf({ id: 'one', checks: [check(50, null, 2)] })], '');
  expect(predictionSeries(curves, 'Repeat').map(({ points }) => points)).toEqual([[]]);
  expect(isBlind(curves)).toBe(true);
  expect(isBlind(curvesOf(null, [policyOf({ id: 'one', checks: [check(50, 0.1, 2)] })], ''))).toBe(false);
  // One that has not been looked at yet says nothing of what was held out.
  expect(isBlind(curvesOf({ steps: 100, checks: [] }, [], 'now'))).toBe(false);
});

test('names in a chart keep apart and inside it', () => {
  const heights = placed([200, 199, 200, 20], 202);
  const sorted = [...heights].sort((a, b) => a - b);
  expect(sorted.at(-1)).toBeLessThanOrEqual(202);
  for (let k = 1; k < sorted.length; k++) expect(sorted[k]! - sorted[k - 1]!).toBeGreaterThanOrEqual(14);
  expect(heights[3]).toBe(20);
});
