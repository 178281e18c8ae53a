import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LapRow } from '../../../shared/wire/laps.ts';
import { type Live, liveSchema, type SessionOpened } from '../../../shared/wire/sessions.ts';
import { PredictedClient, virtualFrames } from '../race/predictedclient.ts';
import { type WholeServer, wholeServer } from '../race/wholeserver.ts';
import { AGREED, Asker } from './organiser.ts';

/** A session from its opening to what was deleted from it, with two people who drive real laps. */
let server: WholeServer;
let asker: Asker;
let session: SessionOpened;
let wide: { driverId: string; driverToken: string };
let narrow: typeof wide;
beforeAll(async () => {
  server = await wholeServer();
  asker = new Asker(`http://127.0.0.1:${server.port}`);
  const goal = { cleanLaps: 4, drivers: 2 };
  session = await asker.open({ name: 'Two lines', laps: 2, private: true, goal });
  wide = await asker.joined(session.code, 'Wide');
  narrow = await asker.joined(session.code, 'Narrow', { ...AGREED, exported: true });
  await race();
});
afterAll(() => server.close());

const organiser = (method: string, path: string, body?: unknown) =>
  asker.ask(
    method,
    path.startsWith('/laps') || path.startsWith('/datasets') ? path : `/sessions/${session.code}${path}`,
    body,
    session.organiserToken,
  );
/** Once the board has looked again. */
const live = async (): Promise<Live> => {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return liveSchema.parse((await organiser('GET', '/live')).body);
};

/** One race of the two, on two lines. */
async function race(): Promise<void> {
  const order = { trackId: 'ring150', grid: [], session: session.code };
  const outer = await PredictedClient.join(server.port, 'create', { ...order, driverToken: wide.driverToken });
  const { roomId, state } = outer.room;
  const inner = await PredictedClient.join(server.port, 'joinById', {
    ...order,
    roomId,
    driverToken: narrow.driverToken,
  });
  for (const { room } of [outer, inner]) room.send('ready');
  const { raceId } = state;
  Object.assign(outer.wish, { speed: 13, offset: -1.5 });
  Object.assign(inner.wish, { speed: 12, offset: 1.5 });
  await virtualFrames(180, (now) => {
    for (const client of [outer, inner]) client.frame(now);
    return state.phase === 'finished';
  });
  await Promise.all([outer.room.leave(), inner.room.leave()]);
  expect(await server.closed(raceId)).toBe('complete');
}

test('the organiser sees laps, where they were, and where they are missing', async () => {
  const { session: view, drivers, laps, ticks, coverage, thin, lapsPerMinute } = await live();
  expect(view.progress).toMatchObject({ laps: 4, cleanLaps: 4, drivers: 2, reached: true });
  expect(drivers.map(({ nickname, progress }) => [nickname, progress.cleanLaps])).toEqual([
    ['Wide', 2],
    ['Narrow', 2],
  ]);
  expect(drivers[0]!.bestLapMs).toBe(Math.min(...lapsOf(laps, wide.driverId).map(({ timeMs }) => timeMs)));
  expect(laps).toHaveLength(4);
  expect(laps.every(({ sessionId, trackId }) => sessionId === session.id && trackId === 'ring150')).toBe(true);
  expect(ticks).toBe(laps.reduce((sum, lap) => sum + lap.ticks, 0));
  expect(lapsPerMinute.reduce((sum, count) => sum + count, 0)).toBe(4);
  // One line on either side of the road's middle: some of the road is seen, and each side wants the laps it lacks of ten.
  expect(coverage).toMatchObject([{ trackId: 'ring150', laps: 4 }]);
  expect(view.progress.coverage).toBe(coverage[0]!.seen);
  expect(coverage[0]!.seen).toBeGreaterThan(0.1);
  expect(coverage[0]!.seen).toBeLessThan(0.9);
  expect(new Set(thin.map(({ side }) => side))).toEqual(new Set(['left', 'right']));
  expect(thin.every(({ more }) => more >= 8 && more <= 10)).toBe(true);
});

test('a driver sees their own progress and laps, and nobody else’s laps', async () => {
  const me = (await asker.ask('GET', `/sessions/${session.code}/me`, undefined, wide.driverToken)).body;
  expect(me.progress).toMatchObject({ laps: 2, cleanLaps: 2, drivers: 1, reached: true });
  const own = (await asker.ask('GET', `/laps?session=${session.id}`, undefined, wide.driverToken)).body;
  expect(own.items.map((lap: LapRow) => lap.driver.id)).toEqual([wide.driverId, wide.driverId]);
  expect((await asker.ask('GET', `/laps?session=${session.id}`)).body.items).toEqual([]);
  expect((await asker.ask('GET', '/episodes')).body.items).toEqual([]);
});

test('freezing makes a version of what there is, for its organiser alone; a lap left out is in none after that', async () => {
  const first = await organiser('POST', '/freeze');
  expect(first.body.datasets).toMatchObject([{ name: 'Two lines', version: 1, laps: 4 }]);
  const { id } = first.body.datasets[0];
  const stored = await server.store.selectFrom('dataset').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  expect(stored).toMatchObject({ session_id: session.id, created_by: null });
  expect((await organiser('GET', `/datasets/${id}`)).status).toBe(200);
  expect((await asker.ask('GET', `/datasets/${id}`)).status).toBe(404);
  const [lap] = (await live()).laps;
  const marks = { laps: [{ episodeId: lap!.episodeId, number: lap!.number }], mark: 'left-out', reason: 'Looked away' };
  expect((await asker.ask('POST', '/laps/marks', marks, wide.driverToken)).status).toBe(
    lap!.driver.id === wide.driverId ? 200 : 403,
  );
  expect((await organiser('POST', '/laps/marks', marks)).body).toEqual({ marked: 1 });
  const now = await live();
  expect(now.session.progress).toMatchObject({ laps: 4, cleanLaps: 3, reached: false });
  expect(now.coverage).toMatchObject([{ laps: 3 }]);
  const second = await organiser('POST', '/freeze');
  expect(second.body.datasets).toMatchObject([{ name: 'Two lines', version: 2, laps: 3 }]);
  expect((await live()).datasets.map(({ version, laps }) => [version, laps])).toEqual([
    [2, 3],
    [1, 4],
  ]);
});

test('removing a driver with their laps leaves the others’ alone, and no byte of what went', async () => {
  const { body } = await organiser('POST', '/remove', { driverId: wide.driverId, laps: true });
  expect(body).toMatchObject({ removed: wide.driverId, episodes: 1 });
  const { session: view, drivers, laps, datasets } = await live();
  expect(view.progress).toMatchObject({ laps: 2, drivers: 1 });
  expect(drivers.find(({ driverId }) => driverId === wide.driverId)).toMatchObject({ removed: true, bestLapMs: null });
  expect(laps.map(({ driver }) => driver.id)).toEqual([narrow.driverId, narrow.driverId]);
  expect(datasets).toEqual([]);
  const log = await server.store.selectFrom('race').select('header').executeTakeFirstOrThrow();
  expect(log.header).not.toContain(wide.driverId);
  expect(server.complaints).toEqual([]);
});

const lapsOf = (laps: readonly LapRow[], driverId: string): LapRow[] =>
  laps.filter(({ driver }) => driver.id === driverId);
