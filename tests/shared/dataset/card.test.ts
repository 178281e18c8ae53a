import { expect, test } from 'vitest';
import { type CardInput, datasetCard } from '../../../shared/dataset/card.ts';
import type { CardLap } from '../../../shared/dataset/cardparts.ts';
import { datasetCardSchema } from '../../../shared/dataset/cardschema.ts';
import { lapContent } from '../../../shared/dataset/lapcontent.ts';
import { recipeSchema } from '../../../shared/dataset/recipe.ts';
import { splitByFrames, splitLaps } from '../../../shared/dataset/split.ts';
import type { RaceLog } from '../../../shared/episode/log.ts';
import { loadTrack } from '../driver/racing.ts';
import { record } from './recorded.ts';

const track = loadTrack('tests/tracks/ring150.json');
const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3);
const consent = { version: 2, recorded: true, shared: true, exported: false };

/** The three laps of the recorded race as a card reads them, as if a person had driven. */
const laps = episodes[0].laps.map((lap, i): CardLap => {
  const [from, to] = [i * 400, (i + 1) * 400];
  return {
    ...{ episodeId: episodes[0].id, driverId: 'd-1', number: lap.number, raceId: 'race', kind: 'human', consent },
    ...{ startedAt: episodes[0].startedAt, sessionId: null, timeMs: lap.timeMs, clean: true, inTraffic: i === 0 },
    ...{ ticks: to - from, content: lapContent(log, 0, from, to), flags: i === 0 ? ['traffic'] : [] },
    quality: {
      ...{ ticks: to - from, falls: 0, offTracks: 0, contacts: 0, wrongWay: false, starved: 4, latencyMs: null },
      ...{ idleShare: 0.5, reversals: 10 * (i + 1), novelty: 1, style: 'stick', mark: 'none' },
    },
  };
});
const recipe = recipeSchema.parse({ trackId: track.id });
const inputOf = (own: readonly CardLap[]): CardInput => ({
  ...{ name: 'Mine', recipe, licence: 'CC-BY-4.0', physics: 1, track, vehicleHash: 'a car', laps: own },
  ...{ split: splitLaps(own, 1), leak: null, coverage: null, leftOut: [{ reason: 'spoiled', laps: 2 }], madeOf: null },
});
const card = datasetCard(inputOf(laps));

test('the card counts what is in the dataset and holds its split', () => {
  expect(card.counts).toMatchObject({ laps: 3, drivers: 1, episodes: 1, ticks: 1200, seconds: 20, inTraffic: 1 });
  expect(card.drivers).toMatchObject([{ id: 'd-1', kind: 'human', laps: 3, hands: { keys: 0, stick: 3 } }]);
  expect(card.drivers[0].bestMs).toBe(Math.min(...laps.map((lap) => lap.timeMs)));
  expect(card.splits).toMatchObject({ kind: 'lap', train: { length: 2 }, validation: { length: 1 }, leaks: false });
  expect(card).toMatchObject({ trackHash: track.hash, trackId: 'ring150', physics: 1, licence: 'CC-BY-4.0' });
  expect(card.quality).toMatchObject({ judged: 3, reversals: 20, idleShare: 0.5, starvedShare: 0.01, latencyLaps: 0 });
  expect(card.how).toMatchObject({ races: 1, cadenceHz: 60, leftOut: [{ reason: 'spoiled', laps: 2 }] });
  expect(datasetCardSchema.parse(JSON.parse(JSON.stringify(card)))).toEqual(card);
});

test('who agreed to what is told in numbers', () => {
  expect(card.consent).toEqual({
    ...{ people: 1, versions: [{ version: 2, people: 1 }], shared: 1, exported: 0, exportedLaps: 0 },
  });
  const other = { ...laps[0], driverId: 'd-2', consent: { ...consent, version: 3, exported: true } };
  const bot = { ...laps[1], driverId: 'scripted-x', kind: 'scripted' as const, consent: null };
  expect(datasetCard(inputOf([...laps, other, bot])).consent).toEqual({
    ...{ people: 2, shared: 2, exported: 1, exportedLaps: 2 },
    versions: [
      { version: 2, people: 1 },
      { version: 3, people: 1 },
    ],
  });
});

test('what it cannot show is told, and not what it can', () => {
  const kinds = (of: readonly CardLap[], changed: Partial<CardInput> = {}) =>
    datasetCard({ ...inputOf(of), ...changed }).limits.map(({ kind }) => kind);
  expect(kinds(laps)).toEqual([
    ...['oneDriver', 'fewLaps', 'sameDriver', 'oneRace', 'traffic', 'stays', 'noRecoveries', 'noKeys'],
    'unknownLatency',
  ]);
  expect(card.limits.find(({ kind }) => kind === 'fewLaps')).toEqual({ kind: 'fewLaps', found: 3, limit: 20 });
  const rich = Array.from({ length: 24 }, (_, i): CardLap => {
    const own = laps[i % 3];
    const quality = { ...own.quality!, offTracks: 1, latencyMs: 20, style: i % 2 ? 'keys' : 'stick' } as const;
    return {
      ...{ ...own, driverId: `d-${i % 4}`, episodeId: `e-${i}`, raceId: `r-${i}`, inTraffic: false, quality },
      consent: { ...consent, exported: true },
    };
  });
  expect(kinds(rich)).toEqual([]);
  const thin = { from: 0, to: 30, side: 'left', corner: null, laps: 2, more: 8 } as const;
  expect(kinds(rich, { coverage: { seen: 0.4, laps: 24, thin: [thin] } })).toEqual(['unseen', 'thin']);
  const leak = { frames: 0.01, whole: 0.05, by: 'driver', asked: 300, laps: 12 } as const;
  const leaking = datasetCard({ ...inputOf(rich), split: splitByFrames(rich), leak });
  expect(leaking.limits).toEqual([{ kind: 'leaks', found: 5, limit: null }]);
  expect(leaking.splits).toMatchObject({ leaks: true, leak, validation: [], name: expect.stringContaining('leaks') });
});

test('the id names the content: not the name or the licence, but every frame', () => {
  const { id } = card;
  expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect(datasetCard({ ...inputOf(laps), name: 'Yours', licence: 'none' }).id).toBe(id);
  const changed = structuredClone(log) as RaceLog;
  changed.chunks[8].steer[3]++;
  const content = lapContent(changed, 0, 400, 800);
  expect(datasetCard(inputOf([laps[0], { ...laps[1], content }, laps[2]])).id).not.toBe(id);
  expect(lapContent(changed, 0, 0, 400)).toBe(laps[0].content);
  expect(datasetCard(inputOf(laps.slice(1))).id).not.toBe(id);
  expect(datasetCard({ ...inputOf(laps), physics: 2 }).id).not.toBe(id);
  expect(datasetCard({ ...inputOf(laps), split: splitByFrames(laps) }).id).not.toBe(id);
});

test('a card from before is read, with nothing known of what it did not tell', () => {
  const { how, consent: _, licence, coverage, quality, madeOf, limits, format, ...old } = card;
  const drivers = card.drivers.map(({ kind, hands, ...driver }) => driver);
  const before = { trackId: 'ring150', car: 'club-racer', drivers: [], clean: true, inTraffic: false, laps: 50 };
  const read = datasetCardSchema.parse({ ...old, drivers, recipe: before });
  expect(read).toMatchObject({
    format: 1,
    licence: null,
    how: null,
    limits: [],
    drivers: [{ kind: null, hands: null }],
  });
  expect(read.recipe).toEqual(recipe);
});
