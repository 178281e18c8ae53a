import { expect, test } from 'vitest';
import type { Divergence } from '../../../client/connection/replies.ts';
import { firstLook, offsetTable, sideText } from '../../../client/divergence/comparison.ts';

const parting = (point: Divergence['point']) =>
  ({
    point,
    widest: { s: 321, gap: 1.13, z: 2 },
    samples: Array.from({ length: 61 }, (_, s) => ({ s, clone: 1, mean: -0.5, low: -2, high: 0.5, timeGapMs: 10 * s })),
  }) as Divergence;

test('the page looks first where the clone leaves, else where it is furthest away', () => {
  expect(firstLook(parting({ s: 142, timeMs: 7800, offset: 1, z: 3.1 }))).toBe(142);
  expect(firstLook(parting(null))).toBe(321);
});

test('an offset says its side in words', () => {
  expect(sideText(1.234, 'L', 'R')).toBe('1.23 m L');
  expect(sideText(-0.5, 'L', 'R')).toBe('0.50 m R');
  expect(sideText(0.001, 'L', 'R')).toBe('0 m');
});

test('the table says what the chart shows, every 20 m, one column for each clone there is', () => {
  const shown = parting(null);
  const words = {
    road: 'Road',
    person: 'You',
    tube: 'Tube',
    clones: { coached: 'Coached', copy: 'Copy' },
    left: 'L',
    right: 'R',
  };
  const table = offsetTable(shown, { copy: shown }, words);
  expect(table.columns).toEqual(['Road', 'You', 'Tube', 'Copy']);
  expect(table.rows.map(([road]) => road)).toEqual(['0 m', '20 m', '40 m', '60 m']);
  expect(table.rows[1]).toEqual(['20 m', '0.50 m R', '0.50 m L … 2.00 m R', '1.00 m L']);
});
