import { cpSync } from 'node:fs';
import { constants, zstdCompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { allRaces, checkFile, setAside, type Verdict, verifyRace } from '../../../server/episode/verify.ts';
import { openStore } from '../../../server/store/database.ts';
import { episodesOfRace } from '../../../server/store/episodes.ts';
import { findRace } from '../../../server/store/races.ts';
import type { Store } from '../../../server/store/tables.ts';
import { runHeat, temporaryFolder, Watched } from './session.ts';

const TICKS = 1500;

let made: ReturnType<typeof temporaryFolder>;
let folder: ReturnType<typeof temporaryFolder>;
let store: Store;

beforeAll(async () => {
  made = temporaryFolder();
  const one = new Watched(made.dataDir);
  for (const raceId of ['r-1', 'r-2']) runHeat(one.recorder, { raceId, ticks: TICKS, drivers: ['d-a', 'd-b'] });
  for (const raceId of ['r-1', 'r-2']) await one.closing(raceId);
  await one.recorder.close();
});
beforeEach(async () => {
  folder = temporaryFolder();
  cpSync(made.dataDir, folder.dataDir, { recursive: true });
  store = await openStore(folder.dataDir);
});
afterEach(async () => {
  await store.destroy();
  folder.remove();
});
afterAll(() => made.remove());

async function verified(): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  for await (const raceId of allRaces(store)) verdicts.set(raceId, await verifyRace(store, raceId));
  return verdicts;
}

const chunk = (sequence: number) =>
  store
    .selectFrom('race_chunk')
    .select('bytes')
    .where('race_id', '=', 'r-1')
    .where('sequence', '=', sequence)
    .executeTakeFirstOrThrow();

const putChunk = (sequence: number, bytes: Uint8Array) =>
  store
    .updateTable('race_chunk')
    .set({ bytes })
    .where('race_id', '=', 'r-1')
    .where('sequence', '=', sequence)
    .execute();

test('what was recorded is verified, race by race', async () => {
  const verdicts = await verified();
  expect([...verdicts.values()].map(({ outcome, ticks, damage }) => [outcome, ticks, damage])).toEqual([
    ['verified', TICKS, []],
    ['verified', TICKS, []],
  ]);
  expect(await checkFile(store)).toEqual([]);
});

test('every flipped bit of a stored chunk is found, or changes nothing', async () => {
  const { bytes } = await chunk(3);
  for (let bit = 0; bit < bytes.length * 8; bit += 37) {
    const flipped = Uint8Array.from(bytes);
    flipped[bit >> 3] ^= 1 << (bit & 7);
    await putChunk(3, flipped);
    const { outcome, damage } = await verifyRace(store, 'r-1');
    expect([bit, outcome]).toEqual([bit, 'damaged']);
    expect(damage).toHaveLength(1);
    expect(damage[0].episodes).toHaveLength(2);
  }
});

/** Ways to damage race r-1, and what verification calls it. */
const DAMAGES: Record<string, { kind: string; reason: RegExp; hurt(): Promise<unknown> }> = {
  'a chunk that is gone': {
    kind: 'missing',
    reason: /^chunk 7, from tick 420 on: got none/,
    hurt: () => store.deleteFrom('race_chunk').where('race_id', '=', 'r-1').where('sequence', '=', 7).execute(),
  },
  'the last chunks gone': {
    kind: 'missing',
    reason: /^the log ends at tick 1200: got none after it, expected 1500 ticks/,
    hurt: () => store.deleteFrom('race_chunk').where('race_id', '=', 'r-1').where('sequence', '>=', 20).execute(),
  },
  'a truncated chunk': {
    kind: 'chunk',
    reason: /^chunk 5, from tick 300 on: Stored race log/,
    hurt: async () => putChunk(5, (await chunk(5)).bytes.subarray(0, 40)),
  },
  'an empty chunk': { kind: 'chunk', reason: /^chunk 5/, hurt: () => putChunk(5, new Uint8Array(0)) },
  'a chunk that unpacks to a gigabyte': {
    kind: 'chunk',
    reason: /^chunk 5/,
    hurt: () =>
      putChunk(5, zstdCompressSync(new Uint8Array(1 << 26), { params: { [constants.ZSTD_c_compressionLevel]: 3 } })),
  },
  'another second in its place': {
    kind: 'missing',
    reason: /first tick of a chunk: got 360, expected 300/,
    hurt: async () => putChunk(5, (await chunk(6)).bytes),
  },
  'a second of another race': {
    kind: 'hash',
    reason: /^replay at tick \d+: got/,
    hurt: async () => {
      const one = new Watched(folder.dataDir);
      runHeat(one.recorder, { raceId: 'r-3', ticks: 600, drivers: ['d-c', 'd-d'], seed: 9 });
      await one.closing('r-3');
      await one.recorder.close();
      const query = store.selectFrom('race_chunk').select('bytes').where('race_id', '=', 'r-3');
      await putChunk(5, (await query.where('sequence', '=', 5).executeTakeFirstOrThrow()).bytes);
    },
  },
  'a changed header': {
    kind: 'header',
    reason: /^header: got SHA-256/,
    hurt: async () => {
      const { header } = await store
        .selectFrom('race')
        .select('header')
        .where('id', '=', 'r-1')
        .executeTakeFirstOrThrow();
      const changed = header.replace('"recorded":true', '"recorded":false');
      await store.updateTable('race').set({ header: changed }).where('id', '=', 'r-1').execute();
    },
  },
  'a header that is no JSON, of a store from before its hash was kept': {
    kind: 'header',
    reason: /^Race log header: got text that is not JSON/,
    hurt: () =>
      store.updateTable('race').set({ header: '{"format":1,', header_hash: null }).where('id', '=', 'r-1').execute(),
  },
  'a counter that runs ahead': {
    kind: 'missing',
    reason: /expected 1560 ticks/,
    hurt: () =>
      store
        .updateTable('race')
        .set({ ticks: TICKS + 60 })
        .where('id', '=', 'r-1')
        .execute(),
  },
  'a counter that lags': {
    kind: 'counts',
    reason: /^race.ticks: got 1440, expected 1500/,
    hurt: () =>
      store
        .updateTable('race')
        .set({ ticks: TICKS - 60 })
        .where('id', '=', 'r-1')
        .execute(),
  },
  'a gap that no log tells of': {
    kind: 'counts',
    reason: /^race.gap_ticks: got 60, expected 0/,
    hurt: () => store.updateTable('race').set({ gap_ticks: 60 }).where('id', '=', 'r-1').execute(),
  },
};

