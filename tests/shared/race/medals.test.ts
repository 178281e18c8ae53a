import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MEDALS, medalOf, medalTimes } from '../../../shared/race/medals.ts';

test('a minute by the author asks for these times', () => {
  expect(medalTimes(60_000)).toEqual({ author: 60_000, gold: 63_600, silver: 69_000, bronze: 81_000 });
});

test('the time itself still earns the medal, a millisecond more only the next', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1000, max: 600_000 }), (author) => {
      const times = medalTimes(author);
      for (const [place, medal] of MEDALS.entries()) {
        expect(medalOf(times[medal], times)).toBe(medal);
        expect(medalOf(times[medal] + 1, times)).toBe(MEDALS[place + 1] ?? null);
      }
    }),
  );
});
