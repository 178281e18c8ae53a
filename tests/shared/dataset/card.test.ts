import { expect, test } from 'vitest';
import { datasetCard } from '../../../shared/dataset/card.ts';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { recipeSchema } from '../../../shared/dataset/recipe.ts';
import { loadTrack } from '../driver/racing.ts';
import { record } from './recorded.ts';

const track = loadTrack('tests/tracks/ring150.json');
const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3);
const laps = lapsOfLog(log, track, episodes);
const recipe = recipeSchema.parse({ trackId: track.id });
const input = { name: 'Mine', recipe, physics: 1, laps, seed: 1 };

test('the card counts what is in the dataset and holds its split', () => {
  const card = datasetCard(input);
  expect(card.counts).toMatchObject({ laps: 3, drivers: 1, episodes: 1 });
  expect(card.drivers[0].bestMs).toBe(Math.min(...laps.map((lap) => lap.timeMs)));
  expect(card.splits).toMatchObject({ kind: 'lap', train: { length: 2 }, validation: { length: 1 } });
  expect(card).toMatchObject({ trackHash: track.hash, trackId: 'ring150', physics: 1 });
  expect(JSON.parse(JSON.stringify(card))).toEqual(card);
});

test('the id names the content: not the name, but every frame', () => {
  const { id } = datasetCard(input);
  expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect(datasetCard({ ...input, name: 'Yours' }).id).toBe(id);
  const frames = laps[1].frames.slice();
  frames[100]++;
  expect(datasetCard({ ...input, laps: [laps[0], { ...laps[1], frames }, laps[2]] }).id).not.toBe(id);
  expect(datasetCard({ ...input, laps: laps.slice(1) }).id).not.toBe(id);
  expect(datasetCard({ ...input, physics: 2 }).id).not.toBe(id);
});

test('no laps, or laps of two tracks, are refused with the reason', () => {
  expect(() => datasetCard({ ...input, laps: [] })).toThrow(/got no laps/);
  const foreign = { ...laps[0], track: loadTrack('assets/tracks/oval.json') };
  expect(() => datasetCard({ ...input, laps: [laps[0], foreign] })).toThrow(/got laps of oval .* expected one version/);
});
