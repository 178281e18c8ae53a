import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDriver } from '../../../server/store/drivers.ts';
import { insertPolicy } from '../../../server/store/policies.ts';
import { medalOf } from '../../../shared/race/medals.ts';
import { KART } from '../../../shared/vehicle/cars.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { problemSchema } from '../../../shared/wire/api.ts';
import { ghostsSchema, type Leaderboard, leaderboardSchema, trackMedalsSchema } from '../../../shared/wire/records.ts';
import { AUTHOR_TIMES, TRACKS } from '../race/raceserver.ts';
import { drove, RING } from '../store/drives.ts';
import { type HttpServer, httpServer } from './httpserver.ts';

let server: HttpServer;
let ada: Awaited<ReturnType<typeof createDriver>>;
let races: string[];

beforeAll(async () => {
  server = await httpServer();
  const { store } = server;
  ada = await createDriver(store);
  const place = { datasetId: null, driverId: ada.driverId, createdBy: null, trackId: RING.id };
  await insertPolicy(store, { ...place, id: 'p-1', manifest: {}, file: new Uint8Array(1) });
  races = [
    await drove(store, { driverId: ada.driverId, laps: [12, 10.5] }, { driverId: 'd-bo', laps: [9.9, -9] }),
    await drove(store, { driverId: 'p-1', laps: [10.5], kind: 'policy' }),
    await drove(store, { driverId: 'scripted-fast-pad-1', laps: [8], kind: 'scripted' }),
    await drove(store, { driverId: ada.driverId, laps: [7], spec: KART }),
  ];
});
afterAll(() => server.close());

async function board(query: string): Promise<Leaderboard> {
  const { status, body } = await server.ask('GET', `/api/leaderboards?track=ring150${query}`);
  expect(status).toBe(200);
  return leaderboardSchema.parse(body);
}
const places = ({ items }: Leaderboard) => items.map((row) => [row.position, row.driverId, row.timeMs]);

test('people and clones stand together and apart, by pseudonym, with what can be watched', async () => {
  const all = await board('');
  expect(places(all)).toEqual([
    [1, 'd-bo', 9900],
    [2, ada.driverId, 10_500],
    [2, 'p-1', 10_500],
  ]);
  expect(all).toMatchObject({ trackHash: RING.hash, car: 'club-racer', sector: null, sectors: RING.sectors.length });
  expect(all.items[1]).toMatchObject({ raceId: races[0], lap: 2, sectors: [2625, 7875], standingStart: false });
  expect(all.items[2]).toMatchObject({ kind: 'policy', policyId: 'p-1', cloneOf: ada.driverId });
  expect(places(await board('&who=people'))).toEqual(places(all).slice(0, 2));
  expect(places(await board('&who=clones'))).toEqual([[1, 'p-1', 10_500]]);
  expect(places(await board('&who=scripted'))).toEqual([[1, 'scripted-fast-pad-1', 8000]]);
  expect(places(await board('&limit=1'))).toEqual(places(all).slice(0, 1));
});

test('each car and each sector has a list of its own', async () => {
  expect(places(await board('&car=kart'))).toEqual([[1, ada.driverId, 7000]]);
  const first = await board('&sector=1');
  expect(places(first)[0]).toEqual([1, 'd-bo', 2475]);
  expect(first.items[0]).toMatchObject({ lapMs: 9900, medal: null });
});

test('a track tells what its medals ask for, and a leaderboard who has them', async () => {
  const oval = TRACKS.get('oval')!;
  const times = AUTHOR_TIMES.of(oval, CLUB_RACER)!;
  const medals = trackMedalsSchema.parse((await server.ask('GET', '/api/tracks/oval')).body.medals);
  expect(medals['club-racer']).toEqual(times);
  const { body } = await server.ask('GET', '/api/leaderboards?track=oval');
  expect(leaderboardSchema.parse(body)).toMatchObject({ medals: times, items: [] });
  // Nobody measured the ring.
  const ring = await board('');
  expect([ring.medals, ring.items[0].medal]).toEqual([null, null]);
  expect(medalOf(times.gold, times)).toBe('gold');
});

test('there is a ghost of one’s own best lap and of the track’s', async () => {
  const ghosts = async (query: string, token?: string) =>
    ghostsSchema.parse((await server.ask('GET', `/api/ghosts?track=ring150${query}`, undefined, token)).body);
  const best = { track: `e-${races[0]}-1`, trackMs: 9900, trackDriverId: 'd-bo' };
  expect(await ghosts('')).toEqual({ own: null, ownMs: null, ...best });
  expect(await ghosts('', ada.driverToken)).toEqual({ own: `e-${races[0]}-0`, ownMs: 10_500, ...best });
  expect(await ghosts('&car=gt', ada.driverToken)).toMatchObject({ own: null, track: null, trackMs: null });
});

test.each([
  ['/api/leaderboards', 400],
  ['/api/leaderboards?track=nowhere', 404],
  ['/api/leaderboards?track=ring150&car=tank', 400],
  ['/api/leaderboards?track=ring150&sector=0', 400],
  ['/api/leaderboards?track=ring150&sector=9', 400],
  ['/api/leaderboards?track=ring150&who=robots', 400],
  ['/api/leaderboards?track=ring150&limit=101', 400],
  ['/api/ghosts', 400],
  ['/api/ghosts?track=nowhere', 404],
])('GET %s is a problem %i', async (path, status) => {
  const answer = await server.ask('GET', path);
  expect(answer.status).toBe(status);
  expect(problemSchema.parse(answer.body).status).toBe(status);
});

test('any query at all is answered, or refused below 500', async () => {
  const key = fc.constantFrom('track', 'car', 'sector', 'who', 'limit', 'recent', 'after', 'code', '__proto__');
  const value = fc.oneof(fc.string(), fc.constantFrom('ring150', 'oval', 'kart', '1', '2', 'all', '-0', '1e3', '~'));
  const path = fc.constantFrom('leaderboards', 'ghosts', 'races', 'drivers/me/profile');
  await fc.assert(
    fc.asyncProperty(path, fc.array(fc.tuple(key, value), { maxLength: 5 }), async (where, pairs) => {
      const { status, body } = await server.ask('GET', `/api/${where}?${new URLSearchParams(pairs)}`);
      expect(status).toBeLessThan(500);
      if (status !== 200) problemSchema.parse(body);
    }),
    { numRuns: 200 },
  );
  expect(server.complaints).toEqual([]);
});
