import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDriver } from '../../../server/store/drivers.ts';
import { coverageOf } from '../../../shared/dataset/coverage.ts';
import { decodeProfile } from '../../../shared/dataset/profile.ts';
import { coverageSchema, LAP_ORDERS, type LapRow, lapsReplySchema } from '../../../shared/wire/laps.ts';
import { makeLapStore } from '../../bench/lapstore.ts';
import { type HttpServer, httpServer } from './httpserver.ts';

const LAPS = 240;
/** Made private by lapstore.ts, as s-5 and so on are. */
const PRIVATE = 's-0';

let server: HttpServer;
let anna: { driverId: string; driverToken: string };
let bo: { driverId: string; driverToken: string };
/** Every lap, as an organiser of all sessions would see it. */
let all: Awaited<ReturnType<typeof stored>>;

const stored = () => server.store.selectFrom('lap_quality').selectAll().execute();

beforeAll(async () => {
  server = await httpServer();
  const made = await makeLapStore(server.dir, LAPS, 3);
  await made.store.destroy();
  [anna, bo] = [await createDriver(server.store), await createDriver(server.store)];
  // Two people drive everything: bo what stands first, anna the rest, some of it in private sessions.
  await server.store.updateTable('lap_quality').set({ driver_id: anna.driverId }).execute();
  const first = server.store.selectFrom('lap_quality').select('episode_id').orderBy('episode_id').limit(30);
  await server.store
    .updateTable('lap_quality')
    .set({ driver_id: bo.driverId })
    .where('episode_id', 'in', first)
    .execute();
  all = await stored();
});
afterAll(() => server.close());

const laps = async (query: Record<string, string | number>, token?: string) => {
  const words = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
  const { status, body } = await server.ask('GET', `/api/laps?${words}`, undefined, token);
  expect(status).toBe(200);
  return lapsReplySchema.parse(body);
};

const isPrivate = (sessionId: string | null) => sessionId !== null && Number(sessionId.slice(2)) % 5 === 0;
const openLaps = () => all.filter(({ session_id }) => !isPrivate(session_id));
const key = ({ episodeId, number }: Pick<LapRow, 'episodeId' | 'number'>) => `${episodeId} ${number}`;

