import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coverageOfLaps, MOST_COVERED } from '../../server/episode/coverage.ts';
import { countLaps, driversOfLaps, pageOfLaps } from '../../server/store/lappages.ts';
import { lapRow } from '../../server/store/laprow.ts';
import { STRANGER } from '../../server/store/viewer.ts';
import { LAP_ORDERS, type LapOrder, type LapsQuery } from '../../shared/wire/laps.ts';
import { type MadeStore, makeLapStore } from './lapstore.ts';
import { type BenchResult, medianOf } from './result.ts';

const LAPS = 100_000;
const RUNS = 9;

/**
 * What the page of laps asks the store for, each with 100,000 laps in it, made by a program (lapstore.ts) and all on one
 * road in one car: pages by every order, under several filters and deep inside, totals, drivers, and where they were.
 */
export async function benchLaps(): Promise<BenchResult[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mimic-laps-'));
  const made = await makeLapStore(dataDir, LAPS);
  try {
    const pages = [...(await benchPages(made)), await benchJson(made)];
    return [...pages, ...(await benchSums(made)), ...(await benchCoverage(made))];
  } finally {
    await made.store.destroy();
    rmSync(dataDir, { recursive: true });
  }
}

type Filter = Omit<LapsQuery, 'order' | 'limit' | 'after'>;

const FILTERS: [string, Filter][] = [
  ['one driver', { driver: 'd-5' }],
  ['one session', { session: 's-3' }],
  ['clean laps by keys under 45 s on one track', { track: 'technical', clean: true, style: 'keys', max: 45_000 }],
  ['flagged', { flagged: true }],
];

async function benchPages({ store }: MadeStore): Promise<BenchResult[]> {
  const page = async (order: LapOrder, filter: Filter, limit = 50, after?: string) => {
    const { rows, next } = await pageOfLaps(store, { order, limit, after, ...filter }, STRANGER);
    return { json: JSON.stringify(rows.map(lapRow)), next };
  };
  const results: BenchResult[] = [];
  for (const order of LAP_ORDERS) {
    results.push(await timed(`${named(LAPS)} laps: first page, ${order}`, () => page(order, {})));
  }
  for (const [name, filter] of FILTERS) {
    results.push(await timed(`${named(LAPS)} laps: a page of ${name}, novel first`, () => page('novel', filter)));
  }
  results.push(await timed(`${named(LAPS)} laps: a page of 200, fastest first`, () => page('fastest', {}, 200)));
  for (const order of ['newest', 'slowest'] as const) {
    const middle = await cursorAt(store, order);
    results.push(await timed(`${named(LAPS)} laps: the middle page, ${order}`, () => page(order, {}, 50, middle)));
  }
  return results;
}

/** A cursor half way through the laps, as the page before it would end with. */
async function cursorAt(store: MadeStore['store'], order: 'newest' | 'slowest'): Promise<string> {
  const column = order === 'newest' ? 'started_at' : 'time_ms';
  const row = await store
    .selectFrom('lap_quality')
    .select(['episode_id', 'number', column])
    .orderBy(column, 'desc')
    .offset(LAPS / 2)
    .limit(1)
    .executeTakeFirstOrThrow();
  return `${row[column]}~${row.episode_id}~${row.number}`;
}

/** What a page of 200 costs the thread that runs the races, once the store's thread has found it. */
async function benchJson({ store }: MadeStore): Promise<BenchResult> {
  const { rows } = await pageOfLaps(store, { order: 'newest', limit: 200 }, STRANGER);
  return await timed('200 laps of the table as JSON', async () => JSON.stringify(rows.map(lapRow)));
}

async function benchSums({ store }: MadeStore): Promise<BenchResult[]> {
  const [, , [name, filter]] = FILTERS;
  return [
    await timed(`${named(LAPS)} laps: totals of all`, () => countLaps(store, {}, STRANGER)),
    await timed(`${named(LAPS)} laps: totals of ${name}`, () => countLaps(store, filter, STRANGER)),
    await timed(`${named(LAPS)} laps: drivers and their laps`, () => driversOfLaps(store, {}, STRANGER, 1000)),
  ];
}

async function benchCoverage({ store, track }: MadeStore): Promise<BenchResult[]> {
  const cover = async (filter: Filter) => {
    const order = { track: track.file, trackHash: track.hash, viewer: STRANGER };
    return JSON.stringify(await coverageOfLaps(store, { ...order, filter: { track: track.id, ...filter } }));
  };
  const newest = `the newest ${named(MOST_COVERED)}`;
  return [
    await timed(`${named(LAPS)} laps: where ${newest} were`, () => cover({})),
    await timed(`${named(LAPS)} laps: where ${newest} clean ones were`, () => cover({ clean: true })),
    await timed(`${named(LAPS)} laps: where those of one driver were`, () => cover({ driver: 'd-5' })),
  ];
}

const named = (laps: number): string => laps.toLocaleString('en');

/** Median milliseconds, after one run that warms up. */
async function timed(name: string, work: () => Promise<unknown>): Promise<BenchResult> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  return { name, unit: 'ms', value: medianOf(times), runs: RUNS, peers: {} };
}
