import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Forgetting } from '../../../server/episode/forgetting.ts';
import { openStore } from '../../../server/store/database.ts';
import { createDriver, setConsent } from '../../../server/store/drivers.ts';
import { episodesOfRace } from '../../../server/store/episodes.ts';
import { importedDriver } from '../../../server/store/imported.ts';
import { findRace } from '../../../server/store/races.ts';
import type { Store } from '../../../server/store/tables.ts';
import { findTraces, pieceOf } from '../../../server/store/traces.ts';
import { everyByte } from './bytes.ts';
import { runHeat, temporaryFolder, Watched } from './session.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let one: Watched;
beforeEach(async () => {
  folder = temporaryFolder();
  store = await openStore(folder.dataDir);
  one = new Watched(folder.dataDir);
});
afterEach(async () => {
  await one.recorder.close();
  await store.destroy();
  folder.remove();
});

async function person(): Promise<string> {
  const { driverId } = await createDriver(store);
  await setConsent(store, driverId, { version: 2, recorded: true, shared: false, exported: true });
  return driverId;
}

async function raced(raceId: string, drivers: string[]): Promise<void> {
  runHeat(one.recorder, { raceId, ticks: 300, drivers });
  await one.closing(raceId);
}

/** As mimic import leaves a race that was exported from here: its drivers under another name. */
async function cameBack(raceId: string, from: string, drivers: string[]): Promise<void> {
  await raced(raceId, drivers.map(importedDriver));
  const origin = JSON.stringify({ importedAt: '2026-11-22T00:00:00Z', sha256: 'ab', raceId: from });
  await store.updateTable('race').set({ origin }).where('id', '=', raceId).execute();
}

const driversIn = async (raceId: string): Promise<string[]> =>
  (await episodesOfRace(store, raceId)).map(({ driver }) => driver.id);

test('copies that came back in from a file go with the driver, and with the one drive', async () => {
  const [ada, bo] = [await person(), await person()];
  await raced('r-1', [ada, bo]);
  await cameBack('r-2', 'r-1', [ada, bo]);
  const own = (await episodesOfRace(store, 'r-1')).find(({ driver }) => driver.id === ada)!;
  await addSet('im-drive', { driver: 'somebody', drive: own.id });
  await addSet('im-driver', { driver: ada, drive: 'e-else' });
  await addSet('im-stays', { driver: bo, drive: 'e-else' });
  const sets = async () =>
    (await store.selectFrom('imported_set').select('id').orderBy('id').execute()).map(({ id }) => id);

  await one.recorder.forgetEpisode(own.id);
  expect(await driversIn('r-1')).toEqual([bo]);
  expect(await driversIn('r-2')).toEqual([importedDriver(bo)]);
  expect(await sets()).toEqual(['im-driver', 'im-stays']);
  await cameBack('r-3', 'r-gone', [ada, bo]);
  await one.recorder.forgetDriver(ada);
  expect(await driversIn('r-3')).toEqual([importedDriver(bo)]);
  expect(await sets()).toEqual(['im-stays']);
  expect(everyByte(folder.dataDir).includes(ada)).toBe(false);
});

async function addSet(id: string, { driver, drive }: { driver: string; drive: string }): Promise<void> {
  const row = { id, content: id, about: '{}', ready: 1, created_at: '2026-11-22T00:00:00Z' };
  await store.insertInto('imported_set').values(row).execute();
  const episode = { set_id: id, number: 0, driver, drive, steps: 1, bytes: new Uint8Array(12) };
  await store.insertInto('imported_episode').values(episode).execute();
}

test('whoever added a track is forgotten beside it, and the track stays', async () => {
  const ada = await person();
  const tracks = join(folder.dataDir, 'tracks');
  mkdirSync(tracks);
  writeFileSync(join(tracks, 'bend.owner'), `${ada}\n`);
  writeFileSync(join(tracks, 'bend.json'), '{}');
  await one.recorder.forgetDriver(ada);
  expect([existsSync(join(tracks, 'bend.owner')), existsSync(join(tracks, 'bend.json'))]).toEqual([false, true]);
  expect(everyByte(folder.dataDir).includes(ada)).toBe(false);
});

test('an erasure that a kill cut short is done by whoever comes next', async () => {
  const ada = await person();
  await raced('r-1', [ada]);
  await one.recorder.close();
  const killed = new Forgetting(store, folder.dataDir);
  await killed.forget({ driverId: ada }); // … and never erased.
  expect(await findRace(store, 'r-1')).toBe(null);
  expect(everyByte(folder.dataDir).includes(ada)).toBe(true); // In the write-ahead log.
  one = new Watched(folder.dataDir);
  await one.recorder.forgetEpisode('e-none'); // After what it does first.
  expect(everyByte(folder.dataDir).includes(ada)).toBe(false);
  expect(existsSync(join(folder.dataDir, 'erasing'))).toBe(false);
});

test('a mention that nobody knows of is told, not tried for ever', async () => {
  const ada = await person();
  await raced('r-1', [ada]);
  writeFileSync(join(folder.dataDir, 'notes.txt'), `ask ${ada} about lap 3`);
  await expect(one.recorder.forgetDriver(ada)).rejects.toThrow(/notes\.txt:4/);
  const again = await one.recorder.forgetEpisode('e-none');
  expect(again.episodes).toBe(0);
});

test('a trace is found wherever it lies, across blocks too, and nothing else is', async () => {
  const block = 4 * 1024 * 1024;
  const name = 'd-0123456789ab';
  const piece = pieceOf(Uint8Array.from({ length: 64 }, (_, k) => (k * 37) % 251))!;
  const places = [0, 1, 2, 3, 4093, block - 7, block - 1, block, 2 * block - 3];
  for (const at of places) {
    const bytes = Buffer.alloc(2 * block + 100, 0x2d);
    bytes.write(name, at);
    writeFileSync(join(folder.dataDir, 'large'), bytes);
    const found = await findTraces(folder.dataDir, { names: [name], pieces: [piece] });
    expect(found).toEqual([{ file: join(folder.dataDir, 'large'), offset: at }]);
  }
  writeFileSync(join(folder.dataDir, 'large'), Buffer.concat([Buffer.from('d-0123456789a'), piece]));
  const found = await findTraces(folder.dataDir, { names: [name], pieces: [piece] });
  expect(found).toEqual([{ file: join(folder.dataDir, 'large'), offset: 13 }]);
});
