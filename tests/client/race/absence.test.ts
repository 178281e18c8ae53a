import { expect, test } from 'vitest';
import { Absence } from '../../../client/race/absence.ts';

/** Asked at each of these times, connected but where it says otherwise. */
const asked = (times: readonly number[], lost: readonly number[] = []): boolean[] => {
  const absence = new Absence();
  return times.map((now) => absence.justBack(now, !lost.includes(now)));
};

test('whoever enters a race is just back, for a moment', () => {
  expect(asked([0, 700, 1400, 2100, 2800])).toEqual([true, true, true, false, false]);
});

test('a stutter of a second and a half is no absence, a hidden tab is one', () => {
  expect(asked([0, 1000, 2000, 3500, 5000, 60_000, 61_000, 62_000])).toEqual([
    ...[true, true, false, false, false],
    ...[true, true, false],
  ]);
});

test('while the connection is lost nobody is back; once it is there again they are', () => {
  const times = Array.from({ length: 10 }, (_, k) => k * 1000);
  expect(asked(times, [4000, 5000])).toEqual([
    ...[true, true, false, false, false, false],
    ...[true, false, false, false],
  ]);
});