describe('pages of laps', () => {
  test.each(LAP_ORDERS)('%s: every lap once, in order, whatever the size of a page', async (order) => {
    const seen: LapRow[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof laps>> = await laps({ order, limit: 37, ...(after ? { after } : {}) });
      seen.push(...page.items);
      after = page.next;
      expect(page.total).toBe(openLaps().length);
    } while (after !== null);
    expect(new Set(seen.map(key)).size).toBe(openLaps().length);
    const sorted: Record<(typeof LAP_ORDERS)[number], (lap: LapRow) => number> = {
      newest: (lap) => -Date.parse(lap.startedAt),
      oldest: (lap) => Date.parse(lap.startedAt),
      fastest: (lap) => lap.timeMs,
      slowest: (lap) => -lap.timeMs,
      novel: (lap) => -(lap.novelty ?? -1),
      nervous: (lap) => -lap.reversals,
      idle: (lap) => -lap.idleShare,
      starved: (lap) => -lap.starved,
    };
    const values = seen.map(sorted[order]);
    expect(values).toEqual([...values].sort((a, b) => a - b));
  });

  test('hold what fits the filters and nothing else, and count it', async () => {
    const fit = openLaps().filter((lap) => lap.clean === 1 && lap.style === 'keys' && lap.time_ms <= 43_000);
    expect(fit.length).toBeGreaterThan(0);
    const page = await laps({ clean: 'true', style: 'keys', max: 43_000, track: 'technical', limit: 200 });
    expect(page.items.map(key).sort()).toEqual(fit.map((lap) => `${lap.episode_id} ${lap.number}`).sort());
    expect(page).toMatchObject({ total: fit.length, flagged: fit.filter((lap) => lap.flagged === 1).length });
    const off = await laps({ flagged: 'true', limit: 200 });
    expect(off.items.length).toBe(off.total);
    expect(off.items.every(({ flags }) => flags[0].kind === 'offTracks')).toBe(true);
    expect((await laps({ car: 'kart' })).items).toEqual([]);
  });

  test('tell a lap whole: its pace among all of its road and car, and its line', async () => {
    const { items } = await laps({ order: 'slowest', limit: 200 });
    for (const lap of items) {
      const row = all.find(({ episode_id, number }) => episode_id === lap.episodeId && number === lap.number)!;
      const slower = all.filter(({ time_ms }) => time_ms > lap.timeMs).length;
      expect(lap.pace).toBeCloseTo(slower / (all.length - 1), 12);
      expect(lap.line).toHaveLength(64);
      const { offset, places } = decodeProfile(new Uint8Array(row.profile));
      expect(lap.line[10]).toBeCloseTo(offset[Math.floor((10.5 / 64) * places)], 5);
      expect(lap.raceId).toMatch(/^r-\d+$/);
    }
  });

  test('say on which side of a dataset a lap stands', async () => {
    const [train, held] = openLaps();
    const dataset_id = 'ds-1';
    const card = { ...{ name: 'made', version: 1, created_at: new Date().toISOString() }, summary: null };
    await server.store
      .insertInto('dataset')
      .values({ id: dataset_id, ...card })
      .execute();
    for (const [held_out, lap] of [train, held].entries()) {
      const place = { dataset_id, episode_id: lap.episode_id, number: lap.number, held_out };
      await server.store.insertInto('dataset_lap').values(place).execute();
    }
    const { items, total } = await laps({ dataset: dataset_id });
    expect(total).toBe(2);
    const sides = Object.fromEntries(items.map((lap) => [key(lap), lap.split]));
    expect(sides[`${train.episode_id} ${train.number}`]).toBe('train');
    expect(sides[`${held.episode_id} ${held.number}`]).toBe('held-out');
    expect((await laps({ limit: 1 })).items[0].split).toBe(null);
  });

  test('refuse what is no query', async () => {
    for (const query of ['order=best', 'limit=0', 'limit=201', 'min=-1', 'clean=yes', `track=${'x'.repeat(100)}`]) {
      expect((await server.ask('GET', `/api/laps?${query}`)).status).toBe(400);
    }
    for (const after of ['nonsense', "1~'; drop table lap_quality~1", '~~', '1~e~x']) {
      expect((await laps({ after, order: 'fastest' })).total).toBe(openLaps().length);
    }
  });
});

describe('private sessions', () => {
  test('are shown to their drivers, each their own, and whole to their organiser', async () => {
    const inPrivate = all.filter(({ session_id }) => session_id === PRIVATE);
    const own = inPrivate.filter(({ driver_id }) => driver_id === anna.driverId);
    expect(own.length).toBeGreaterThan(0);
    expect(inPrivate.length).toBeGreaterThan(own.length);
    expect((await laps({ session: PRIVATE })).total).toBe(0);
    expect((await laps({ session: PRIVATE }, anna.driverToken)).total).toBe(own.length);
    expect((await laps({ session: PRIVATE }, await organiserOf(PRIVATE))).total).toBe(inPrivate.length);
    expect((await laps({ session: PRIVATE }, await organiserOf('s-1'))).total).toBe(0);
  });
});

/** Where there is no opening a session, its secret is put into the store. */
async function organiserOf(id: string): Promise<string> {
  const { createHash } = await import('node:crypto');
  const token = `organiser-of-${id}-${'x'.repeat(40)}`;
  const token_hash = createHash('sha256').update(token).digest('hex');
  await server.store.updateTable('session').set({ token_hash }).where('id', '=', id).execute();
  return token;
}

