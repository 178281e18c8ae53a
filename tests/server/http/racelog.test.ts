import { get } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { episodesOfRace } from '../../../server/store/episodes.ts';
import { decodeLog } from '../../../shared/episode/codec.ts';
import { verifyLog } from '../../../shared/episode/resimulate.ts';
import { problemSchema } from '../../../shared/wire/api.ts';
import { RunningHeat, runHeat, Watched } from '../episode/session.ts';
import { TRACKS } from '../race/raceserver.ts';
import { type WholeServer, wholeServer } from '../race/wholeserver.ts';

const RING = TRACKS.get('ring150')!;
let server: WholeServer;
let recording: Watched;
beforeAll(async () => {
  server = await wholeServer();
  recording = new Watched(server.dataDir);
});
afterAll(async () => {
  await recording.recorder.close();
  await server.close();
});

/** `etag` asks as a browser does that still holds something. */
const fetched = (path: string, etag?: string) => {
  const headers = etag ? { 'if-none-match': etag, 'cache-control': 'max-age=0' } : undefined;
  return fetch(`http://127.0.0.1:${server.port}${path}`, { headers });
};
const decoded = async (answer: Response) => decodeLog(new Uint8Array(await answer.arrayBuffer()));

/** Bytes as they come over the wire, without any unpacking. */
async function wireBytes(path: string, encoding: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const asking = { host: '127.0.0.1', port: server.port, path, headers: { 'accept-encoding': encoding } };
    get(asking, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts)));
    }).on('error', reject);
  });
}

test('a race’s log is packed, replays to the bit, and is not sent twice', async () => {
  runHeat(recording.recorder, { raceId: 'r-log', ticks: 600, drivers: ['d-a', 'd-b'] });
  await recording.closing('r-log');
  const [episode] = await episodesOfRace(server.store, 'r-log');
  const path = '/api/races/r-log/log';
  const answer = await fetched(path);
  expect(answer.headers.get('content-type')).toBe('application/octet-stream');
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  const log = await decoded(answer);
  expect(verifyLog(log, RING)).toEqual({ verified: true, mismatches: [] });
  expect(await decoded(await fetched(`/api/episodes/${episode.id}/log`))).toEqual(log);

  const [packed, plain] = [await wireBytes(path, 'gzip'), await wireBytes(path, 'identity')];
  expect(decodeLog(new Uint8Array(plain))).toEqual(log);
  expect(packed.length).toBeLessThan(plain.length / 2);

  const etag = answer.headers.get('etag')!;
  const again = await fetched(path, etag);
  expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
  // Laps that were taken back are in no answer, whatever a browser still holds.
  expect(answer.headers.get('cache-control')).toMatch(/no-cache/);
  await recording.recorder.forgetDriver('d-a');
  const left = await fetched(path, etag);
  expect(left.status).toBe(200);
  expect((await decoded(left)).header.cars.map(({ driverId }) => driverId)).toEqual(['d-b']);
});

test('of a race that runs, or that there is none of, the asker hears why there is no log', async () => {
  const heat = new RunningHeat(recording.recorder, { raceId: 'r-running', ticks: 0, drivers: ['d-c'] });
  heat.run(120);
  while (!recording.recorded.has('r-running')) await new Promise((resolve) => setTimeout(resolve, 10));
  for (const [raceId, status, reason] of [
    ['r-running', 409, /still running/],
    ['r-none', 404, /no race "r-none"/],
  ] as const) {
    const answer = await fetched(`/api/races/${raceId}/log`);
    expect(answer.status).toBe(status);
    expect(problemSchema.parse(await answer.json()).detail).toMatch(reason);
  }
  heat.finish();
  await recording.closing('r-running');
  expect((await fetched('/api/races/r-running/log')).status).toBe(200);
});
