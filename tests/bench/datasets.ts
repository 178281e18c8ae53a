import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import express from 'express';
import { demonstrate } from '../../server/cli/demonstration.ts';
import { LearningDesk } from '../../server/divergence/learning.ts';
import { datasetRoutes } from '../../server/http/datasets.ts';
import { openDatabase, openStore } from '../../server/store/database.ts';
import { openStoreInThread } from '../../server/store/thread.ts';
import { JobQueue } from '../../server/training/jobs.ts';
import { recipeSchema } from '../../shared/dataset/recipe.ts';
import { CLUB_RACER } from '../../shared/vehicle/spec.ts';
import { loadTrack } from '../shared/driver/racing.ts';
import { type BenchResult, medianOf } from './result.ts';

/** Laps of the one race that is copied, and how many copies there are: 10,000 laps of 200 drivers. */
const LAPS = 5;
const RACES = 2000;
const DRIVERS = 200;

/**
 * A dataset of 10,000 laps: making it, listing it and reading it over HTTP, and how long the thread that runs the races
 * is held up meanwhile. One real race of a scripted driver, copied under other names; the logs are whole, so that
 * making does all its work.
 */
export async function benchDatasets(): Promise<BenchResult[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mimic-datasets-'));
  const track = loadTrack('assets/tracks/oval.json');
  const order = { hands: 'pad', skill: 'mid', seed: 1, track, spec: CLUB_RACER, laps: LAPS, session: 0 } as const;
  const raceId = await demonstrate(dataDir, order, () => {});
  await copyRace(dataDir, raceId);
  const desk = new LearningDesk(new JobQueue(), dataDir);
  const store = await openStoreInThread(dataDir);
  const app = express();
  app.use('/api/datasets', datasetRoutes({ store, learning: desk } as never));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/datasets`;
  const reader = new Reader();
  await reader.fetch(url);
  const recipe = recipeSchema.parse({ trackId: track.id, clean: false, inTraffic: true });
  const request = { name: 'ten thousand', recipe: { ...recipe, drivers: [] } };
  try {
    const idle = await watched('nothing', () => new Promise((resolve) => setTimeout(resolve, 5000)));
    const made = await watched('make 10,000 laps', () => desk.makeDataset(request, 'd-bench'));
    const again = await watched('make 10,000 laps, the next version', () => desk.makeDataset(request, 'd-bench'));
    const id = (await store.selectFrom('dataset').select('id').limit(1).executeTakeFirstOrThrow()).id;
    const listed = await watched('list', () => reader.fetch(url), 5);
    const read = await watched('read card and laps', () => reader.fetch(`${url}/${id}`), 5);
    const [first, second] = (await store.selectFrom('dataset').select('id').execute()).map((row) => row.id);
    const diff = await watched('difference of two', () => reader.fetch(`${url}/${second}/diff?against=${first}`), 3);
    return [idle, made, again, listed, read, diff].flat();
  } finally {
    await Promise.all([desk.close(), reader.close()]);
    await new Promise((resolve) => server.close(resolve));
    await store.destroy();
    rmSync(dataDir, { recursive: true });
  }
}

/** Fetches whole answers in a thread of its own: reading a long one here would hold up the thread that is watched. */
class Reader {
  private readonly worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
    parentPort.on('message', async (url) => {
      const answer = await fetch(url);
      await answer.arrayBuffer();
      parentPort.postMessage(answer.status);
    });`,
    { eval: true },
  );

  async fetch(url: string): Promise<void> {
    this.worker.postMessage(url);
    const [status] = await once(this.worker, 'message');
    if (status !== 200) throw new Error(`${url} answered ${status}.`);
  }

  close = (): Promise<number> => this.worker.terminate();
}

/** Seconds of the work, and the longest hold-up of this thread in it beyond the watch's own millisecond. */
async function watched(name: string, work: () => Promise<unknown>, runs = 1): Promise<BenchResult[]> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const seconds: number[] = [];
  delay.enable();
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await work();
    seconds.push((performance.now() - start) / 1000);
  }
  delay.disable();
  return [
    { name: `datasets: ${name}`, unit: 's', value: medianOf(seconds), runs, peers: {} },
    { name: `datasets: ${name}, longest hold-up`, unit: 'ms', value: delay.max / 1e6, runs, peers: {} },
  ];
}

/** The race, its log, episode and judged laps under other names, of DRIVERS drivers in turn. */
async function copyRace(dataDir: string, raceId: string): Promise<void> {
  await (await openStore(dataDir)).destroy();
  const { store, database } = await openDatabase(dataDir);
  const columns = (table: string, changed: Record<string, string>): string => {
    const rows = database.prepare(`SELECT name FROM pragma_table_info('${table}')`).all() as { name: string }[];
    return rows.map(({ name }) => changed[name] ?? name).join(', ');
  };
  const episode = (database.prepare('SELECT id FROM episode').get() as { id: string }).id;
  database.exec('BEGIN');
  for (let copy = 1; copy < RACES; copy++) {
    const [race, driver] = [`'r-${copy}'`, `'scripted-copy-${copy % DRIVERS}'`];
    const copied = (table: string, changed: Record<string, string>, where: string): void =>
      database.exec(`INSERT INTO ${table} SELECT ${columns(table, changed)} FROM ${table} WHERE ${where}`);
    copied('race', { id: race }, `id = '${raceId}'`);
    copied('race_chunk', { race_id: race }, `race_id = '${raceId}'`);
    const own = { id: `'e-${copy}'`, race_id: race, driver_id: driver };
    copied('episode', own, `id = '${episode}'`);
    copied('lap', { episode_id: `'e-${copy}'`, driver_id: driver }, `episode_id = '${episode}'`);
    copied('lap_quality', { episode_id: `'e-${copy}'`, driver_id: driver }, `episode_id = '${episode}'`);
  }
  database.exec('COMMIT');
  await store.destroy();
}
