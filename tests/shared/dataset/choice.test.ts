import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capOf, choose, chooseLaps, type EpisodeEntry, type LapNumbers } from '../../../shared/dataset/choice.ts';
import { type RecipeInput, recipeSchema } from '../../../shared/dataset/recipe.ts';

const numbers: LapNumbers = {
  ...{ ticks: 1000, falls: 0, offTracks: 0, contacts: 0, wrongWay: false, starved: 0, latencyMs: null },
  ...{ idleShare: 0.1, reversals: 20, novelty: null, style: 'keys', mark: 'none' },
};
interface Driven {
  driver: string;
  day: number;
  laps: (Partial<LapNumbers> & { timeMs?: number; clean?: boolean; inTraffic?: boolean; partial?: boolean })[];
  session?: string;
}
const episodeOf = ({ driver, day, laps, session }: Driven): EpisodeEntry => ({
  ...{ id: `${driver}-${day}`, raceId: `r-${driver}-${day}`, trackId: 'oval', vehicle: 'club-racer', car: 0 },
  ...{ driver: { id: driver, kind: 'human' }, firstTick: 0, physics: 1, sessionId: session ?? null },
  startedAt: new Date(Date.UTC(2026, 0, day)).toISOString(),
  laps: laps.map(({ timeMs = 20_000, clean = true, inTraffic = false, partial = false, ...quality }, i) => {
    return { number: i + 1, timeMs, clean, inTraffic, partial, quality: { ...numbers, ...quality } };
  }),
});
const recipeOf = (fields: Partial<RecipeInput> = {}) => recipeSchema.parse({ trackId: 'oval', ...fields });
const chosen = (fields: Partial<RecipeInput>, ...drives: Driven[]) =>
  chooseLaps(recipeOf(fields), drives.map(episodeOf)).map(({ episodeId, number }) => `${episodeId}:${number}`);

describe('each limit leaves out what breaks it, and says why', () => {
  test.each([
    [{ maxFalls: 1 }, { falls: 1 }, { falls: 2 }, 'falls'],
    [{ maxOffTracks: 0 }, { offTracks: 0 }, { offTracks: 1 }, 'offTracks'],
    [{ maxContacts: 10 }, { contacts: 10 }, { contacts: 11 }, 'contacts'],
    [{ maxStarvedShare: 0.02 }, { starved: 20 }, { starved: 21 }, 'starved'],
    [{ maxIdleShare: 0.25 }, { idleShare: 0.25 }, { idleShare: 0.26 }, 'idle'],
    [{ maxReversals: 30 }, { reversals: 30 }, { reversals: 31 }, 'reversals'],
    [{ maxNovelty: 2 }, { novelty: null }, { novelty: 2.1 }, 'novelty'],
    [{ maxLatencyMs: 150 }, { latencyMs: null }, { latencyMs: 151 }, 'latency'],
    [{ wrongWay: false }, { wrongWay: false }, { wrongWay: true }, 'wrongWay'],
  ] as const)('%j', (quality, kept, out, reason) => {
    const drive = { driver: 'd', day: 1, laps: [kept, out] };
    const { laps, leftOut } = choose(recipeOf({ quality }), [episodeOf(drive)]);
    expect(laps.map(({ number }) => number)).toEqual([1]);
    expect(leftOut).toEqual([{ reason, laps: 1 }]);
    expect(chosen({}, drive)).toHaveLength(2);
  });

  test('slow is told from the median of what else is taken', () => {
    const laps = [{ timeMs: 20_000 }, { timeMs: 21_000 }, { timeMs: 26_000 }, { timeMs: 90_000, clean: false }];
    // Median 21 s: 1.2 times are 25.2 s. The spoiled lap counts for nothing.
    expect(chosen({ quality: { slowest: 1.2 } }, { driver: 'd', day: 1, laps })).toEqual(['d-1:1', 'd-1:2']);
  });

  test('a lap that nobody judged breaks a limit, and none where nothing is asked', () => {
    const episode = episodeOf({ driver: 'd', day: 1, laps: [{}] });
    const unjudged = { ...episode, laps: episode.laps.map(({ quality, ...lap }) => lap) };
    expect(choose(recipeOf({ quality: { maxFalls: 3 } }), [unjudged])).toEqual({
      ...{ laps: [], leftOut: [{ reason: 'unjudged', laps: 1 }] },
    });
    expect(chooseLaps(recipeOf(), [unjudged])).toHaveLength(1);
  });

  test('sessions, marks and exceptions', () => {
    const [a, b] = [
      { driver: 'a', day: 1, laps: [{}, { mark: 'left-out' as const }], session: 's-1' },
      { driver: 'b', day: 1, laps: [{}, { mark: 'flagged' as const }] },
    ];
    expect(chosen({}, a, b)).toEqual(['a-1:1', 'b-1:1', 'b-1:2']);
    expect(chosen({ marks: 'ignore', sessions: ['s-1'] }, a, b)).toEqual(['a-1:1', 'a-1:2']);
    expect(chosen({ except: [{ episodeId: 'b-1', number: 1 }] }, a, b)).toEqual(['a-1:1', 'b-1:2']);
  });
});

