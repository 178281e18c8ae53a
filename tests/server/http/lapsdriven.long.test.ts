import { afterAll, beforeAll, expect, test } from 'vitest';
import { coverageSchema, lapsReplySchema } from '../../../shared/wire/laps.ts';
import { PredictedClient, virtualFrames } from '../race/predictedclient.ts';
import { type WholeServer, wholeServer } from '../race/wholeserver.ts';

let server: WholeServer;
beforeAll(async () => {
  server = await wholeServer();
});
afterAll(() => server.close());

const api = async (method: string, path: string, token?: string, body?: unknown) => {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const url = `http://127.0.0.1:${server.port}/api${path}`;
  const response = await fetch(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
};
const laps = async (query = '') => lapsReplySchema.parse((await api('GET', `/laps?${query}`)).body);
const coverage = async () => coverageSchema.parse((await api('GET', '/coverage?track=ring150')).body);

test('a lap driven over the network stands in the table with its round trip, is marked, and goes when it is taken back', async () => {
  const { driverId, driverToken } = (await api('POST', '/drivers')).body;
  const consent = { version: 1, recorded: true, shared: false, exported: false };
  const race = { trackId: 'ring150', laps: 1, grid: [], driverToken, consent };
  const person = await PredictedClient.join(server.port, 'create', { ...race, name: 'Ada' });
  const { state } = person.room;
  const { raceId } = state;
  person.room.send('ready');
  person.wish.speed = 12;
  await virtualFrames(180, (now) => {
    person.frame(now);
    return state.phase === 'finished';
  });
  await person.room.leave();
  expect(await server.closed(raceId)).toBe('complete');

  const { items, total } = await laps();
  expect(total).toBe(1);
  const [lap] = items;
  expect(lap).toMatchObject({
    ...{ raceId, trackId: 'ring150', number: 1, standingStart: true, pace: 1, novelty: null },
    ...{ driver: { id: driverId, kind: 'human' }, style: 'stick', mark: 'none' },
  });
  // On loopback: measured, every two seconds of ten.
  expect(lap.latencyMs).not.toBe(null);
  expect(JSON.stringify(items)).not.toContain('Ada');
  const seen = await coverage();
  expect([seen.laps, seen.of, seen.drivers.map(({ id }) => id)]).toEqual([1, 1, [driverId]]);
  // One line is one lane of a road ten metres wide; it wanders over a lane's edge at most.
  expect(seen.seen).toBeGreaterThan(0.05);
  expect(seen.seen).toBeLessThan(0.5);

  const named = { laps: [{ episodeId: lap.episodeId, number: 1 }] };
  const marked = await api('POST', '/laps/marks', driverToken, { ...named, mark: 'left-out', reason: 'a test' });
  expect(marked.body).toEqual({ marked: 1 });
  expect((await laps('mark=left-out')).items[0]).toMatchObject({ reason: 'a test' });
  const gone = await api('POST', '/laps/delete', driverToken, named);
  expect(gone.body).toMatchObject({ episodes: 1, laps: 1 });
  expect((await laps()).total).toBe(0);
  expect(await coverage()).toMatchObject({ laps: 0, seen: 0, drivers: [] });
  expect(server.complaints).toEqual([]);
});
