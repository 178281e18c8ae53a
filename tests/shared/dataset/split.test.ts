import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LapKey, splitLaps } from '../../../shared/dataset/split.ts';

const lap = (driverId: string, episodeId: string, number: number): LapKey => ({ driverId, episodeId, number });

test('several drivers: whole drivers are held out', () => {
  const laps = ['a', 'b', 'c'].flatMap((driver) => [1, 2].map((number) => lap(driver, `${driver}1`, number)));
  const split = splitLaps(laps, 1);
  expect(split.kind).toBe('driver');
  expect(new Set(split.validation.map((held) => held.driverId)).size).toBe(1);
  expect(split.validation).toHaveLength(2);
});

test('one driver: whole episodes; one episode: whole laps; one lap: nothing', () => {
  const race = (id: string) => [1, 2, 3].map((number) => lap('a', id, number));
  expect(splitLaps([...race('x'), ...race('y')], 1)).toMatchObject({ kind: 'episode', validation: { length: 3 } });
  const one = splitLaps(race('x'), 1);
  expect(one).toMatchObject({ kind: 'lap', name: 'held-out lap, same driver', validation: { length: 1 } });
  expect(splitLaps([lap('a', 'x', 1)], 1)).toMatchObject({ kind: 'none', validation: [], train: { length: 1 } });
});

test('nothing is lost, nothing is in both, and training never goes empty', () => {
  const laps = fc.array(fc.record({ driverId: fc.constantFrom('a', 'b'), episodeId: fc.constantFrom('x', 'y', 'z') }));
  fc.assert(
    fc.property(laps, fc.integer(), (list, seed) => {
      const all = list.map((key, number) => ({ ...key, number }));
      const { train, validation } = splitLaps(all, seed);
      expect([...train, ...validation].sort((a, b) => a.number - b.number)).toEqual(all);
      if (all.length > 0) expect(train.length).toBeGreaterThan(0);
      expect(splitLaps(all, seed).validation).toEqual(validation);
    }),
  );
});
