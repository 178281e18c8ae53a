import { Client } from '@colyseus/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDriver } from '../../../server/store/drivers.ts';
import { episodesOfRace } from '../../../server/store/episodes.ts';
import { insertPolicy } from '../../../server/store/policies.ts';
import { BUTTON_WHEEL } from '../../../shared/race/frame.ts';
import type { DriveInput } from '../../../shared/wire/input.ts';
import { linearPolicy } from './linearpolicy.ts';
import { type RaceClient, until } from './people.ts';
import { type WholeServer, wholeServer } from './wholeserver.ts';

let server: WholeServer;
beforeAll(async () => {
  server = await wholeServer();
});
afterAll(() => server.close());

test('over the network: a clone drives, the held button takes the wheel, and each turn is an episode', async () => {
  const { driverId, driverToken } = await createDriver(server.store);
  const { manifest, bytes } = linearPolicy();
  const of = { datasetId: null, driverId, createdBy: driverId, trackId: 'ring150' };
  const { id } = await insertPolicy(server.store, { ...of, manifest, file: bytes });
  const consent = { version: 1, recorded: true, shared: false, exported: false };
  const request = { trackId: 'ring150', laps: 9, grid: [], consent, driverToken, drive: { policyId: id } };
  const client = new Client(`http://127.0.0.1:${server.port}`);
  await expect(client.create('race', { ...request, drive: { policyId: 'p-none' } })).rejects.toThrow(
    /no clone "p-none"/,
  );
  const room = (await client.create('race', request)) as unknown as RaceClient;
  await until(() => room.state?.cars?.get(room.sessionId) !== undefined, 'the first state');
  const car = () => room.state.cars.get(room.sessionId)!;
  expect([car().ridden, car().wheel, car().policyId]).toEqual([true, 'clone', id]);
  const input = room.input() as unknown as { data: DriveInput; send(): void };
  const hands = setInterval(() => input.send(), 1000 / 60);
  room.send('ready');
  await until(() => room.state.phase === 'racing' && car().vx > 4, 'the clone to drive');
  input.data.buttons = BUTTON_WHEEL;
  input.data.pedal = 127;
  await until(() => car().wheel === 'own', 'the wheel');
  expect(car().policyId).toBe('');
  const { tick } = room.state;
  await until(() => room.state.tick > tick + 30, 'half a second by hand');
  input.data.buttons = 0;
  await until(() => car().wheel === 'clone', 'the clone to have it back');
  clearInterval(hands);
  const { raceId } = room.state;
  await room.leave();
  await server.closed(raceId);
  const episodes = await episodesOfRace(server.store, raceId);
  expect(episodes.map(({ driver }) => [driver.kind, driver.id])).toEqual([
    ['policy', id],
    ['human', driverId],
    ['policy', id],
  ]);
  expect(server.complaints).toEqual([]);
});
