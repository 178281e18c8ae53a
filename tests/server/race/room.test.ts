import { Client, type Room } from '@colyseus/sdk';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { racesByCode } from '../../../server/race/open.ts';
import type { DriveInput } from '../../../shared/wire/input.ts';
import type { RaceRequest } from '../../../shared/wire/options.ts';
import type { RaceState } from '../../../shared/wire/state.ts';
import { until } from './people.ts';
import { forgetfulRecorder, type RaceServer, raceServer } from './raceserver.ts';

type RaceClient = Room<unknown, RaceState>;

let server: RaceServer;
const joined: RaceClient[] = [];
beforeAll(async () => {
  // A recorder that fails as soon as somebody agreed to be recorded.
  const begin = (): boolean => {
    throw new Error('a fault, on purpose');
  };
  const drivers = { driverOf: async (token: string) => (token === 'known' ? 'd-1' : null), consented: async () => {} };
  server = await raceServer({ recorder: { ...forgetfulRecorder, begin }, drivers });
});
afterEach(async () => {
  await Promise.all(joined.splice(0).map((room) => room.leave().catch(() => {})));
});
afterAll(() => server.close());

async function enter(how: 'create' | 'join' | 'joinOrCreate', request: RaceRequest): Promise<RaceClient> {
  const room = (await new Client(server.url)[how]('race', request)) as unknown as RaceClient;
  joined.push(room);
  await until(() => room.state?.cars?.get(room.sessionId) !== undefined, 'own car');
  return room;
}

/** Send full throttle once a tick until told to stop. */
function drive(room: RaceClient): () => void {
  const input = room.input() as unknown as { data: DriveInput; send(): void };
  const timer = setInterval(() => {
    input.data.pedal = 127;
    input.send();
  }, 1000 / 60);
  return () => clearInterval(timer);
}

const alone: RaceRequest = { trackId: 'ring150', laps: 1, grid: [] };

