import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertDataset } from '../../../server/store/datasets.ts';
import { insertEvaluation } from '../../../server/store/evaluations.ts';
import { insertPolicy } from '../../../server/store/policies.ts';
import type { SessionOpened } from '../../../shared/wire/sessions.ts';
import { Asker } from '../competition/organiser.ts';
import { reportOf } from '../evaluation/reports.ts';
import { drove } from '../store/drives.ts';
import { type HttpServer, httpServer } from './httpserver.ts';

let server: HttpServer;
let asker: Asker;
let session: SessionOpened;
/** Two drivers of the session, who raced each other; a third who drove elsewhere; each with their token. */
let robin: { driverId: string; driverToken: string };
let wren: typeof robin;
let stranger: typeof robin;
let raceId: string;
let otherRace: string;
let datasetId: string;
let policyId: string;
const episode = (car: number) => `e-${raceId}-${car}`;

beforeAll(async () => {
  server = await httpServer({
    train: async (_, askedBy) =>
      server.jobs.submit('train', askedBy, ({ signal }) => {
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(null)));
      }),
  });
  asker = new Asker(server.url);
  session = await asker.open({ private: true });
  robin = await asker.joined(session.code, 'Robin');
  wren = await asker.joined(session.code, 'Wren');
  stranger = await asker.driver();
  const { store } = server;
  raceId = await drove(store, { driverId: robin.driverId, laps: [20] }, { driverId: wren.driverId, laps: [19] });
  await store.updateTable('race').set({ session_id: session.id }).where('id', '=', raceId).execute();
  otherRace = await drove(store, { driverId: stranger.driverId, laps: [21] });
  const laps = [robin, wren].map(({ driverId }, car) => ({ episodeId: episode(car), driverId, lap: 1 }));
  const card = { how: { sessions: [session.id] } };
  const dataset = await insertDataset(store, { name: 'Frozen', recipe: {}, laps, card, createdBy: null } as never);
  datasetId = dataset.id;
  const made = {
    datasetId,
    driverId: null,
    createdBy: null,
    trackId: 'ring150',
    manifest: {},
    file: new Uint8Array(4),
  };
  policyId = (await insertPolicy(store, made)).id;
});
afterAll(() => server.close());

const get = async (path: string, token?: string) => asker.ask('GET', path, undefined, token);
const status = async (path: string, token?: string) => (await get(path, token)).status;

