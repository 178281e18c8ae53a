import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LogWriter } from '../../../server/episode/writer.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { findRace } from '../../../server/store/races.ts';
import type { Store } from '../../../server/store/tables.ts';
import { drive } from '../../shared/episode/drives.ts';
import { temporaryFolder, until } from './session.ts';

const BOUND = 200_000;
const { header } = drive({ cars: 1, ticks: 1 }).log;

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let database: DatabaseSync;
let heard: string[];
let recorded: Map<string, number>;
let writer: LogWriter;

beforeEach(async () => {
  folder = temporaryFolder();
  ({ store, database } = await openDatabase(folder.dataDir));
  heard = [];
  recorded = new Map();
  const report = {
    recorded: (raceId: string, tick: number) => recorded.set(raceId, tick),
    retrying: (message: string | null) => heard.push(message ?? 'works again'),
    lost: (raceId: string) => heard.push(`lost ${raceId}`),
  };
  writer = new LogWriter(store, { id: 'w-test', pid: process.pid }, report, BOUND);
});
afterEach(async () => {
  await store.destroy();
  folder.remove();
});

const begin = (raceId: string): void => writer.begin({ ...header, raceId }, false);
/** A second that does not compress. */
const append = (raceId: string, second: number, bytes = 20_000): void =>
  writer.append(raceId, second * 60, 60, randomBytes(bytes));

test('a full disk: what fits the bound waits and is written when there is room, the rest is given up and told', async () => {
  begin('r-1');
  append('r-1', 0, 100);
  await until(() => recorded.get('r-1') === 60);
  const { page_count: pages } = database.prepare('PRAGMA page_count').get() as { page_count: number };
  database.exec(`PRAGMA max_page_count = ${pages + 2}`);
  for (let second = 1; second <= 20; second++) append('r-1', second);
  await until(() => heard.some((words) => /full/.test(words)));
  expect(heard).toContain('lost r-1');
  expect(recorded.get('r-1')).toBe(60);
  database.exec('PRAGMA max_page_count = 100000');
  await writer.settled('r-1');
  expect(heard.at(-1)).toBe('works again');
  // Nine seconds of 20 kB fit into the bound of 200 kB.
  expect(recorded.get('r-1')).toBe(10 * 60);
  expect((await findRace(store, 'r-1'))!.ticks).toBe(10 * 60);
});

test('a race that can never be written costs the others nothing', async () => {
  begin('r-1');
  begin('r-1');
  begin('r-2');
  append('r-2', 0);
  await writer.written();
  expect(heard).toEqual(['lost r-1']);
  expect(recorded.get('r-2')).toBe(60);
});
