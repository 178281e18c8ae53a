import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../../server/store/database.ts';
import { backfillDatasets } from '../../../server/store/datasetbackfill.ts';
import { datasetText, findDataset, insertDataset, LapsGone, listDatasets } from '../../../server/store/datasets.ts';
import type { Store } from '../../../server/store/tables.ts';
import { temporaryFolder } from '../episode/session.ts';
import { drove } from './drives.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
beforeEach(async () => {
  folder = temporaryFolder();
  store = await openStore(folder.dataDir);
});
afterEach(async () => {
  await store.destroy();
  folder.remove();
});

/** Three laps of one race, the second held out. */
async function slow() {
  const episodeId = `e-${await drove(store, { driverId: 'd-a', laps: [12, 10, 11] })}-0`;
  const laps = [1, 2, 3].map((lap) => ({ episodeId, driverId: 'd-a', lap }));
  const held = { episodeId, driverId: 'd-a', number: 2 };
  const card = { trackId: 'ring150', counts: { seconds: 33 }, splits: { train: [], validation: [held] } };
  return { name: 'slow', recipe: { trackId: 'ring150' }, laps, card, createdBy: null };
}

test('what is sent as text is what is read', async () => {
  const { id } = await insertDataset(store, await slow());
  expect(JSON.parse((await datasetText(store, id))!)).toEqual(await findDataset(store, id));
  expect(await datasetText(store, 'ds-none')).toBe(null);
});

test('datasets of a store from before get their rows and their numbers', async () => {
  const dataset = await slow();
  const { id } = await insertDataset(store, dataset);
  const tables = async () => ({
    laps: await store.selectFrom('dataset_lap').selectAll().orderBy('number').execute(),
    entries: (await listDatasets(store)).items,
  });
  const made = await tables();
  expect(made.laps.map(({ number, held_out }) => [number, held_out])).toEqual([
    [1, 0],
    [2, 1],
    [3, 0],
  ]);
  await store.deleteFrom('dataset_lap').execute();
  await store.updateTable('dataset').set({ summary: null }).where('id', '=', id).execute();
  expect((await listDatasets(store)).items).toMatchObject([{ lapCount: 0 }]);
  await backfillDatasets(store as never);
  expect(await tables()).toEqual(made);
  // The next version is compared with what was filled in.
  const next = await insertDataset(store, { ...dataset, laps: dataset.laps.slice(1) });
  expect(next.since).toEqual({ version: 1, added: 0, removed: 1 });
});

test('laps of an episode that is gone are not kept, and nothing else of the dataset', async () => {
  const dataset = await slow();
  const laps = [...dataset.laps, { episodeId: 'e-gone', driverId: 'd-a', lap: 1 }];
  await expect(insertDataset(store, { ...dataset, laps })).rejects.toThrow(LapsGone);
  expect((await listDatasets(store)).items).toEqual([]);
  expect(await store.selectFrom('dataset_episode').selectAll().execute()).toEqual([]);
});
