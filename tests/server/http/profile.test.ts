import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDriver } from '../../../server/store/drivers.ts';
import { insertPolicy } from '../../../server/store/policies.ts';
import { encodePolicy } from '../../../shared/policy/file.ts';
import { KART } from '../../../shared/vehicle/cars.ts';
import { listOf } from '../../../shared/wire/api.ts';
import { type Profile, profileSchema, recentRaceSchema } from '../../../shared/wire/records.ts';
import { madePolicy } from '../../shared/policy/fixture.ts';
import { drove, RING } from '../store/drives.ts';
import { type HttpServer, httpServer } from './httpserver.ts';

let server: HttpServer;
let ada: Awaited<ReturnType<typeof createDriver>>;
beforeAll(async () => {
  server = await httpServer();
});
beforeEach(async () => {
  for (const table of ['race', 'policy'] as const) await server.store.deleteFrom(table).execute();
  ada = await createDriver(server.store);
});
afterAll(() => server.close());

const profile = async (): Promise<Profile> =>
  profileSchema.parse((await server.ask('GET', '/api/drivers/me/profile', undefined, ada.driverToken)).body);
const recent = async (query = '') =>
  listOf(recentRaceSchema).parse((await server.ask('GET', `/api/races?recent=1${query}`)).body);

async function clone(id: string, driverId: string | null): Promise<void> {
  const { manifest, weights } = madePolicy(1);
  const place = { datasetId: null, driverId, createdBy: driverId, trackId: RING.id };
  await insertPolicy(server.store, { ...place, id, manifest, file: encodePolicy(manifest, weights) });
}

test('a profile is its driver’s alone', async () => {
  expect((await server.ask('GET', '/api/drivers/me/profile')).status).toBe(401);
  expect(await profile()).toEqual({ driverId: ada.driverId, laps: [], clones: [], rivals: [] });
});

test('laps are told by track and car, with the best of them and its place among people', async () => {
  const { store } = server;
  await drove(store, { driverId: ada.driverId, laps: [12, -10, 11] }, { driverId: 'd-bo', laps: [9] });
  const second = await drove(store, { driverId: ada.driverId, laps: [10.5] });
  await drove(store, { driverId: ada.driverId, laps: [-8], spec: KART });
  await drove(store, { driverId: 'p-fast', laps: [5], kind: 'policy' });
  const { laps } = await profile();
  expect(laps).toMatchObject([
    {
      ...{ trackId: 'ring150', car: 'club-racer', races: 2, laps: 4, cleanLaps: 3, bestLapMs: 10_500, place: 2 },
      ...{ bestEpisodeId: `e-${second}-0`, medal: null, nextMedal: null },
    },
    { car: 'kart', races: 1, laps: 1, cleanLaps: 0, bestLapMs: null, bestEpisodeId: null, place: null },
  ]);
});

test('own clones stand with the scores they were chosen by and what they raced', async () => {
  await clone('p-own', ada.driverId);
  await clone('p-other', 'd-bo');
  await drove(server.store, { driverId: 'p-own', laps: [-9, 11], kind: 'policy' });
  const { manifest } = madePolicy(1);
  expect((await profile()).clones).toMatchObject([
    { policyId: 'p-own', trackId: 'ring150', kind: manifest.kind, scores: manifest.scores, races: 1 },
  ]);
});

test('rivals are whom one met most, and who came in ahead', async () => {
  const me = { driverId: ada.driverId };
  const { store } = server;
  await clone('p-own', ada.driverId);
  const script = { driverId: 'scripted-fast-pad-1', kind: 'scripted' as const, laps: [1] };
  const gone = { driverId: 'p-gone', kind: 'policy' as const, laps: [1] };
  await drove(store, { ...me, laps: [10, 10] }, { driverId: 'd-bo', laps: [11, 8] }, script, gone);
  await drove(store, { ...me, laps: [10, 10] }, { driverId: 'd-bo', laps: [9] });
  // Two cars of one clone: the better one counts. A tie is nobody's.
  const own = { driverId: 'p-own', kind: 'policy' as const };
  await drove(
    store,
    { ...own, laps: [20] },
    { ...me, laps: [15] },
    { ...own, laps: [14] },
    { driverId: 'd-bo', laps: [15] },
  );
  await drove(store, { ...own, laps: [20] }, { driverId: 'd-bo', laps: [15] });
  const { rivals } = await profile();
  expect(rivals.map(({ driverId, races, ahead, behind }) => [driverId, races, ahead, behind])).toEqual([
    ['d-bo', 3, 1, 1],
    ['p-own', 1, 0, 1],
  ]);
  expect(rivals[1]).toMatchObject({ kind: 'policy', policyId: 'p-own', cloneOf: ada.driverId });
});

test('a car that changed hands has one result, and its drivers are not each other’s rivals', async () => {
  await clone('p-own', ada.driverId);
  const { store } = server;
  const laps = [10, 10, 10];
  const raceId = await drove(store, { driverId: ada.driverId, laps: [10] }, { driverId: 'd-bo', laps: [16, 16] });
  // The clone took over and drove two more laps of the same car.
  const helper = await drove(store, { driverId: 'p-own', kind: 'policy', laps });
  await store.updateTable('episode').set({ car: 0, first_tick: 601 }).where('race_id', '=', helper).execute();
  await store.deleteFrom('lap').where('episode_id', '=', `e-${helper}-0`).where('number', '=', 1).execute();
  await sql`UPDATE episode SET race_id = ${raceId} WHERE race_id = ${helper}`.execute(store);
  const { rivals } = await profile();
  expect(rivals.map(({ driverId, ahead, behind }) => [driverId, ahead, behind])).toEqual([['d-bo', 1, 0]]);
});

test('recent races are told page by page, the newest first, each in the order they came in', async () => {
  const { store } = server;
  const first = await drove(store, { driverId: 'd-a', laps: [12, 11] }, { driverId: 'd-b', laps: [-9, 13] });
  const second = await drove(store, { driverId: 'd-a', laps: [-12] }, { driverId: 'd-c', laps: [12, 12] });
  const running = await drove(store, { driverId: 'd-a', laps: [] });
  await store.updateTable('race').set({ status: 'running' }).where('id', '=', running).execute();
  const spoilt = await drove(store, { driverId: 'd-a', laps: [5] });
  await store.updateTable('race').set({ status: 'quarantined' }).where('id', '=', spoilt).execute();
  const page = await recent('&limit=1');
  const rest = await recent(`&limit=1&after=${encodeURIComponent(page.next!)}`);
  expect([page.items[0].id, rest.items[0].id, rest.next]).toEqual([second, first, null]);
  const told = (race: (typeof page.items)[number]) =>
    race.drivers.map((row) => [row.driverId, row.lapsDriven, row.bestLapMs]);
  expect(told(page.items[0])).toEqual([
    ['d-c', 2, 12_000],
    ['d-a', 1, null],
  ]);
  expect(told(rest.items[0])).toEqual([
    ['d-b', 2, 13_000],
    ['d-a', 2, 11_000],
  ]);
  expect([page.items[0].bestLapMs, rest.items[0].bestLapMs]).toEqual([12_000, 11_000]);
  expect((await recent('&track=oval')).items).toEqual([]);
  expect(JSON.stringify(page)).not.toMatch(/consent/);
  for (const query of ['&limit=0', '&limit=101', '&track=a%20b']) {
    expect((await server.ask('GET', `/api/races?recent=1${query}`)).status).toBe(400);
  }
});
