import { expect, test } from 'vitest';
import { partingOf } from '../../../shared/divergence/parting.ts';
import { type LapProfile, profileOf } from '../../../shared/divergence/profile.ts';

const lapAt = (offset: (s: number) => number, speed: number): LapProfile =>
  profileOf(
    Array.from({ length: 1200 }, (_, i) => ({ distance: i / 4, offset: offset(i / 4), speed, time: i / 4 / speed })),
    250,
  );
const person = [0, 0.1, -0.1, 0.05].map((shift) => lapAt(() => shift, 20));

test('a clone that stays is said to have stayed, with its widest gap and its time', () => {
  const parting = partingOf(person, [lapAt((s) => 0.4 * Math.exp(-(((s - 80) / 20) ** 2)), 16)]);
  expect(parting.point).toBeNull();
  expect(parting.widest.s).toBe(80);
  expect(parting.widest.gap).toBeCloseTo(0.4 - 0.0125, 3);
  expect([parting.fidelity, parting.humanFidelity, parting.parted]).toEqual([1, 1, 0]);
  // 200 m at 16 m/s against 20 m/s: 12.5 s − 10 s
  expect(parting.samples[200]!.timeGapMs).toBe(2500);
});

test('the median lap stands for the clone', () => {
  const leaving = (at: number) => lapAt((s) => (s > at ? 3 : 0), 20);
  const parting = partingOf(person, [leaving(200), leaving(40), leaving(120)]);
  expect(Math.abs(parting.point!.s - 120)).toBeLessThanOrEqual(2);
  expect([parting.rollouts, parting.parted]).toEqual([3, 3]);
});

test('one lap has no held-out share', () => {
  expect(partingOf(person.slice(0, 1), person).humanFidelity).toBeNull();
});
