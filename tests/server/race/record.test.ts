import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLog } from '../../../server/store/races.ts';
import { decodeLog } from '../../../shared/episode/codec.ts';
import { logTicks } from '../../../shared/episode/log.ts';
import { verifyLog } from '../../../shared/episode/resimulate.ts';
import { PredictedClient, virtualFrames } from './predictedclient.ts';
import { type WholeServer, wholeServer } from './wholeserver.ts';

let server: WholeServer;
beforeAll(async () => {
  server = await wholeServer();
});
afterAll(() => server.close());

/** Everything that anybody may read about a race. */
async function everyAnswer(raceId: string, episodeId: string): Promise<string> {
  const paths = [
    '/api/episodes?limit=200',
    `/api/races/${raceId}`,
    `/api/episodes/${episodeId}`,
    `/api/episodes/${episodeId}/trajectory`,
    `/api/episodes/${episodeId}/log`,
    ...['/api/datasets', '/api/policies', '/api/tracks', '/health'],
  ];
  return (await Promise.all(paths.map((path) => server.get(path)))).join('\n');
}

test('of two people who touch, the one who refused is nowhere, and the other replays to the bit', async () => {
  const made = await fetch(`http://127.0.0.1:${server.port}/api/drivers`, { method: 'POST' });
  const { driverId, driverToken } = (await made.json()) as { driverId: string; driverToken: string };
  const consent = { version: 1, recorded: true, shared: false, exported: false };
  const race = { trackId: 'ring150', laps: 1, grid: [] };
  const willing = await PredictedClient.join(server.port, 'create', { ...race, name: 'Willing', driverToken, consent });
  const { roomId, state } = willing.room;
  const refusing = await PredictedClient.join(server.port, 'joinById', { roomId, name: 'Wallflower' });
  willing.room.send('ready');
  refusing.room.send('ready');
  const { raceId } = state;
  // The willing one stands in front and goes slower, so that the other runs into it again and again.
  willing.wish.speed = 11;
  refusing.wish.speed = 15;
  let acknowledged = -1;
  await virtualFrames(180, (now) => {
    willing.frame(now);
    refusing.frame(now);
    acknowledged = Math.max(acknowledged, state.recordedTick);
    return state.phase === 'finished';
  });
  expect(state.phase).toBe('finished');
  expect(willing.told.contactTick).toBeGreaterThan(0);
  expect(acknowledged).toBeGreaterThan(300);
  const refuser = [refusing.room.sessionId, 'Wallflower'];
  await Promise.all([willing.room.leave(), refusing.room.leave()]);
  expect(await server.closed(raceId)).toBe('complete');

  const { log, track } = await readLog(server.store, raceId);
  expect(log.header.cars.map((car) => car.driverId)).toEqual([driverId]);
  expect(log.chunks.some((chunk) => chunk.adoptions.length > 0)).toBe(true);
  expect(verifyLog(log, track)).toEqual({ verified: true, mismatches: [] });
  expect(logTicks(log)).toBeGreaterThanOrEqual(acknowledged);
  const list = JSON.parse(await server.get(`/api/episodes?driver=${driverId}`));
  expect(list.items).toHaveLength(1);
  expect(list.items[0].laps).toHaveLength(1);
  const fetched = await fetch(`http://127.0.0.1:${server.port}/api/episodes/${list.items[0].id}/log`);
  expect(decodeLog(new Uint8Array(await fetched.arrayBuffer())).header.raceId).toBe(raceId);
  const rows = JSON.parse(await server.get(`/api/episodes/${list.items[0].id}/trajectory`)).rows;
  expect(rows).toHaveLength(list.items[0].ticks + 1);
  const public_ = server.disk() + (await everyAnswer(raceId, list.items[0].id));
  expect(refuser.filter((word) => public_.includes(word))).toEqual([]);
  expect(public_).not.toContain('Willing');

  const headers = { authorization: `Bearer ${driverToken}` };
  const gone = await fetch(`http://127.0.0.1:${server.port}/api/drivers/me`, { method: 'DELETE', headers });
  expect(gone.status).toBe(200);
  const left = server.disk() + (await everyAnswer(raceId, 'none'));
  expect([...refuser, driverId, willing.room.sessionId].filter((word) => left.includes(word))).toEqual([]);
  expect(server.complaints).toEqual([]);
});