describe.each(Object.entries(DAMAGES))('%s', (_, { kind, reason, hurt }) => {
  test('is named with the episodes it concerns, and quarantined; the other race is not touched', async () => {
    const before = await episodesOfRace(store, 'r-1');
    expect(before.map(({ laps }) => laps.length)).toEqual([expect.any(Number), expect.any(Number)]);
    await hurt();
    const verdict = (await verified()).get('r-1')!;
    expect(verdict).toMatchObject({ outcome: 'damaged', verified: false, damage: [{ kind }] });
    expect(verdict.damage[0].reason).toMatch(reason);
    expect(verdict.damage[0].episodes).toEqual(before.map(({ id }) => id));
    await setAside(store, verdict);
    expect((await findRace(store, 'r-1'))!.status).toBe('quarantined');
    expect((await episodesOfRace(store, 'r-1')).map(({ status }) => status)).toEqual(['quarantined', 'quarantined']);
    for (const table of ['lap', 'lap_quality'] as const) {
      const rows = await store.selectFrom(table).select('episode_id').distinct().execute();
      const others = (await episodesOfRace(store, 'r-2')).map(({ id }) => id);
      expect(rows.map(({ episode_id }) => episode_id).filter((id) => before.some((own) => own.id === id))).toEqual([]);
      expect(rows.filter(({ episode_id }) => others.includes(episode_id)).length).toBeGreaterThan(0);
    }
    expect((await verified()).get('r-2')!.outcome).toBe('verified');
    expect((await verified()).get('r-1')!.outcome).toBe('damaged');
  });
});

test('an episode whose row differs from its log goes alone', async () => {
  const [first, second] = await episodesOfRace(store, 'r-1');
  await store.updateTable('episode').set({ ticks: 900 }).where('id', '=', second.id).execute();
  const verdict = await verifyRace(store, 'r-1');
  expect(verdict.damage).toEqual([
    { kind: 'rows', tick: null, episodes: [second.id], reason: `episode ${second.id}, ticks: got 900, expected 1500` },
  ]);
  await setAside(store, verdict);
  expect((await findRace(store, 'r-1'))!.status).toBe('complete');
  expect((await episodesOfRace(store, 'r-1')).map(({ id, status }) => [id, status])).toEqual([
    [first.id, 'complete'],
    [second.id, 'quarantined'],
  ]);
});

test('a lap of the leaderboard that is in no log is found', async () => {
  const [first] = await episodesOfRace(store, 'r-1');
  expect(first.laps.length).toBeGreaterThan(0);
  await store
    .updateTable('lap')
    .set({ time_ms: 1 })
    .where('episode_id', '=', first.id)
    .where('sector', '=', 0)
    .execute();
  expect((await verifyRace(store, 'r-1')).reason).toMatch(/rows of laps: got 1\/1/);
});

test('a race that runs, and one of other physics, is told apart from a damaged one', async () => {
  await store.updateTable('race').set({ status: 'running' }).where('id', '=', 'r-1').execute();
  expect(await verifyRace(store, 'r-1')).toMatchObject({ outcome: 'later', verified: false, damage: [] });
  expect(await verifyRace(store, 'r-none')).toMatchObject({
    outcome: 'later',
    reason: expect.stringMatching(/no race r-none/),
  });
});