describe('balance', () => {
  const many = (driver: string, count: number, style: 'keys' | 'stick' = 'keys', day = 1): Driven => ({
    ...{ driver, day, laps: Array.from({ length: count }, () => ({ style })) },
  });

  test('drivers: as many as the one in the middle, but a quarter of all stays', () => {
    expect([capOf([50, 50, 50]), capOf([2, 30, 40]), capOf([10])]).toEqual([50, 30, 10]);
    // A median of 1 would leave 3 of 52 laps; 13 stay with a cap of 11.
    expect(capOf([1, 1, 50])).toBe(11);
    expect(chosen({ balance: 'drivers' }, many('a', 1), many('b', 4), many('c', 9))).toHaveLength(1 + 4 + 4);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 40 }), (counts) => {
        const cap = capOf(counts);
        const kept = counts.reduce((sum, count) => sum + Math.min(cap, count), 0);
        expect(4 * kept).toBeGreaterThanOrEqual(counts.reduce((sum, count) => sum + count, 0));
        expect(2 * counts.filter((count) => count <= cap).length).toBeGreaterThanOrEqual(counts.length);
      }),
    );
  });

  test('styles: as many of keys as of stick, from all drivers in turn, the newest first', () => {
    const drives = [many('a', 6), many('b', 2), many('c', 3, 'stick')];
    expect(chosen({ balance: 'styles' }, ...drives)).toEqual(['a-1:5', 'a-1:6', 'b-1:2', 'c-1:1', 'c-1:2', 'c-1:3']);
    expect(chosen({ balance: 'styles' }, many('a', 6))).toEqual([]);
  });
});

test('whatever is asked, in whatever order the episodes come, every whole lap is chosen or left out once', () => {
  const lap = fc.record({
    ...{ timeMs: fc.integer({ min: 10_000, max: 60_000 }), clean: fc.boolean(), inTraffic: fc.boolean() },
    ...{ partial: fc.boolean(), falls: fc.nat(3), style: fc.constantFrom('keys' as const, 'stick' as const) },
    mark: fc.constantFrom('none' as const, 'left-out' as const),
  });
  const drives = fc.uniqueArray(
    fc.record({
      ...{ driver: fc.constantFrom('a', 'b', 'c'), day: fc.integer({ min: 1, max: 9 }) },
      laps: fc.array(lap, { maxLength: 6 }),
    }),
    { selector: ({ driver, day }) => `${driver} ${day}`, maxLength: 8 },
  );
  const recipe = fc.record({
    ...{ clean: fc.boolean(), inTraffic: fc.boolean(), laps: fc.integer({ min: 1, max: 6 }) },
    balance: fc.constantFrom('none' as const, 'drivers' as const, 'styles' as const),
    quality: fc.record({ maxFalls: fc.nat(3), slowest: fc.double({ min: 1, max: 2, noNaN: true }) }),
  });
  fc.assert(
    fc.property(drives, recipe, (driven, fields) => {
      const episodes = driven.map(episodeOf);
      const { laps, leftOut } = choose(recipeOf(fields), episodes);
      const whole = driven.flatMap((drive) => drive.laps).filter(({ partial }) => !partial).length;
      expect(laps.length + leftOut.reduce((sum, { laps: count }) => sum + count, 0)).toBe(whole);
      expect(chooseLaps(recipeOf(fields), [...episodes].reverse())).toEqual(laps);
    }),
  );
});

test('a recipe from before is read with defaults, one that contradicts itself is not', () => {
  const before = { trackId: 'oval', car: 'kart', drivers: ['d'], clean: true, inTraffic: false, laps: 50 };
  expect(recipeSchema.parse(before)).toEqual({
    ...before,
    ...{ sessions: [], quality: {}, balance: 'none', except: [], heldOut: [], marks: 'respect', split: 'whole' },
  });
  const heldOut = [{ episodeId: 'e', number: 1 }];
  expect(recipeSchema.safeParse({ trackId: 'oval', split: 'frames', heldOut }).success).toBe(false);
  expect(recipeSchema.safeParse({ trackId: 'oval', style: 'keys', balance: 'styles' }).success).toBe(false);
});
