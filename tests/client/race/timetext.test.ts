import { expect, test } from 'vitest';
import { clockText, gapText, lapText, signedText } from '../../../client/race/timetext.ts';

test('times read as on a stopwatch', () => {
  expect(clockText(15.902)).toBe('0:15.902');
  expect(clockText(83.456)).toBe('1:23.456');
  expect(clockText(59.9999)).toBe('1:00.000');
  expect(lapText(38_214)).toBe('0:38.214');
  expect(lapText(0)).toBe('–');
});

test('differences carry their sign', () => {
  expect(signedText(-0.17)).toBe('−0.17');
  expect(signedText(0.084)).toBe('+0.08');
  expect(signedText(-0.001)).toBe('±0.00');
  expect(gapText(0.84)).toBe('+0.84');
  expect(gapText(undefined)).toBe('–');
});
