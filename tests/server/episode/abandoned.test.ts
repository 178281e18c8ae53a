import { afterEach, beforeEach, expect, test } from 'vitest';
import { AbandonedRaces } from '../../../server/episode/abandoned.ts';
import { openStore } from '../../../server/store/database.ts';
import { beginRace } from '../../../server/store/races.ts';
import type { Store } from '../../../server/store/tables.ts';
import { drive } from '../../shared/episode/drives.ts';
import { temporaryFolder } from './session.ts';

const { header } = drive({ cars: 1, ticks: 1 }).log;
/** The process that runs the tests lives as long as they do. */
const LIVING = process.ppid;

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let seconds = 0;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openStore(folder.dataDir);
  seconds = 1000;
});
afterEach(async () => {
  await store.destroy();
  folder.remove();
});

const begun = (raceId: string, id: string, pid: number) =>
  beginRace(store, { ...header, raceId }, { id, pid }, true, null);
const looking = () => new AbandonedRaces(store, 'w-own', () => seconds * 1000);
const touch = (raceId: string, at: string) =>
  store.updateTable('race').set({ touched_at: at }).where('id', '=', raceId).execute();

test('a race of a dead process is found at once, one of its own never', async () => {
  await begun('r-own', 'w-own', process.pid);
  await begun('r-living', 'w-other', LIVING);
  await begun('r-dead', 'w-dead', 2 ** 22 + 7);
  expect(await looking().find()).toEqual(['r-dead']);
});

test('under the id of this process a predecessor is told from another recorder of the same run', async () => {
  await begun('r-before', 'p-before/w-1', process.pid);
  await begun('r-beside', 'p-now/w-1', process.pid);
  expect(await new AbandonedRaces(store, 'p-now/w-2').find()).toEqual(['r-before']);
});

test('whatever the clock is set to, a race that gives signs of life stays open', async () => {
  const races = looking();
  await begun('r-living', 'w-other', LIVING);
  for (const at of ['2026-03-04T12:00:00Z', '2026-03-04T09:00:00Z', '2031-01-01T00:00:00Z', '1999-12-31T23:59:59Z']) {
    await touch('r-living', at);
    expect(await races.find()).toEqual([]);
    seconds += 40;
    expect(await races.find()).toEqual([]);
    seconds += 19;
  }
});

test('a race whose recorder is silent for a minute is found though a process has its id', async () => {
  const races = looking();
  await begun('r-silent', 'w-other', LIVING);
  await touch('r-silent', new Date(Date.now() + 86_400_000).toISOString());
  expect(await races.find()).toEqual([]);
  seconds += 59;
  expect(await races.find()).toEqual([]);
  seconds += 1;
  expect(await races.find()).toEqual(['r-silent']);
});

test('a recorder renews the races it writes, also when they stand still', async () => {
  await begun('r-1', 'w-other', LIVING);
  await touch('r-1', '2020-01-01T00:00:00Z');
  const races = looking();
  expect(await races.find()).toEqual([]);
  seconds += 50;
  await new AbandonedRaces(store, 'w-other').renew();
  expect(await races.find()).toEqual([]);
  seconds += 50;
  expect(await races.find()).toEqual([]);
});
