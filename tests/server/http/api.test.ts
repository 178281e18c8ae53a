import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { insertDataset } from '../../../server/store/datasets.ts';
import { setConsent } from '../../../server/store/drivers.ts';
import { insertEpisode } from '../../../server/store/episodes.ts';
import { insertPolicy } from '../../../server/store/policies.ts';
import { insertRace } from '../../../server/store/races.ts';
import { decodePolicy, encodePolicy } from '../../../shared/policy/file.ts';
import { PHYSICS } from '../../../shared/race/constants.ts';
import { driverSchema, episodeSchema, healthSchema, newDriverSchema, problemSchema } from '../../../shared/wire/api.ts';
import { madePolicy } from '../../shared/policy/fixture.ts';
import { TRACKS } from '../race/raceserver.ts';
import { type HttpServer, httpServer } from './httpserver.ts';

let server: HttpServer;
beforeAll(async () => {
  server = await httpServer();
});
afterAll(() => server.close());

const consent = { version: 1, recorded: true, shared: false, exported: false };

async function newDriver(): Promise<z.infer<typeof newDriverSchema>> {
  return newDriverSchema.parse((await server.ask('POST', '/api/drivers')).body);
}

/** One race of one driver with one clean lap, straight into the store. */
async function driven(driverId: string, raceId: string): Promise<string> {
  const track = TRACKS.get('ring150')!;
  const startedAt = '2026-11-22T10:00:00.000Z';
  const header = { raceId, physics: PHYSICS, trackId: track.id, trackHash: track.hash, trackFile: track.file };
  await insertRace(
    server.store,
    { ...header, format: 1, laps: 1, contact: true, startedAt, cars: [] },
    { id: 'test', pid: 1 },
  );
  const lap = {
    number: 1,
    timeMs: 11_250,
    clean: true,
    inTraffic: false,
    standingStart: true,
    partial: false,
    sectors: [],
    endTick: 675,
    spoiledAt: null,
  };
  const driver = { id: driverId, kind: 'human' as const, policyId: null };
  await insertEpisode(server.store, {
    ...{
      id: `e-${raceId}`,
      raceId,
      trackId: track.id,
      vehicle: 'club-racer',
      driver,
      startedAt,
      ticks: 700,
      gapTicks: 0,
      laps: [lap],
    },
    ...{ falls: 0, offTracks: 0, contacts: 0, physics: PHYSICS, status: 'complete', consent, car: 0, firstTick: 0 },
  });
  return `e-${raceId}`;
}