describe('a private session', () => {
  test('is read by its organiser', async () => {
    const { organiserToken } = session;
    expect((await get('/episodes', organiserToken)).body.items).toHaveLength(3);
    expect(await status(`/episodes/${episode(0)}`, organiserToken)).toBe(200);
    expect((await get(`/races/${raceId}`, organiserToken)).body.episodes).toHaveLength(2);
    expect((await get('/races?recent=1', organiserToken)).body.items).toHaveLength(2);
    expect(await status(`/datasets/${datasetId}`, organiserToken)).toBe(200);
    expect(await status(`/policies/${policyId}`, organiserToken)).toBe(200);
    expect(await status(`/policies/${policyId}/file`, organiserToken)).toBe(200);
  });

  test('is not there for anybody else: no lap, race, dataset or policy', async () => {
    const other = await asker.open();
    for (const token of [undefined, stranger.driverToken, other.organiserToken]) {
      const { items } = (await get('/episodes', token)).body;
      expect(items.map((item: { raceId: string }) => item.raceId)).toEqual([otherRace]);
      expect((await get('/races?recent=1', token)).body.items).toMatchObject([{ id: otherRace }]);
      expect((await get('/datasets', token)).body.items).toEqual([]);
      expect((await get('/policies', token)).body.items).toEqual([]);
      const hidden = [
        ...['', '/trajectory', '/log'].map((part) => `/episodes/${episode(0)}${part}`),
        ...[`/races/${raceId}`, `/races/${raceId}/log`, `/datasets/${datasetId}`],
        ...[`/policies/${policyId}`, `/policies/${policyId}/file`, `/divergence?policy=${policyId}`],
        ...[`/datasets/${datasetId}/export?format=csv`],
      ];
      for (const path of hidden) expect([path, await status(path, token)]).toEqual([path, 404]);
    }
  });

  test('a driver reads their own drive and the race they were in, not what others drove', async () => {
    expect((await get('/episodes', robin.driverToken)).body.items.map(({ id }: { id: string }) => id)).toContain(
      episode(0),
    );
    expect(await status(`/episodes/${episode(0)}`, robin.driverToken)).toBe(200);
    expect(await status(`/episodes/${episode(1)}`, robin.driverToken)).toBe(404);
    expect(await status(`/races/${raceId}`, robin.driverToken)).toBe(200);
    expect(await status(`/datasets/${datasetId}`, robin.driverToken)).toBe(404);
    expect(await status(`/policies/${policyId}`, robin.driverToken)).toBe(404);
  });

  test('its laps stand on no leaderboard and are nobody’s ghost', async () => {
    const { body } = await get('/leaderboards?track=ring150');
    expect(body.items.map((item: { driverId: string }) => item.driverId)).toEqual([stranger.driverId]);
    expect((await get('/ghosts?track=ring150')).body).toMatchObject({ trackDriverId: stranger.driverId });
    expect((await get('/ghosts?track=ring150', wren.driverToken)).body).toMatchObject({ own: episode(1) });
  });

  test('learning from it takes its organiser’s token', async () => {
    const training = { datasetId, head: 'bins', seeds: 1 };
    const train = async (token: string) => (await asker.ask('POST', '/policies', training, token)).status;
    expect(await train(robin.driverToken)).toBe(404);
    expect(await train(stranger.driverToken)).toBe(404);
    const own = await asker.ask('POST', '/policies', training, session.organiserToken);
    expect(own).toMatchObject({ status: 202, body: { kind: 'train' } });
    const cancel = (token: string) => asker.ask('DELETE', `/jobs/${own.body.id}`, undefined, token);
    expect((await cancel(robin.driverToken)).status).toBe(403);
    expect((await cancel(session.organiserToken)).status).toBe(200);
    const elsewhere = await asker.open();
    expect(await train(elsewhere.organiserToken)).toBe(404);
    const evaluation = { policyId, trackId: 'ring150' };
    expect((await asker.ask('POST', '/evaluations', evaluation, robin.driverToken)).status).toBe(404);
    const result = reportOf([{}], { policy: policyId });
    const judged = await insertEvaluation(server.store, { policyId, request: {}, result });
    const refused = await asker.ask('GET', `/evaluations/${judged}`, undefined, robin.driverToken);
    expect(refused).toMatchObject({ status: 404, body: { detail: expect.stringContaining(judged) } });
    expect(refused.body.detail).not.toContain(policyId);
    expect(await status(`/evaluations/${judged}`, session.organiserToken)).toBe(200);
  });

  test('its organiser deletes a drive of it, and none of anybody else', async () => {
    const remove = (id: string, token: string) => asker.ask('DELETE', `/episodes/${id}`, undefined, token);
    expect((await remove(`e-${otherRace}-0`, session.organiserToken)).status).toBe(403);
    expect((await remove(episode(1), robin.driverToken)).status).toBe(404);
    expect((await remove(episode(1), session.organiserToken)).status).toBe(200);
    expect(server.forgotten).toEqual([episode(1)]);
  });
});

test('a session that is not private is as open as everything else', async () => {
  const open = await asker.open();
  const driver = await asker.driver();
  const openRace = await drove(server.store, { driverId: driver.driverId, laps: [18] });
  await server.store.updateTable('race').set({ session_id: open.id }).where('id', '=', openRace).execute();
  expect(await status(`/races/${openRace}`)).toBe(200);
  expect((await get('/leaderboards?track=ring150')).body.items[0]).toMatchObject({ driverId: driver.driverId });
});
