import { describe, expect, test } from 'vitest';
import { lapsPerMinute, ownProgressOf, progressOf, tallyOf } from '../../../server/competition/tally.ts';
import type { SessionLap } from '../../../server/store/sessionlaps.ts';

const lap = (change: Partial<SessionLap> = {}): SessionLap => ({
  ...{ episodeId: 'e-1', number: 1, driverId: 'd-1', trackId: 'oval', trackHash: 'h', ticks: 600, timeMs: 10_000 },
  ...{ startedAt: '2026-03-01T09:00:00Z', clean: true, style: 'keys', flagged: false, flags: '[]', leftOut: false },
  ...change,
});

describe('what laps come to', () => {
  test('a lap that was left out was driven all the same, and counts for no goal', () => {
    const laps = [lap(), lap({ leftOut: true, timeMs: 9000 }), lap({ clean: false, timeMs: 8000 })];
    expect(tallyOf(laps)).toMatchObject({ laps: 3, cleanLaps: 1, ticks: 1800, bestLapMs: 10_000 });
  });

  test('hands are those of most laps, and the kind of flag that of most flags', () => {
    const flags = (...kinds: string[]) => JSON.stringify(kinds.map((kind) => ({ kind, found: 1, limit: 0 })));
    const laps = [
      lap({ style: 'stick', flagged: true, flags: flags('idle', 'traffic') }),
      lap({ style: 'stick', flagged: true, flags: flags('idle') }),
      lap(),
    ];
    expect(tallyOf(laps)).toMatchObject({ style: 'stick', styles: { keys: 1, stick: 2 }, flagged: 2 });
    expect(tallyOf(laps).mostlyFlagged).toBe('idle');
    expect(tallyOf([])).toMatchObject({ style: null, bestLapMs: null, mostlyFlagged: null });
  });
});

test('a goal is reached when nothing it asks for is missing', () => {
  const laps = [lap(), lap({ driverId: 'd-2', style: 'stick' })];
  const reached = (goal: Parameters<typeof progressOf>[2], coverage = 0.5) =>
    progressOf(tallyOf(laps), coverage, goal).reached;
  expect(reached({ cleanLaps: 2 })).toBe(true);
  expect(reached({ cleanLaps: 3 })).toBe(false);
  expect(reached({ cleanLaps: 2, drivers: 2 })).toBe(true);
  expect(reached({ cleanLaps: 2, drivers: 3 })).toBe(false);
  expect(reached({ cleanLaps: 2, styles: { keys: 1, stick: 1 } })).toBe(true);
  expect(reached({ cleanLaps: 2, styles: { keys: 0, stick: 2 } })).toBe(false);
  expect(reached({ cleanLaps: 2, coverage: 0.5 })).toBe(true);
  expect(reached({ cleanLaps: 2, coverage: 0.51 })).toBe(false);
});

test('one’s own share of the goal is an equal one', () => {
  const own = tallyOf([lap(), lap(), lap()]);
  expect(ownProgressOf(own, 0, { cleanLaps: 10, drivers: 4 })).toMatchObject({ drivers: 1, reached: true });
  expect(ownProgressOf(own, 0, { cleanLaps: 10, drivers: 3 }).reached).toBe(false);
  expect(ownProgressOf(own, 0, { cleanLaps: 10 }).reached).toBe(false);
});

test('laps stand in the minute in which they ended, one after the other in their race', () => {
  // Three laps of 50 s from nine o'clock: they end at 9:00:50, 9:01:40 and 9:02:30.
  const laps = [1, 2, 3].map((number) => lap({ number, timeMs: 50_000 }));
  const at = Date.parse('2026-03-01T09:03:00Z');
  expect(lapsPerMinute(laps, at, 5)).toEqual([0, 0, 1, 1, 1]);
  expect(lapsPerMinute(laps, at + 3 * 60_000, 5)).toEqual([1, 1, 0, 0, 0]);
  expect(lapsPerMinute([...laps, lap({ episodeId: 'e-2', timeMs: 50_000 })], at, 5)).toEqual([0, 0, 2, 1, 1]);
});
