import { beforeAll, expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { samplesOf } from '../../../shared/dataset/samples.ts';
import { splitLaps } from '../../../shared/dataset/split.ts';
import { PacedDriver } from '../../../shared/driver/paced.ts';
import { scriptedDriver } from '../../../shared/driver/scripted.ts';
import { TRACK_FEATURES } from '../../../shared/observation/spec.ts';
import { type CloneProgress, type CloneSettings, makeClone } from '../../../shared/training/clone.ts';
import { TRAINING, TrainingError } from '../../../shared/training/settings.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { record, recordRace } from '../dataset/recorded.ts';
import { loadTrack } from '../driver/racing.ts';
import { kernelBytes, startWasm } from '../tensor/wasm.ts';

beforeAll(() => startWasm());

const track = loadTrack('tests/tracks/ring150.json');
const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3);
const laps = lapsOfLog(log, track, episodes);
const tools = { kernelBytes: kernelBytes() };
const small: CloneSettings = {
  sees: 'road',
  ...TRAINING,
  hidden: [64, 64],
  steps: 400,
  seeds: [1, 2],
  kind: 'coached',
  seed: 1,
  splitSeed: 1,
};

test('a coached clone of three laps goes round, near the pace of its person', async () => {
  const seen: CloneProgress[] = [];
  const clone = await makeClone(laps, small, { ...tools, report: (progress) => seen.push(progress) });
  const { driven } = clone.chosen;
  expect([driven.falls, driven.lapsFinished, driven.lapsPlanned]).toEqual([0, 12, 12]);
  expect(Math.abs(driven.lapTimeMs!.median / clone.lapTimeMs - 1)).toBeLessThan(0.1);
  expect(clone.split).toMatchObject({ kind: 'lap', train: 2, validation: 1 });
  expect(clone.candidates.map(({ seed }) => seed)).toEqual([1, 2]);
  expect(clone.network.seed).toBe(clone.chosen.seed);
  expect(clone.network.validationLoss).not.toBeNull();
  expect(clone.offline!.persistenceMse).toBeGreaterThan(0);

  const shares = seen.map(({ share }) => share);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect([...new Set(seen.map(({ stage }) => stage))]).toEqual(['samples', 'training', 'driving']);
  expect(seen.at(-1)).toMatchObject({ share: 1, laps: driven.lapsFinished + otherLaps(clone.candidates) });

  function otherLaps(candidates: typeof clone.candidates): number {
    return candidates.filter((other) => other !== clone.chosen).reduce((sum, one) => sum + one.driven.lapsFinished, 0);
  }
});

test('a copy has the person’s samples alone; what a split holds out is in no clone', async () => {
  const quick = { ...small, steps: 1, seeds: [1] };
  const heldOut = new Set<number>();
  for (const splitSeed of [1, 2, 3, 4]) {
    const { train, validation } = splitLaps(laps, splitSeed);
    heldOut.add(validation[0]!.number);
    const own = samplesOf(train, TRACK_FEATURES).size;
    // Another seed of the training draws no other split.
    const copy = await makeClone(laps, { ...quick, kind: 'copy', seed: 99, splitSeed }, tools);
    expect(copy.samples).toMatchObject({ human: own, recovery: 0 });
    const coached = await makeClone(laps, { ...quick, seed: 99, splitSeed }, tools);
    expect(coached.samples.human).toBe(own);
    expect(coached.samples.recovery).toBeGreaterThan(own);
  }
  expect(heldOut.size).toBeGreaterThan(1);
});

test('what the card of a dataset holds out by hand is learned from by no clone, whatever chance would draw', async () => {
  const [{ episodeId, driverId }] = laps;
  const validation = [{ episodeId, driverId, number: 2 }];
  const split = { kind: 'chosen', name: 'by hand', validation } as const;
  for (const splitSeed of [1, 2, 3]) {
    const clone = await makeClone(laps, { ...small, kind: 'copy', steps: 1, seeds: [1], splitSeed, split }, tools);
    expect(clone.samples.human).toBe(samplesOf([laps[0]!, laps[2]!], TRACK_FEATURES).size);
    expect(clone.split).toEqual({ kind: 'chosen', name: 'by hand', train: 2, validation: 1 });
  }
});

test('the same settings make the same clone', async () => {
  const quick = { ...small, steps: 50 };
  const [one, other] = [await makeClone(laps, quick, tools), await makeClone(laps, quick, tools)];
  expect(other).toEqual(one);
});

test('one lap is enough, and then nothing is held out', async () => {
  const clone = await makeClone(laps.slice(1, 2), { ...small, steps: 25, seeds: [1] }, tools);
  expect(clone.split).toMatchObject({ kind: 'none', train: 1, validation: 0 });
  expect([clone.network.validationLoss, clone.offline]).toEqual([null, null]);
});

test('without a lap there is no clone, and one that is told to stop stops', async () => {
  await expect(makeClone([], small, tools)).rejects.toThrow(/at least 1 lap, got 0/);
  await expect(makeClone(laps, small, { ...tools, shouldStop: () => true })).rejects.toThrow(TrainingError);
});

test('a clone that sees cars needs laps of which the others are known, and in which somebody was near', async () => {
  const seeing: CloneSettings = { ...small, sees: 'traffic', steps: 25, seeds: [1] };
  const unknown = laps.map((lap) => ({ ...lap, others: null }));
  await expect(makeClone(unknown, seeing, tools)).rejects.toThrow(/of none of which all cars in sight are known/);
  await expect(makeClone(laps, seeing, tools)).rejects.toThrow(/0 s of laps with another car in sight/);
});

test('a clone that sees cars is also chosen by runs among them', async () => {
  const paced = (car: number) => new PacedDriver({ track, spec: CLUB_RACER, car, pace: 0.7 });
  const own = (car: number) => scriptedDriver({ track, spec: CLUB_RACER, car, hands: 'pad', skill: 'mid', seed: 1 });
  const entrants = [
    { id: 'slow', driverOf: paced },
    { id: 'own', driverOf: own },
  ];
  const race = recordRace(track, entrants, 4, { raceId: 'r', contact: true });
  const among = lapsOfLog(race.log, track, [race.episodes[1]!], true);
  const seeing: CloneSettings = { ...small, sees: 'traffic', kind: 'copy', steps: 25, seeds: [1] };
  const clone = await makeClone(among, seeing, tools);
  expect(clone.observation.blocks).toEqual(['trackFeatures', 'neighbours']);
  expect(clone.chosen.traffic).toMatchObject({ rearContacts: expect.any(Number), overtakes: expect.any(Number) });
});
