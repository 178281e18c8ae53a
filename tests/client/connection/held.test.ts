import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ApiError, fetchEpisode } from '../../../client/connection/api.ts';
import { driver } from '../../../client/connection/driver.ts';
import { byHeldTokens, fetchClones } from '../../../client/connection/held.ts';
import { openedSessions } from '../../../client/connection/openedsessions.ts';
import { insertDataset } from '../../../server/store/datasets.ts';
import { insertPolicy } from '../../../server/store/policies.ts';
import type { SessionOpened } from '../../../shared/wire/sessions.ts';
import { Asker } from '../../server/competition/organiser.ts';
import { type HttpServer, httpServer } from '../../server/http/httpserver.ts';
import { linearPolicy } from '../../server/race/linearpolicy.ts';
import { drove } from '../../server/store/drives.ts';

/** What a page reads of a private session, from the real server, which the page's own addresses lead to here. */
let server: HttpServer;
let session: SessionOpened;
let robin: { driverId: string; driverToken: string };
let episode: string;
let asked: (string | null)[] = [];
const fetched = globalThis.fetch;
beforeAll(async () => {
  server = await httpServer();
  const asker = new Asker(server.url);
  session = await asker.open({ private: true });
  robin = await asker.joined(session.code, 'Robin');
  const raceId = await drove(server.store, { driverId: robin.driverId, laps: [20] });
  await server.store.updateTable('race').set({ session_id: session.id }).where('id', '=', raceId).execute();
  episode = `e-${raceId}-0`;
  const laps = [{ episodeId: episode, driverId: robin.driverId, lap: 1 }];
  const card = { how: { sessions: [session.id] } };
  const { id: datasetId } = await insertDataset(server.store, {
    name: 'Own',
    recipe: {},
    laps,
    card,
    createdBy: null,
  } as never);
  const { manifest, bytes } = linearPolicy();
  const clone = { driverId: robin.driverId, createdBy: robin.driverId, trackId: 'ring150' };
  await insertPolicy(server.store, { ...clone, datasetId, manifest, file: bytes });
  globalThis.fetch = (path, init) => {
    asked.push(new Headers(init?.headers).get('authorization'));
    return fetched(String(path).startsWith('/') ? server.url + path : path, init);
  };
});
afterAll(async () => {
  globalThis.fetch = fetched;
  await server.close();
});
beforeEach(() => {
  driver.value = { driverId: null, driverToken: null, name: '', consent: null, under14: false };
  openedSessions.value = [];
  asked = [];
});

const read = () => byHeldTokens((token) => fetchEpisode(episode, undefined, token));
const organised = (token: string) => ({ code: session.code, token, name: '', openedAt: '' });

test('nobody’s browser reads nothing, and is told that there is nothing', async () => {
  await expect(read()).rejects.toMatchObject({ status: 404 });
  openedSessions.value = [organised('x'.repeat(43))];
  await expect(read()).rejects.toMatchObject({ status: 404 });
  expect(await read().catch((error) => error)).toBeInstanceOf(ApiError);
});

test('a driver reads their own drive, an organiser that of the session', async () => {
  driver.value = { ...driver.value, ...robin };
  expect((await read()).id).toBe(episode);
  driver.value = { ...driver.value, driverId: null, driverToken: 'y'.repeat(43) };
  openedSessions.value = [organised('x'.repeat(43)), organised(session.organiserToken)];
  expect((await read()).id).toBe(episode);
});

test('no token is shown where none is needed', async () => {
  driver.value = { ...driver.value, ...robin };
  const open = await drove(server.store, { driverId: 'd-somebody', laps: [21] });
  await byHeldTokens((token) => fetchEpisode(`e-${open}-0`, undefined, token));
  expect(asked).toEqual([null]);
});

test('one’s own clones are listed with those of a private session; with a token of old, the open ones are', async () => {
  const { driverId } = robin;
  expect(await fetchClones({ driver: driverId })).toEqual([]);
  driver.value = { ...driver.value, ...robin };
  expect(await fetchClones({ driver: driverId })).toMatchObject([{ driverId }]);
  driver.value = { ...driver.value, driverToken: 'y'.repeat(43) };
  expect(await fetchClones({ driver: driverId })).toEqual([]);
});
