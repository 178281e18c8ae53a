import { expect, test } from 'vitest';
import { DEVIATION_COLOURS, deviationColour, deviationOf } from '../../../../client/view/charts/deviation.ts';
import { gapRange, signedSeconds } from '../../../../client/view/charts/timegap.tsx';

const rgb = (hex: string) => `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;

test('the edge of the tube is three standard deviations', () => {
  const tube = { mean: 1, low: -0.5, high: 2.5 };
  expect(deviationOf({ ...tube, clone: 1 })).toBe(0);
  expect(deviationOf({ ...tube, clone: 2.5 })).toBeCloseTo(3, 12);
  expect(deviationOf({ ...tube, clone: -0.5 })).toBeCloseTo(-3, 12);
});

test('left and right have the two ends of the colours, and nothing lies beyond them', () => {
  expect(deviationColour(4)).toBe(rgb(DEVIATION_COLOURS[0]!));
  expect(deviationColour(0)).toBe(rgb(DEVIATION_COLOURS[3]!));
  expect(deviationColour(-4)).toBe(rgb(DEVIATION_COLOURS[6]!));
  expect(deviationColour(40)).toBe(deviationColour(4));
});

test('seconds carry a true minus, and nothing carries no sign', () => {
  expect(signedSeconds(420)).toBe('+0.42');
  expect(signedSeconds(-1355)).toBe('−1.35');
  expect(signedSeconds(2)).toBe('0.00');
  expect(signedSeconds(-15_000, 1)).toBe('−15.0');
});

test('the time axis holds zero and every gap, and does not zoom into nothing', () => {
  const gaps = (values: number[]) => values.map((timeGapMs, s) => ({ s, timeGapMs }));
  const [low, high] = gapRange(gaps([0, 3, -2]));
  expect(high - low).toBeGreaterThanOrEqual(200);
  const wide = gapRange(gaps([0, -1234, 15_321]));
  expect(wide[0]).toBeLessThanOrEqual(-1234);
  expect(wide[1]).toBeGreaterThanOrEqual(15_321);
});