describe('race room', () => {
  test('one click starts the lights, 3 s later the car drives; the clock is negative before', async () => {
    const room = await enter('create', { ...alone, grid: [{ kind: 'scripted', skill: 'fast', hands: 'pad' }] });
    expect(room.state.phase).toBe('waiting');
    const own = room.state.cars.get(room.sessionId)!;
    const start = { x: own.x, y: own.y };
    room.send('ready');
    const stop = drive(room);
    await until(() => room.state.phase === 'countdown', 'countdown');
    expect(room.state.tick).toBeLessThan(0);
    expect([own.x, own.y]).toEqual([start.x, start.y]);
    const bot = [...room.state.cars.values()].find((car) => car.kind === 'scripted')!;
    await until(() => own.vx > 2 && bot.vx > 2, 'cars that drive');
    stop();
    expect(room.state.phase).toBe('racing');
    expect(bot.slot).toBe(0);
    expect(own.slot).toBe(1);
  });

  test('the same track and laps meet while waiting, other laps do not, and nobody joins once it began', async () => {
    const first = await enter('joinOrCreate', alone);
    const second = await enter('joinOrCreate', alone);
    const other = await enter('joinOrCreate', { ...alone, laps: 2 });
    expect(second.roomId).toBe(first.roomId);
    expect(other.roomId).not.toBe(first.roomId);
    first.send('ready');
    second.send('ready');
    await until(() => first.state.phase === 'countdown', 'countdown');
    const late = await enter('joinOrCreate', alone);
    expect(late.roomId).not.toBe(first.roomId);
    await expect(new Client(server.url).joinById(first.roomId, alone)).rejects.toThrow(/has begun/);
  });

  test('a code finds its room whatever the track, and a room with a code is found by it alone', async () => {
    const host = await enter('create', { ...alone, code: 'kim-42' });
    const guest = await enter('joinOrCreate', { code: 'KIM-42' });
    const stranger = await enter('joinOrCreate', alone);
    expect(guest.roomId).toBe(host.roomId);
    expect(stranger.roomId).not.toBe(host.roomId);
  });

  test('whoever joins by a code drives the track and laps of who made the race, whatever they ask for', async () => {
    const code = 'K7M2QP';
    const host = await enter('create', { ...alone, code, laps: 2 });
    expect(await racesByCode(code)).toEqual([
      { roomId: host.roomId, code, trackId: 'ring150', laps: 2, people: 1, places: 16, state: 'waiting' },
    ]);
    const guest = await enter('join', { code: 'k7m2qp', trackId: 'oval', laps: 9, grid: [] });
    expect(guest.roomId).toBe(host.roomId);
    expect([guest.state.trackId, guest.state.laps, guest.state.code]).toEqual(['ring150', 2, code]);
    expect(host.state.phase).toBe('waiting');
    await expect(new Client(server.url).create('race', { ...alone, code })).rejects.toThrow(/belongs to a race/);
    host.send('ready');
    guest.send('ready');
    await until(() => host.state.phase === 'countdown', 'countdown');
    await expect(new Client(server.url).join('race', { code })).rejects.toMatchObject({ code: 521 });
    expect((await racesByCode(code)).map(({ state }) => state)).toEqual(['begun']);
    // Those who raced together meet again under the same code.
    const again = await enter('joinOrCreate', { ...alone, code });
    expect(again.roomId).not.toBe(host.roomId);
    expect((await racesByCode(code)).map(({ state }) => state)).toEqual(['waiting', 'begun']);
  });

  test('a code that nobody has finds nothing, and a race without a free place says so', async () => {
    await expect(new Client(server.url).join('race', { code: 'NOBODY' })).rejects.toMatchObject({ code: 521 });
    expect(await racesByCode('NOBODY')).toEqual([]);
    const grid = Array.from({ length: 15 }, () => ({ kind: 'scripted' as const }));
    await enter('create', { ...alone, code: 'FULL22', grid });
    await expect(new Client(server.url).join('race', { code: 'FULL22' })).rejects.toMatchObject({ code: 521 });
    expect((await racesByCode('FULL22')).map(({ state, places }) => [state, places])).toEqual([['full', 1]]);
  });

  test('names are shown as given, and a car leaves the grid with its person', async () => {
    const host = await enter('create', { ...alone, name: '  지우   Kim ' });
    const guest = await enter('joinOrCreate', alone);
    await until(() => host.state.cars.size === 2, 'both cars');
    expect(host.state.cars.get(host.sessionId)!.name).toBe('지우 Kim');
    joined.splice(joined.indexOf(guest), 1);
    await guest.leave();
    await until(() => host.state.cars.size === 1, 'one car');
  });

  test.each([
    [{ trackId: 'nowhere' }, /no track "nowhere"/],
    [{ laps: 0 }, /"laps"/],
    [{ name: 'a\u202Eb' }, /"name"/],
    [{ grid: [{ kind: 'ghost', episodeId: 'e-1' }] }, /no open episode "e-1"/],
    [{ grid: [{ kind: 'policy', id: 'p-1' }] }, /no clone "p-1"/],
    [{ driverToken: 'x'.repeat(43) }, /token/],
  ] as [RaceRequest, RegExp][])('refuses %j with the reason', async (request, reason) => {
    await expect(new Client(server.url).create('race', { ...alone, ...request })).rejects.toThrow(reason);
  });

  test('a dropped person keeps the car, a substitute drives it, and they come back into it', async () => {
    const room = await enter('create', alone);
    room.reconnection.minUptime = 0;
    // The substitute comes after 60 ticks, which a busy machine does not run in a second.
    room.reconnection.minDelay = 3500;
    const watcher = await new Client(server.url).joinById<RaceState>(room.roomId, { spectate: true });
    joined.push(watcher as unknown as RaceClient);
    const stop = drive(room);
    room.send('ready');
    await until(() => room.state.phase === 'racing' && room.state.tick > 30, 'racing');
    stop();
    const { sessionId } = room;
    const seen = () => watcher.state.cars.get(sessionId)!;
    expect(seen().wheel).toBe('own');
    let back = false;
    room.onReconnect(() => {
      back = true;
    });
    (
      room.connection as unknown as { transport: { ws: { terminate?(): void; close(code?: number): void } } }
    ).transport.ws.close(4010);
    await until(() => seen().wheel === 'script', 'the substitute');
    expect(seen().connected).toBe(false);
    await until(() => back, 'reconnection');
    expect(room.sessionId).toBe(sessionId);
    // Who is back and sends nothing is not driving yet.
    await until(() => seen().connected, 'connected again');
    expect(seen().wheel).toBe('script');
    expect(seen().vx).toBeGreaterThan(3);
    const again = drive(room);
    await until(() => seen().wheel === 'own', 'the wheel');
    again();
    // A tab that sleeps sends nothing over a connection that lives; nobody else races, so the car stops.
    await until(() => seen().vx < 1, 'a standing car');
    expect([seen().connected, seen().wheel]).toEqual([true, 'own']);
  });

  test('a fault in a tick ends that race with a word, and no other', async () => {
    const healthy = await enter('create', { ...alone, laps: 3 });
    const broken = await enter('create', { ...alone, driverToken: 'known', consent: { recorded: true } });
    joined.splice(joined.indexOf(broken), 1);
    let reason = '';
    broken.onMessage('failed', (message: { reason: string }) => {
      reason = message.reason;
    });
    let closed = false;
    broken.onLeave(() => {
      closed = true;
    });
    broken.send('ready');
    await until(() => closed, 'the end of the broken race');
    expect(reason).toMatch(/fault/);
    expect(server.complaints).toHaveLength(1);
    healthy.send('ready');
    await until(() => healthy.state.phase === 'countdown', 'the other race');
  });
});
