import { expect, test } from 'vitest';
import { Gaps } from '../../../client/race/gaps.ts';
import { behindGhost, newBest, nextMedal } from '../../../client/race/won.ts';
import { medalOf, medalTimes } from '../../../shared/race/medals.ts';

const times = medalTimes(20_000);

test('the next medal is the one above, and its time is what is missing', () => {
  for (const bestMs of [19_000, 20_500, 22_000, 25_000, 40_000]) {
    const next = nextMedal(bestMs, medalOf(bestMs, times), times);
    if (bestMs <= times.author) expect(next).toBeNull();
    else expect(medalOf(bestMs - next!.ms, times)).toBe(next!.medal);
    if (next) expect(next.ms).toBeGreaterThan(0);
  }
  expect(nextMedal(40_000, null, times)!.medal).toBe('bronze');
});

test('a record is a record, a first lap a first, and only a faster one a new best', () => {
  expect(newBest(0, { ownMs: null, trackMs: null })).toBeNull();
  expect(newBest(21_000, { ownMs: null, trackMs: null })).toEqual({ kind: 'record' });
  expect(newBest(21_000, { ownMs: 22_000, trackMs: 21_500 })).toEqual({ kind: 'record' });
  expect(newBest(21_000, { ownMs: null, trackMs: 20_000 })).toEqual({ kind: 'first' });
  expect(newBest(21_000, { ownMs: 22_000, trackMs: 20_000 })).toEqual({ kind: 'better', ms: 1000 });
  expect(newBest(22_000, { ownMs: 22_000, trackMs: 20_000 })).toBeNull();
});

test('flying laps are compared with the ghost’s; in a race of one lap the clock at its end', () => {
  const gaps = new Gaps(300);
  for (let tick = 0; tick <= 1200; tick += 3) {
    gaps.note('ghost', tick, Math.min(150, tick / 4));
    // Half a second later all the way.
    gaps.note('own', tick, Math.min(150, Math.max(0, tick - 30) / 4));
  }
  const along = gaps.along('own', 'ghost');
  expect(behindGhost({ bestFlyingMs: 20_500, laps: 3 }, 20_000, along)).toBe(500);
  expect(behindGhost({ bestFlyingMs: 0, laps: 3 }, 20_000, along)).toBeNull();
  expect(behindGhost({ bestFlyingMs: 0, laps: 1 }, 20_000, along)).toBeCloseTo(500, -1);
  expect(behindGhost({ bestFlyingMs: 0, laps: 1 }, 0, new Float64Array(4).fill(Number.NaN))).toBeNull();
});
