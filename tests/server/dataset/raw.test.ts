import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mayUse } from '../../../server/bot/rights.ts';
import { collect } from '../../../server/dataset/collection.ts';
import { exportDataset } from '../../../server/dataset/export.ts';
import { importFrom } from '../../../server/dataset/importer.ts';
import { openStore } from '../../../server/store/database.ts';
import type { Dataset } from '../../../server/store/datasets.ts';
import { episodesOfRace } from '../../../server/store/episodes.ts';
import { readLog } from '../../../server/store/races.ts';
import type { Store } from '../../../server/store/tables.ts';
import { recipeSchema } from '../../../shared/dataset/recipe.ts';
import { decodeLog } from '../../../shared/episode/codec.ts';
import { verifyLog } from '../../../shared/episode/resimulate.ts';
import { RING } from '../../shared/episode/drives.ts';
import { runHeat, temporaryFolder, Watched } from '../episode/session.ts';

const folder = temporaryFolder();
const there = temporaryFolder();
let store: Store;
let dataset: Dataset;

/** Three people in one heap of cars, in contact from the first tick on. */
beforeAll(async () => {
  const watched = new Watched(folder.dataDir);
  runHeat(watched.recorder, { raceId: 'r-heap', ticks: 2400, drivers: ['d-yes', 'd-no', 'd-too'], jostling: true });
  await watched.closing('r-heap');
  await watched.recorder.close();
  store = await openStore(folder.dataDir);
  for (const id of ['d-yes', 'd-too']) {
    const consent = JSON.stringify({ version: 1, recorded: true, shared: false, exported: true });
    await store.updateTable('episode').set({ consent }).where('driver_id', '=', id).execute();
  }
  const recipe = { trackId: RING.id, drivers: ['d-yes'], clean: false, inTraffic: true };
  ({ dataset } = await collect(store, 'Heap', recipeSchema.parse(recipe), null));
});
afterAll(async () => {
  await store.destroy();
  folder.remove();
  there.remove();
});

async function exported(): Promise<{ target: string; laps: number; withheld: number }> {
  const target = mkdtempSync(join(folder.dataDir, 'export-'));
  const order = { format: 'raw', rate: 60, observation: 'own', images: [] } as const;
  return { target, ...(await exportDataset(store, dataset, target, order)) };
}

test('a race log leaves without the car of who did not agree, with what the others agreed to now, and drives', async () => {
  const { target, laps } = await exported();
  expect(laps).toBe(dataset.laps.length);
  const [file] = readdirSync(join(target, 'logs'));
  const bytes = readFileSync(join(target, 'logs', file!));
  const log = decodeLog(bytes);
  expect(log.header.cars.map(({ driverId, id }) => [driverId, id])).toEqual([
    ['d-yes', 'car-1'],
    ['d-too', 'car-2'],
  ]);
  expect(log.header.cars.map(({ consent }) => consent?.exported)).toEqual([true, true]);
  // They touched: what the car that is absent did to them is told by states, which replay.
  expect(log.chunks.some(({ adoptions }) => adoptions.length > 0)).toBe(true);
  expect(verifyLog(log, RING)).toMatchObject({ verified: true });
  const everything = readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of everything) {
    expect(readFileSync(join(entry.parentPath, entry.name)).includes('d-no')).toBe(false);
  }
  // The states of the cars that left are those of the race as it was.
  const { log: whole } = await readLog(store, 'r-heap');
  const width = log.chunks[0]!.keyframe.length / 2;
  for (const [k, { keyframe }] of log.chunks.entries()) {
    expect([...keyframe.subarray(0, width)]).toEqual([...whole.chunks[k]!.keyframe.subarray(0, width)]);
  }
});

test('of a private session, only the cars of the laps that were asked for leave', async () => {
  const session = {
    id: 's-class',
    code: 'QQQQ',
    name: 'class',
    token_hash: 'x',
    settings: '{}',
    status: 'open',
  } as const;
  const times = { opened_at: '2026-01-01T00:00:00Z', closed_at: null, erase_at: null };
  await store
    .insertInto('session')
    .values({ ...session, ...times, private: 1 })
    .execute();
  await store.updateTable('race').set({ session_id: session.id }).execute();
  const { target } = await exported();
  const log = decodeLog(readFileSync(join(target, 'logs/race-00001.mimiclog')));
  expect(log.header.cars.map(({ driverId }) => driverId)).toEqual(['d-yes']);
  expect(verifyLog(log, RING)).toMatchObject({ verified: true });
  await store.updateTable('race').set({ session_id: null }).execute();
});

test('and comes in elsewhere with its people under other names, what they agreed to, and where it is from', async () => {
  const { target } = await exported();
  const other = await openStore(there.dataDir);
  const { logs } = await importFrom(other, { path: target, format: null }, there.dataDir);
  expect(logs).toMatchObject([{ reason: null, imported: true }]);
  expect(logs![0]!.adopted).toBeGreaterThan(0);
  const episodes = await episodesOfRace(other, logs![0]!.raceId!);
  expect(episodes.map(({ driver, consent }) => [driver.id, driver.kind, consent?.exported])).toEqual([
    ['imported-d-yes', 'human', true],
    ['imported-d-too', 'human', true],
  ]);
  // They let their laps leave, and nobody race a clone of them.
  expect(await mayUse(other, 'imported-d-yes', null)).toBe(false);
  await other.updateTable('episode').set({ consent: '{"shared":true}' }).execute();
  expect(await mayUse(other, 'imported-d-yes', null)).toBe(true);
  expect(await mayUse(other, 'imported-d-nobody', null)).toBe(false);
  expect(await other.selectFrom('driver').selectAll().execute()).toEqual([]);
  expect(await other.selectFrom('lap').selectAll().execute()).toEqual([]);
  await other.destroy();
  // Where it was driven it is known.
  const home = await importFrom(store, { path: target, format: null }, folder.dataDir);
  expect(home.logs).toMatchObject([{ raceId: 'r-heap', imported: false, reason: null }]);
});

test('nothing leaves of a race in which nobody agreed any more', async () => {
  await store.updateTable('episode').set({ consent: null }).where('driver_id', '=', 'd-yes').execute();
  await expect(exported()).rejects.toThrow(/none may leave/);
});
