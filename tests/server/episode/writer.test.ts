import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { summarise } from '../../../server/episode/closing.ts';
import { LogWriter } from '../../../server/episode/writer.ts';
import type { Reach } from '../../../server/store/chunks.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { findRace, insertRace, readLog } from '../../../server/store/races.ts';
import type { Store } from '../../../server/store/tables.ts';
import { encodeChunk } from '../../../shared/episode/codec.ts';
import { gapsOf, type LogDriver } from '../../../shared/episode/log.ts';
import { drive, personCar } from '../../shared/episode/drives.ts';
import { temporaryFolder, until } from './session.ts';

const BOUND = 16_000;
const SECONDS = 40;
const { header, chunks } = drive({ cars: 8, ticks: SECONDS * 60 }).log;

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let database: DatabaseSync;
let heard: string[];
let recorded: Map<string, Reach>;
let writer: LogWriter;

beforeEach(async () => {
  folder = temporaryFolder();
  ({ store, database } = await openDatabase(folder.dataDir));
  heard = [];
  recorded = new Map();
  const report = {
    recorded: (raceId: string, reach: Reach) => recorded.set(raceId, reach),
    retrying: (message: string | null) => heard.push(message ?? 'works again'),
    dropping: (raceId: string) => heard.push(`dropping ${raceId}`),
    lost: (raceId: string) => heard.push(`lost ${raceId}`),
  };
  writer = new LogWriter(store, { id: 'w-test', pid: process.pid }, report, BOUND);
});
afterEach(async () => {
  await store.destroy();
  folder.remove();
});

const begin = (raceId: string): void => writer.begin({ ...header, raceId }, false);

function append(raceId: string, from: number, to: number, wheel: (LogDriver | null)[] | null = null): void {
  for (const chunk of chunks.slice(from, to)) {
    const { firstTick, ticks } = chunk;
    writer.append({ raceId, firstTick, ticks, bytes: encodeChunk(chunk), wheel });
  }
}

/** No page more than the database has. */
function fill(): void {
  const { page_count: pages } = database.prepare('PRAGMA page_count').get() as { page_count: number };
  database.exec(`PRAGMA max_page_count = ${pages}`);
}
const free = (): void => database.exec('PRAGMA max_page_count = 1000000');

test('a full disk: what fits the bound waits, the rest is dropped and told, and what follows is kept behind a gap', async () => {
  begin('r-1');
  append('r-1', 0, 1);
  await until(() => recorded.get('r-1')?.tick === 60);
  fill();
  append('r-1', 1, 30);
  await until(() => heard.some((words) => /full/.test(words)));
  expect(heard.filter((words) => words === 'dropping r-1')).toHaveLength(1);
  const before = recorded.get('r-1')!;
  expect(before.gapTicks).toBe(0);
  expect(before.tick).toBeLessThan(30 * 60);
  free();
  await writer.written();
  expect(heard.at(-1)).toBe('works again');
  const waited = recorded.get('r-1')!.tick;
  append('r-1', 30, SECONDS);
  await writer.settled('r-1');
  expect(recorded.get('r-1')).toEqual({ tick: SECONDS * 60, gapTicks: 30 * 60 - waited });
  expect((await findRace(store, 'r-1'))!.ticks).toBe(SECONDS * 60);
  const { log, track } = await readLog(store, 'r-1');
  expect(gapsOf(log)).toEqual([{ tick: waited, ticks: 30 * 60 - waited }]);
  expect((await summarise(log, track))!.map(({ gapTicks }) => gapTicks)).toEqual(Array(8).fill(30 * 60 - waited));
});

test('acknowledged is what was committed: no more before it is full, no less after', async () => {
  begin('r-1');
  append('r-1', 0, 3);
  await until(() => recorded.get('r-1')?.tick === 180);
  fill();
  append('r-1', 3, 30);
  await until(() => heard.length > 2);
  const { tick } = recorded.get('r-1')!;
  const stored = database.prepare('SELECT ticks, (SELECT sum(ticks) FROM race_chunk) AS kept FROM race').get();
  expect(stored).toEqual({ ticks: tick, kept: tick });
  free();
});

test('who took a wheel while nothing could be kept has it behind the gap', async () => {
  const { id: _, spec: __, ...other } = personCar('c3', 'd-other');
  begin('r-1');
  append('r-1', 0, 5);
  append('r-1', 10, 16, [null, null, null, other, null, null, null, null]);
  await writer.written();
  // Nothing has changed since: no second change of hands.
  append('r-1', 21, 26, [null, null, null, other, null, null, null, null]);
  await writer.settled('r-1');
  const { log, track } = await readLog(store, 'r-1');
  expect(gapsOf(log)).toEqual([
    { tick: 300, ticks: 300 },
    { tick: 960, ticks: 300 },
  ]);
  const drove = (await summarise(log, track))!.filter(({ car }) => car === 3);
  expect(drove.map(({ driver, firstTick, gapTicks }) => [driver.driverId, firstTick, gapTicks])).toEqual([
    ['d-c3', 0, 0],
    ['d-other', 600, 300],
  ]);
});

test('a second told twice, by one thread and by the next, is kept once', async () => {
  begin('r-1');
  append('r-1', 0, 4);
  begin('r-1');
  append('r-1', 2, 6);
  await writer.settled('r-1');
  const { log } = await readLog(store, 'r-1');
  expect(log.chunks.map(({ firstTick, gap }) => [firstTick, gap])).toEqual(
    [0, 60, 120, 180, 240, 300].map((t) => [t, 0]),
  );
  expect(heard).toEqual([]);
});

test('a race that can never be written costs the others nothing', async () => {
  await insertRace(store, { ...header, raceId: 'r-1' }, { id: 'w-other', pid: 1 });
  begin('r-1');
  append('r-1', 0, 2);
  begin('r-2');
  append('r-2', 0, 1);
  await writer.written();
  expect(heard).toEqual(['lost r-1']);
  expect(recorded.get('r-2')).toEqual({ tick: 60, gapTicks: 0 });
});

test('a clock that was set back puts no race before an earlier one', async () => {
  const startedAt = (raceId: string, at: string) => writer.begin({ ...header, raceId, startedAt: at }, false);
  startedAt('r-1', '2026-03-04T12:00:00.000Z');
  startedAt('r-2', '2026-03-04T09:30:00.000Z');
  startedAt('r-3', '2026-03-04T09:30:01.000Z');
  startedAt('r-4', '2026-03-04T12:00:10.000Z');
  // A clock that was days ahead is believed no more.
  startedAt('r-5', '2026-01-01T00:00:00.000Z');
  await writer.written();
  const rows = await store.selectFrom('race').select(['id', 'started_at', 'header']).orderBy('id').execute();
  expect(rows.map(({ started_at }) => started_at)).toEqual([
    '2026-03-04T12:00:00.000Z',
    '2026-03-04T12:00:00.001Z',
    '2026-03-04T12:00:00.002Z',
    '2026-03-04T12:00:10.000Z',
    '2026-01-01T00:00:00.000Z',
  ]);
  for (const row of rows) expect(JSON.parse(row.header).startedAt).toBe(row.started_at);
});
