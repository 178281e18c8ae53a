import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import express from 'express';
import { SessionBoard } from '../../server/competition/board.ts';
import { Followers } from '../../server/competition/followers.ts';
import { SessionRooms } from '../../server/competition/rooms.ts';
import { streamEvents } from '../../server/http/eventstream.ts';
import { insertSession } from '../../server/store/sessions.ts';
import type { Store } from '../../server/store/tables.ts';
import { newSessionSchema } from '../../shared/wire/sessions.ts';
import { makeLapStore } from './lapstore.ts';
import { type BenchResult, medianOf } from './result.ts';

const DRIVERS = 200;
const LAPS = 5000;
const RUNS = 9;
const PUSHES = 8;
const LISTENERS = 3;
/** Longer than what is read is kept for (server/competition/memory.ts). */
const STALE_MS = 1000;

/**
 * What an organiser who looks on costs: a session of 200 drivers and 5,000 laps (lapstore.ts) on one track. The board's
 * thread reads and counts; the tick thread, which is what matters to whoever races, hands the bytes on.
 */
export async function benchSession(): Promise<BenchResult[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mimic-session-'));
  const { store } = await makeLapStore(dataDir, LAPS);
  const sessionId = await fill(store);
  const board = new SessionBoard(dataDir);
  try {
    return [...(await benchBoard(store, board, sessionId)), ...(await benchTickThread(store, board, sessionId))];
  } finally {
    await board.close();
    await store.destroy();
    rmSync(dataDir, { recursive: true });
  }
}

/** One session with everybody and everything in it. */
async function fill(store: Store): Promise<string> {
  const settings = newSessionSchema.parse({ name: 'Bench', tracks: ['technical'], goal: { cleanLaps: LAPS } });
  const openedAt = new Date().toISOString();
  const opened = await insertSession(store, { code: 'BENCH', settings, openedBy: 'd-0', openedAt, eraseAt: null });
  const sessionId = opened!.id;
  const consent = JSON.stringify({
    version: 1,
    recorded: true,
    shared: false,
    exported: true,
    at: openedAt,
    language: 'en',
  });
  for (let n = 0; n < DRIVERS; n++) {
    const participant = {
      session_id: sessionId,
      driver_id: `d-${n}`,
      nickname: `Driver ${n}`,
      joined_at: openedAt,
      consent,
    };
    await store.insertInto('participant').values(participant).execute();
  }
  const episodes = await store.selectFrom('episode').select('id').orderBy('id').execute();
  for (const [n, { id }] of episodes.entries()) {
    const driver = `d-${n % DRIVERS}`;
    await store.updateTable('episode').set({ driver_id: driver }).where('id', '=', id).execute();
    const laps = store.updateTable('lap_quality').set({ session_id: sessionId, driver_id: driver });
    await laps.where('episode_id', '=', id).execute();
  }
  return sessionId;
}

async function benchBoard(store: Store, board: SessionBoard, sessionId: string): Promise<BenchResult[]> {
  const live = async () => (await board.live(sessionId, new Map())).bytes!.length;
  const first = await timed(live);
  const bytes = await live();
  const again = await repeated(live);
  const changed = await repeated(live, () => change(store, sessionId));
  const result = (name: string, value: number, unit = 'ms', runs = RUNS): BenchResult => {
    return { name: `session of ${DRIVERS} drivers, ${LAPS} laps: ${name}`, unit, value, runs, peers: {} };
  };
  return [
    result('size of the live view', bytes / 1000, 'kB', 1),
    result('first view, in the board’s thread', first, 'ms', 1),
    result('view with nothing new', again),
    result('view after a lap', changed),
  ];
}

/** Processor time of the thread that runs the races for each new view, which it hands to three followers. */
async function benchTickThread(store: Store, board: SessionBoard, sessionId: string): Promise<BenchResult[]> {
  const followers = new Followers(board, new SessionRooms(), (error) => console.error(error));
  const waiting = { pages: LISTENERS, told: () => {} };
  /** Everybody has been told; polling would be counted as work. */
  const everybody = () => new Promise<void>((told) => Object.assign(waiting, { pages: LISTENERS, told }));
  const app = express().get('/', (_request, response) =>
    streamEvents(response, (stream) =>
      followers.follow(sessionId, {
        hear: (text) => {
          stream.send('live', text);
          if (--waiting.pages === 0) waiting.told();
        },
        gone: () => {},
      }),
    ),
  );
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const readers = new Worker(READERS, { eval: true, workerData: { url, count: LISTENERS } });
  await everybody();
  const works: number[] = [];
  for (let push = 0; push < PUSHES; push++) {
    await change(store, sessionId);
    const before = process.threadCpuUsage();
    await everybody();
    await sleep(50);
    const { user, system } = process.threadCpuUsage(before);
    works.push((user + system) / 1000);
  }
  await readers.terminate();
  followers.close();
  server.closeAllConnections();
  server.close();
  const name = `session of ${DRIVERS} drivers, ${LAPS} laps: tick thread, a view told to ${LISTENERS} pages`;
  return [{ name, unit: 'ms', value: medianOf(works), runs: PUSHES, peers: {} }];
}

/** Pages that take in whatever comes, off this thread. */
const READERS = `
const { workerData } = require('node:worker_threads');
for (let n = 0; n < workerData.count; n++) fetch(workerData.url).then(async ({ body }) => { for await (const _ of body); });
`;

/** A lap is marked: a commit, and something else to show. */
async function change(store: Store, sessionId: string): Promise<void> {
  const row = await store
    .selectFrom('lap_quality')
    .select(['episode_id', 'number'])
    .where('session_id', '=', sessionId)
    .where('mark', '=', 'none')
    .where('flagged', '=', 0)
    .limit(1)
    .executeTakeFirstOrThrow();
  const marked = store.updateTable('lap_quality').set({ mark: 'flagged', flagged: 1 });
  await marked.where('episode_id', '=', row.episode_id).where('number', '=', row.number).execute();
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function repeated(work: () => Promise<unknown>, before: () => Promise<void> = async () => {}): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    await before();
    await sleep(STALE_MS);
    times.push(await timed(work));
  }
  return medianOf(times);
}
