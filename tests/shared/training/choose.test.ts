import { expect, test } from 'vitest';
import type { Scores } from '../../../shared/evaluation/scores.ts';
import { type Candidate, chooseByLaps } from '../../../shared/training/choose.ts';

/** A candidate that drives like this; all else is the same for all. */
function candidate(seed: number, driven: Partial<Scores>, validationLoss = 1): Candidate {
  const time = { median: 40_000, p10: 39_000, p90: 41_000 };
  const scores: Scores = {
    ...{ rollouts: 6, lapsPlanned: 12, lapsFinished: 12, cleanLaps: 12, falls: 0, fallsPerLap: 0 },
    ...{ cleanLapShare: 1, cleanLapShareInterval: [0.7, 1], touchesPerLap: 0, touchesPerLapInterval: [0, 0.3] },
    ...{ fallsPerLapInterval: [0, 0], offTracksPerLap: 0, offTracksPerLapInterval: [0, 0], lapTimeMs: time },
    ...driven,
  };
  return { seed, trainLoss: validationLoss, validationLoss, driven: scores, traffic: null };
}
const timed = (median: number): Partial<Scores> => ({ lapTimeMs: { median, p10: median, p90: median } });
const chosen = (...candidates: Candidate[]): number => chooseByLaps(candidates, 40_000).seed;

test('falls come before finished laps, those before off-tracks, those before the lap time', () => {
  expect(chosen(candidate(1, { falls: 2 }), candidate(2, { falls: 1, lapsFinished: 3 }))).toBe(2);
  expect(chosen(candidate(1, { lapsFinished: 11 }), candidate(2, { offTracksPerLap: 3 }))).toBe(2);
  expect(chosen(candidate(1, { offTracksPerLap: 0.5, ...timed(40_000) }), candidate(2, timed(47_000)))).toBe(2);
  expect(chosen(candidate(1, timed(38_000)), candidate(2, timed(41_500)), candidate(3, timed(36_000)))).toBe(2);
});

test('of clones that see cars, running into one counts as a fall does', () => {
  const among = (seed: number, rearContacts: number, falls: number): Candidate => {
    return { ...candidate(seed, {}), traffic: { rearContacts, falls, sideContacts: 0, overtakes: 3 } };
  };
  expect(chosen(among(1, 2, 0), among(2, 0, 1), among(3, 1, 1))).toBe(2);
  expect(chosen({ ...among(1, 0, 0), driven: candidate(1, { falls: 3 }).driven }, among(2, 1, 1))).toBe(2);
});

test('a clone without a clean lap has the last word on lap time, and equals keep their order', () => {
  expect(chosen(candidate(1, { lapTimeMs: null }), candidate(2, timed(70_000)))).toBe(2);
  expect(chosen(candidate(7, {}), candidate(8, {}))).toBe(7);
});

test('a lower loss has no say', () => {
  expect(chosen(candidate(1, { falls: 1 }, 0.01), candidate(2, {}, 5))).toBe(2);
});

test('nobody to choose from is refused', () => {
  expect(() => chooseByLaps([], 1)).toThrow(/no candidates/);
});
