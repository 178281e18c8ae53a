import { expect, test } from 'vitest';
import { driverOf, isCloneDriven, isOwnClone, markOwnPolicy, nameOf } from '../../../client/race/drivers.ts';
import type { Standing } from '../../../client/race/hudmodel.ts';
import { LapTimes } from '../../../client/race/laptimes.ts';
import { resultTitle, rivalOf } from '../../../client/race/resulttitle.ts';

function standing(part: Partial<Standing>): Standing {
  return {
    id: 'x',
    name: 'Junho',
    kind: 'human',
    driver: 2,
    own: false,
    clone: false,
    position: 1,
    lap: 3,
    gap: undefined,
    bestLapMs: 0,
    finishedMs: 0,
    lapTimesMs: [],
    offTrack: false,
    connected: true,
    ready: false,
    wheel: 'own',
    host: false,
    watched: false,
    ...part,
  };
}

test('the title is the gap to the winner, to the hundredth', () => {
  const rows = [standing({ finishedMs: 115_480 }), standing({ id: 'me', own: true, finishedMs: 115_790 })];
  expect(resultTitle(rows)).toBe('Second, by 0.31 s.');
});

test("the winner's title is the gap to the second", () => {
  const rows = [
    standing({ id: 'me', own: true, finishedMs: 100_000 }),
    standing({ id: 'late' }),
    standing({ finishedMs: 100_840 }),
  ];
  expect(resultTitle(rows)).toBe('First, by 0.84 s.');
  expect(rivalOf(rows)?.id).toBe('x');
});

test('nobody else home, nobody else there, not home oneself: no gap is claimed', () => {
  const own = standing({ id: 'me', own: true, finishedMs: 62_500 });
  expect(resultTitle([own, standing({})])).toBe('First.');
  expect(resultTitle([own])).toBe('Home in 1:02.50.');
  expect(resultTitle([standing({ finishedMs: 1 }), { ...own, finishedMs: 0 }])).toBe('You did not finish.');
});

test('each lap time is taken once, the last one at the finish', () => {
  const laps = new LapTimes();
  const car = { lapStartMs: 0, lastLapMs: 0, bestLapMs: 0, finishedMs: 0 };
  const seen = [
    car,
    { ...car, lapStartMs: 30_000, lastLapMs: 30_000, bestLapMs: 30_000 },
    { ...car, lapStartMs: 30_000, lastLapMs: 30_000, bestLapMs: 30_000 },
    { ...car, lapStartMs: 61_000, lastLapMs: 31_000, bestLapMs: 30_000, finishedMs: 61_000 },
    { ...car, lapStartMs: 61_000, lastLapMs: 31_000, bestLapMs: 30_000, finishedMs: 61_000 },
  ].map((state) => laps.note('me', state));
  expect(seen.map((lap) => lap?.ms)).toEqual([undefined, 30_000, undefined, 31_000, undefined]);
  expect(seen[1]!.best).toBe(true);
  expect(seen[3]!.best).toBe(false);
  expect(laps.of('me')).toEqual([30_000, 31_000]);
});

test('whoever looks is the first driver, the others differ, a clone of mine wears mine', () => {
  markOwnPolicy('mine', 'coached');
  const own = { slot: 2 };
  const car = (slot: number, policyId = '') => ({
    slot,
    policyId,
    kind: policyId ? ('policy' as const) : ('human' as const),
  });
  expect([0, 1, 2, 3].map((slot) => driverOf(car(slot), own))).toEqual([2, 3, 1, 4]);
  expect(driverOf(car(0, 'mine'), own)).toBe(1);
  expect(driverOf(car(0, 'theirs'), own)).toBe(2);
  expect(isOwnClone(car(0, 'theirs'))).toBe(false);
  expect(nameOf({ kind: 'policy', policyId: 'mine', name: 'p-1' })).toBe('Your coached clone');
  expect(nameOf({ kind: 'scripted', policyId: '', name: 'Mira' })).toContain('script');
});

test('a clone at the wheel is shown as one, in its own car and in that of somebody who is gone', () => {
  expect(isCloneDriven({ kind: 'policy', wheel: 'own' })).toBe(true);
  expect(isCloneDriven({ kind: 'human', wheel: 'clone' })).toBe(true);
  expect(isCloneDriven({ kind: 'human', wheel: 'script' })).toBe(false);
  expect(isCloneDriven({ kind: 'human', wheel: 'own' })).toBe(false);
});