describe('HTTP interface', () => {
  test('health answers at both addresses', async () => {
    for (const path of ['/health', '/api/health']) {
      const { status, body } = await server.ask('GET', path);
      expect(status).toBe(200);
      healthSchema.parse(body);
    }
  });

  test('a code nobody has given out is an empty list; what cannot be a code is refused', async () => {
    expect((await server.ask('GET', '/api/races?code=k7m2qp')).body).toEqual({ items: [], next: null });
    for (const query of ['', '?code=', '?code=a%20b']) {
      expect((await server.ask('GET', `/api/races${query}`)).status).toBe(400);
    }
  });

  test('a driver is a pseudonym and 256 bits of token', async () => {
    const { driverId, driverToken } = await newDriver();
    expect(Buffer.from(driverToken, 'base64url')).toHaveLength(32);
    const { body } = await server.ask('GET', '/api/drivers/me', undefined, driverToken);
    expect(driverSchema.parse(body)).toEqual({ driverId, consent: null, tracks: [] });
  });

  test('a driver sees what their laps amount to, and may change their mind', async () => {
    const { driverId, driverToken } = await newDriver();
    await driven(driverId, 'r-me');
    const put = await server.ask('PUT', '/api/drivers/me/consent', { ...consent, shared: true }, driverToken);
    expect(put.status).toBe(200);
    const { body } = await server.ask('GET', '/api/drivers/me', undefined, driverToken);
    expect(driverSchema.parse(body)).toEqual({
      driverId,
      consent: { ...consent, shared: true },
      tracks: [{ trackId: 'ring150', car: 'club-racer', laps: 1, cleanLaps: 1, bestLapMs: 11_250, trouble: null }],
    });
  });

  test('tracks are drawn with points at most 2 m apart and a grid', async () => {
    const list = await server.ask('GET', '/api/tracks');
    expect(list.body.items.map((track: { id: string }) => track.id)).toContain('oval');
    const { body } = await server.ask('GET', '/api/tracks/oval');
    const { centreLine, length } = body;
    const gaps = centreLine.map((point: { x: number; y: number }, i: number) => {
      const next = centreLine[(i + 1) % centreLine.length];
      return Math.hypot(next.x - point.x, next.y - point.y);
    });
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2.001);
    expect(gaps.reduce((sum: number, gap: number) => sum + gap, 0)).toBeCloseTo(length, 0);
    expect(body.grid).toHaveLength(16);
  });

  test('episodes are listed by pseudonym, page by page', async () => {
    const { driverId } = await newDriver();
    for (const raceId of ['r-a', 'r-b', 'r-c']) await driven(driverId, raceId);
    const seen: string[] = [];
    let next: string | null = '';
    do {
      const after: string = next ? `&after=${encodeURIComponent(next)}` : '';
      const { body } = await server.ask('GET', `/api/episodes?driver=${driverId}&limit=2${after}`);
      seen.push(...body.items.map((item: unknown) => episodeSchema.parse(item).id));
      next = body.next;
    } while (next);
    expect(seen.sort()).toEqual(['e-r-a', 'e-r-b', 'e-r-c']);
    const race = await server.ask('GET', '/api/races/r-a');
    expect(race.body.episodes.map((episode: { id: string }) => episode.id)).toEqual(['e-r-a']);
  });

  test("nobody deletes another's episode", async () => {
    const owner = await newDriver();
    const other = await newDriver();
    const id = await driven(owner.driverId, 'r-mine');
    expect((await server.ask('DELETE', `/api/episodes/${id}`)).status).toBe(401);
    expect((await server.ask('DELETE', `/api/episodes/${id}`, undefined, other.driverToken)).status).toBe(403);
    expect((await server.ask('DELETE', `/api/episodes/${id}`, undefined, 'x'.repeat(43))).status).toBe(401);
    expect(server.forgotten).not.toContain(id);
    expect((await server.ask('DELETE', `/api/episodes/${id}`, undefined, owner.driverToken)).status).toBe(200);
    expect(server.forgotten).toContain(id);
  });

  test("nobody learns from another's laps unless that driver said so", async () => {
    const owner = await newDriver();
    const other = await newDriver();
    const recipe = { trackId: 'oval', drivers: [owner.driverId] };
    const request = { name: 'theirs', recipe };
    expect((await server.ask('POST', '/api/datasets', request)).status).toBe(401);
    expect((await server.ask('POST', '/api/datasets', request, other.driverToken)).status).toBe(403);
    const laps = [{ episodeId: await driven(owner.driverId, 'r-theirs'), driverId: owner.driverId, lap: 1 }];
    const dataset = await insertDataset(server.store, { name: 'd', recipe, laps, card: {}, createdBy: owner.driverId });
    const training = { datasetId: dataset.id };
    expect((await server.ask('POST', '/api/policies', training)).status).toBe(401);
    expect((await server.ask('POST', '/api/policies', training, 'x'.repeat(43))).status).toBe(401);
    expect((await server.ask('POST', '/api/policies', training, other.driverToken)).status).toBe(403);
    await setConsent(server.store, owner.driverId, { ...consent, shared: true });
    // Now it gets past the rights to the learning port, which this test does not have.
    expect((await server.ask('POST', '/api/policies', training, other.driverToken)).status).toBe(500);
    expect(server.complaints.splice(0)).toHaveLength(1);
  });

  test('a policy tells who may race it, and comes as a file', async () => {
    const owner = await newDriver();
    const { manifest, weights } = madePolicy(1);
    const file = encodePolicy(manifest, weights);
    const place = { datasetId: null, driverId: owner.driverId, createdBy: owner.driverId, trackId: 'ring150' };
    const { id } = await insertPolicy(server.store, { ...place, manifest, file });
    const asked = async (token?: string) => (await server.ask('GET', `/api/policies/${id}`, undefined, token)).body;
    expect(await asked()).toMatchObject({ id, trackId: 'ring150', mayRace: false });
    expect(await asked(owner.driverToken)).toMatchObject({ mayRace: true });
    await setConsent(server.store, owner.driverId, { ...consent, shared: true });
    expect(await asked()).toMatchObject({ mayRace: true });
    const listed = await server.ask('GET', `/api/policies?driver=${owner.driverId}`);
    expect(listed.body.items.map((policy: { id: string }) => policy.id)).toEqual([id]);
    const download = await fetch(`${server.url}/api/policies/${id}/file`);
    expect(decodePolicy(new Uint8Array(await download.arrayBuffer()))).toEqual({ manifest, weights });
  });

  test('a policy of several people races for others once all of them allow it', async () => {
    const [one, two] = [await newDriver(), await newDriver()];
    const laps = await Promise.all(
      [one, two].map(async ({ driverId }) => ({
        episodeId: await driven(driverId, `r-${driverId}`),
        driverId,
        lap: 1,
      })),
    );
    const dataset = await insertDataset(server.store, { name: 'both', recipe: {}, laps, card: {}, createdBy: null });
    const { manifest, weights } = madePolicy(1);
    const file = encodePolicy(manifest, weights);
    const place = { datasetId: dataset.id, driverId: null, createdBy: one.driverId, trackId: 'ring150' };
    const { id } = await insertPolicy(server.store, { ...place, manifest, file });
    const races = async (token?: string) =>
      (await server.ask('GET', `/api/policies/${id}`, undefined, token)).body.mayRace;
    const share = (driverId: string) => setConsent(server.store, driverId, { ...consent, shared: true });
    expect(await races()).toBe(false);
    await share(two.driverId);
    expect([await races(), await races(one.driverToken), await races(two.driverToken)]).toEqual([false, true, false]);
    await share(one.driverId);
    expect(await races()).toBe(true);
  });

  test('the page is served everywhere else, hashed assets for ever', async () => {
    const page = await fetch(`${server.url}/race/42`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toMatch(/Mimic GP/);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const asset = await server.ask('GET', '/assets/main-1a2b3c.js');
    expect(asset.headers.get('cache-control')).toMatch(/immutable/);
    expect((await server.ask('GET', '/assets/gone-000000.js')).status).toBe(404);
  });

  test('nothing forces https and nothing may be loaded from elsewhere', async () => {
    const { headers } = await server.ask('GET', '/health');
    const policy = headers.get('content-security-policy') ?? '';
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(policy).not.toMatch(/upgrade-insecure|https?:/);
    expect(policy).toMatch(/default-src 'self'/);
    expect(policy).toMatch(/'wasm-unsafe-eval'/);
  });

  test('an evaluation of more laps than a thread can hold is refused', async () => {
    const { driverToken } = await newDriver();
    const asked = { policyId: 'p-none', rollouts: 200, laps: 3 };
    const { status, body } = await server.ask('POST', '/api/evaluations', asked, driverToken);
    expect(status).toBe(400);
    expect(body.detail).toBe('The evaluation, "rollouts": Rollouts times laps are at most 400. Ask for fewer of one.');
    expect((await server.ask('POST', '/api/evaluations', { ...asked, laps: 2 }, driverToken)).status).toBe(404);
  });

  test.each([
    ['GET', '/api/nothing', 404],
    ['GET', '/api/tracks/%00', 404],
    ['GET', '/api/tracks/%E0%A4%A', 400],
    ['GET', '/api/episodes/none', 404],
    ['GET', '/api/jobs/none/events', 404],
    ['GET', '/api/divergence?policy=none', 404],
    ['GET', '/api/episodes?limit=1e9', 400],
    ['GET', '/api/sessions/ABC', 404],
    ['POST', '/api/datasets', 401],
    ['POST', '/api/policies', 401],
    ['POST', '/api/clones', 401],
    ['POST', '/api/evaluations', 401],
    ['DELETE', '/api/episodes/none', 401],
    ['DELETE', '/api/jobs/none', 401],
    ['GET', '/api/drivers/me', 401],
    ['PUT', '/api/drivers/me/consent', 401],
    ['DELETE', '/api/drivers/me', 401],
  ])('%s %s is a problem %i', async (method, path, status) => {
    const answer = await server.ask(method, path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/problem\+json/);
    expect(problemSchema.parse(answer.body).status).toBe(status);
  });

  test('any body at all is answered with a problem below 500, and never with a stack', async () => {
    const { driverToken } = await newDriver();
    const paths = ['/api/datasets', '/api/policies', '/api/clones', '/api/evaluations'];
    const keys = fc.constantFrom(
      'name',
      'recipe',
      'datasetId',
      'trackId',
      'seeds',
      'policyId',
      'head',
      'budget',
      '__proto__',
    );
    const body = fc.oneof(
      fc.string().map((text) => text || ' '),
      fc.json(),
      fc.dictionary(keys, fc.jsonValue()).map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), body, async (path, text) => {
        const { status, body: answer } = await server.ask('POST', path, text, driverToken);
        if (status === 429) return;
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
        expect(JSON.stringify(answer)).not.toMatch(/\bat .*\.ts:|node_modules/);
        problemSchema.parse(answer);
      }),
      { numRuns: 150 },
    );
    expect(server.complaints).toEqual([]);
  });
});
