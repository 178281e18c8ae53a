import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { lapsOfDataset as lapsInPage } from '../../../client/policies/here/laps.ts';
import { lapsOfDataset } from '../../../server/dataset/collection.ts';
import { datasetSchema } from '../../../shared/wire/datasets.ts';
import { PeoplesServer, type Person } from './people.ts';

let site: PeoplesServer;
let mira: Person;
let other: Person;
let datasetId: string;

beforeAll(async () => {
  site = await PeoplesServer.open();
  [mira, other] = [await site.person(), await site.person()];
  await site.drive('race-1', mira, other, 1);
  await site.drive('race-2', mira, other, 2);
  datasetId = await site.dataset(mira, 'mine');
  const origin = `http://127.0.0.1:${site.server.port}`;
  const { fetch } = globalThis;
  // What a page asks of its own server.
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) =>
    fetch(path.startsWith('/') ? origin + path : path, init),
  );
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await site.server.close();
});

const datasetOf = async () => datasetSchema.parse(await (await site.ask('GET', `/datasets/${datasetId}`, mira)).json());

test('a page that drives the races again has the very laps that the server trains on, with the cars beside them', async () => {
  const heard: number[] = [];
  const lesson = { dataset: await datasetOf(), token: mira.driverToken };
  const here = await lapsInPage(lesson, (races, of) => heard.push(races, of));
  const there = await lapsOfDataset(site.server.store, datasetId);
  expect(here.length).toBeGreaterThan(1);
  expect(here).toEqual(there.laps);
  expect(here[0]!.others!.length).toBeGreaterThan(0);
  expect(heard).toEqual([0, 2, 1, 2, 2, 2]);
});

test('the places are told to whoever may read the data set, and a data set too large for a page is refused', async () => {
  const { items } = (await (await site.ask('GET', `/datasets/${datasetId}/drives`, other)).json()) as {
    items: { raceId: string; driver: unknown; car: number; firstTick: number }[];
  };
  expect(items.map(({ raceId, driver, firstTick }) => [raceId, driver, firstTick])).toEqual(
    ['race-1', 'race-2'].map((raceId) => [raceId, { id: mira.driverId, kind: 'human' }, 0]),
  );
  expect((await site.ask('GET', '/datasets/ds-nowhere/drives', other)).status).toBe(404);
  const dataset = await datasetOf();
  const large = { ...dataset, laps: Array.from({ length: 401 }, () => dataset.laps[0]!) };
  await expect(lapsInPage({ dataset: large, token: undefined }, () => {})).rejects.toThrow(/401 laps.*at most 400/);
});

test('once laps were taken back their places are gone', async () => {
  await site.ask('DELETE', '/drivers/me', mira);
  expect((await site.ask('GET', `/datasets/${datasetId}/drives`, other)).status).toBe(410);
});