describe('marks', () => {
  const mark = (named: LapRow[], token: string | undefined, body = {}) => {
    const keys = named.map(({ episodeId, number }) => ({ episodeId, number }));
    return server.ask('POST', '/api/laps/marks', { laps: keys, mark: 'left-out', reason: 'sneezed', ...body }, token);
  };

  test('are put on own laps, stay, and are taken away again', async () => {
    const own = (await laps({ driver: anna.driverId, flagged: 'false', limit: 3 })).items;
    expect(await mark(own, anna.driverToken)).toMatchObject({ status: 200, body: { marked: 3 } });
    const marked = (await laps({ mark: 'left-out', driver: anna.driverId, limit: 200 })).items;
    for (const lap of own) {
      const now = marked.find((other) => key(other) === key(lap));
      expect(now).toMatchObject({ mark: 'left-out', reason: 'sneezed' });
    }
    expect((await laps({ flagged: 'true', limit: 200 })).items.map(key)).toEqual(expect.arrayContaining(own.map(key)));
    await mark(own, anna.driverToken, { mark: 'none' });
    const back = (await laps({ driver: anna.driverId, flagged: 'false', limit: 200 })).items;
    expect(back.filter((lap) => own.some((other) => key(other) === key(lap)))).toEqual(own);
  });

  test('are put on the laps of a session by its organiser, on nobody else’s, and by no stranger', async () => {
    const organiser = await organiserOf('s-1');
    const inside = (await laps({ session: 's-1', limit: 2 })).items;
    const [outside] = (await laps({ session: 's-2', limit: 1 })).items;
    expect((await mark(inside, organiser)).status).toBe(200);
    expect((await mark([...inside, outside], organiser)).status).toBe(403);
    expect((await mark(inside, undefined)).status).toBe(401);
    const others = (await laps({ driver: bo.driverId, limit: 1 })).items;
    const { status, body } = await mark(others, anna.driverToken);
    expect([status, body.detail]).toEqual([403, expect.stringContaining(others[0].episodeId)]);
    expect((await mark([{ ...inside[0], episodeId: 'e-none' }], organiser)).status).toBe(403);
    const { items } = await laps({ session: 's-2', mark: 'left-out', limit: 200 });
    expect(items.some(({ reason }) => reason === 'sneezed')).toBe(false);
  });
});

test('deleting laps takes their whole episodes, each once, and nobody else’s', async () => {
  const own = (await laps({ driver: anna.driverId, order: 'oldest', limit: 6 })).items;
  const keys = own.map(({ episodeId, number }) => ({ episodeId, number }));
  expect((await server.ask('POST', '/api/laps/delete', { laps: keys }, bo.driverToken)).status).toBe(403);
  expect(server.forgotten).toEqual([]);
  const { status, body } = await server.ask('POST', '/api/laps/delete', { laps: keys }, anna.driverToken);
  const episodes = [...new Set(own.map(({ episodeId }) => episodeId))];
  expect(status).toBe(200);
  expect(server.forgotten.sort()).toEqual(episodes.sort());
  expect(body).toMatchObject({ episodes: episodes.length, copies: expect.stringContaining('cannot be recalled') });
});

describe('coverage', () => {
  const cover = async (query: string, token?: string) => {
    const { status, body } = await server.ask('GET', `/api/coverage?${query}`, undefined, token);
    expect(status).toBe(200);
    return coverageSchema.parse(body);
  };

  test('counts the laps that fit, in the order they were driven', async () => {
    const track = (await import('../../../shared/track/track.ts')).buildTrack;
    const { file } = await server.store.selectFrom('track').select('file').executeTakeFirstOrThrow();
    const road = track(JSON.parse(file));
    const fit = openLaps()
      .filter(({ style }) => style === 'stick')
      .sort((a, b) => (a.started_at < b.started_at ? -1 : 1));
    const expected = coverageOf(
      road,
      fit.map((lap) => ({ driverId: lap.driver_id, profile: new Uint8Array(lap.profile) })),
    );
    const got = await cover('track=technical&style=stick');
    expect(got.visits).toEqual(expected.visits);
    expect(got.seen).toBe(expected.seen);
    expect([got.laps, got.of]).toEqual([fit.length, fit.length]);
    expect(new Set(got.drivers.map(({ id }) => id))).toEqual(new Set([anna.driverId, bo.driverId]));
    expect(got.growth.at(-1)).toEqual({ laps: fit.length, seen: got.seen });
  });

  test('of a private session is its organiser’s, of one’s own laps one’s own', async () => {
    expect((await cover(`track=technical&session=${PRIVATE}`)).laps).toBe(0);
    const own = all.filter(({ session_id, driver_id }) => session_id === PRIVATE && driver_id === anna.driverId);
    expect((await cover(`track=technical&session=${PRIVATE}`, anna.driverToken)).laps).toBe(own.length);
  });

  test('is empty on a road nobody drove, and unknown of one that is not there', async () => {
    expect(await cover('track=oval')).toMatchObject({ laps: 0, of: 0, seen: 0, drivers: [], growth: [] });
    expect((await server.ask('GET', '/api/coverage?track=moon')).status).toBe(404);
    expect((await server.ask('GET', '/api/coverage')).status).toBe(400);
  });
});
