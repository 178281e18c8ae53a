import { expect, test } from 'vitest';
import { Gaps } from '../../../client/race/gaps.ts';

test('a car that left two seconds later at the same pace is two seconds behind', () => {
  const gaps = new Gaps(1000);
  for (let tick = 0; tick < 1200; tick += 3) {
    gaps.note('first', tick, (tick * 30) / 60 - 10);
    gaps.note('second', tick, Math.max(-18, ((tick - 120) * 30) / 60 - 10));
  }
  expect(gaps.behind('second', 'first')).toBeCloseTo(2, 6);
  // The second has not been where the first is.
  expect(gaps.behind('first', 'second')).toBeUndefined();
  expect(gaps.along('second', 'first')[40]).toBeCloseTo(2, 6);
});

test('a car that has not moved has no gap', () => {
  const gaps = new Gaps(1000);
  for (let tick = 0; tick < 60; tick += 3) {
    gaps.note('first', tick, tick / 2);
    gaps.note('parked', tick, -8);
  }
  expect(gaps.behind('parked', 'first')).toBeUndefined();
});

test('the gap of a car that stands still grows with the clock', () => {
  const gaps = new Gaps(1000);
  for (let tick = 0; tick <= 600; tick += 3) {
    gaps.note('first', tick, tick / 2);
    gaps.note('stopped', tick, Math.min(100, tick / 2));
  }
  // Both were at 100 m at tick 200; 400 ticks later the gap is 400 / 60 s.
  expect(gaps.behind('stopped', 'first')).toBeCloseTo(400 / 60, 6);
});
