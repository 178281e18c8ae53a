import { Client, type Room } from '@colyseus/sdk';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DriveInput } from '../../../shared/wire/input.ts';
import { EXACT_FIELDS, type RaceState } from '../../../shared/wire/state.ts';
import { sleep, until } from './people.ts';
import { type RaceServer, raceServer } from './raceserver.ts';

let server: RaceServer;
beforeAll(async () => {
  server = await raceServer();
});
afterAll(() => server.close());

async function enter(): Promise<Room<unknown, RaceState>> {
  const request = { trackId: 'ring150', laps: 50, grid: [{ kind: 'scripted' }] };
  const room = (await new Client(server.url).create('race', request)) as unknown as Room<unknown, RaceState>;
  while (!room.state?.cars?.get(room.sessionId)) await sleep(5);
  return room;
}

async function racing(): Promise<Room<unknown, RaceState>> {
  const room = await enter();
  room.send('ready');
  while (room.state.phase !== 'racing') await sleep(10);
  return room;
}

async function goesOn(room: Room<unknown, RaceState>): Promise<void> {
  const { tick } = room.state;
  await until(() => room.state.tick > tick + 15, 'the race goes on');
}

function expectFinite(state: RaceState): void {
  state.cars.forEach((car) => {
    for (const field of EXACT_FIELDS) expect(Number.isFinite(car[field])).toBe(true);
  });
}

test('any numbers at all as controls leave the race finite and running', async () => {
  const room = await racing();
  const input = room.input() as unknown as { data: DriveInput; send(): void };
  const any = fc.oneof(fc.integer({ min: -300, max: 300 }), fc.double(), fc.constantFrom(Number.NaN, -128, 1e300));
  const frames = fc.sample(fc.record({ steer: any, pedal: any, buttons: any }), 240);
  for (const frame of frames) {
    Object.assign(input.data, frame);
    input.send();
    await sleep(4);
  }
  await goesOn(room);
  expectFinite(room.state);
  expect(server.complaints).toEqual([]);
  await room.leave();
});

test('bytes that are no protocol close that connection at most, never the server or the race of others', async () => {
  const witness = await racing();
  const bytes = fc.uint8Array({ minLength: 0, maxLength: 40 });
  // Every first byte but those of unreliable input, which end a connection at once.
  const codes = Array.from({ length: 256 }, (_, code) => code).filter((code) => (code & 0x1f) !== 20);
  const messages = fc.sample(fc.tuple(fc.constantFrom(...codes), bytes), 1000);
  for (let i = 0; i < messages.length; i += 100) {
    const room = await enter();
    room.reconnection.enabled = false;
    let open = true;
    room.onLeave(() => {
      open = false;
    });
    // Seq 0, then a slot of −2 bytes: Colyseus's own reader would walk over it for ever.
    if (i === 0) room.connection.send(Uint8Array.from([20, 0, 0xd0, 0xfe]));
    for (const [code, rest] of messages.slice(i, i + 100))
      if (open) room.connection.send(Uint8Array.from([code, ...rest]));
    await sleep(30);
    room.connection.close();
  }
  await goesOn(witness);
  expectFinite(witness.state);
  expect(server.complaints).toEqual([]);
  await witness.leave();
});

test('any message at all is refused with a reason or done, and the races of others go on', async () => {
  const room = await enter();
  const guest = (await new Client(server.url).joinById(room.roomId, {})) as unknown as Room<unknown, RaceState>;
  while (room.state.cars.size < 3) await sleep(5);
  const heard: unknown[] = [];
  for (const each of [room, guest]) {
    each.onMessage('refused', (refused) => heard.push(refused));
    each.onMessage('said', () => {});
  }
  const key = fc.constantFrom('phrase', 'id', 'laps', 'trackId', 'contact', 'grid', '__proto__');
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('oval', 'technical', room.sessionId, 2, true, [{ kind: 'scripted' }], [{ kind: 'ghost' }]),
  );
  const what = fc.constantFrom('say', 'settings', 'kick', 'start', 'ready', 'unheard-of', 'constructor', '*');
  const message = fc.oneof(fc.dictionary(key, value), value, fc.uint8Array({ maxLength: 40 }));
  for (const [type, body] of fc.sample(fc.tuple(what, message), 400)) {
    // A start would end the fuzzing of settings; a guest may not start anyway.
    (type === 'start' || type === 'ready' ? guest : room).send(type, body);
    guest.send(type === 'ready' ? 'say' : type, body);
    await sleep(2);
  }
  await sleep(300);
  const known = ['say', 'settings', 'kick', 'start'];
  for (const refused of heard as { what: string; reason: string }[]) {
    expect(known).toContain(refused.what);
    expect([...refused.reason].length).toBeLessThanOrEqual(200);
    expect(refused.reason).toMatch(/\w{4}/);
    expect(refused.reason).not.toMatch(/a fault in the server|node_modules|\bat .*\.ts:/);
  }
  expect(heard.length).toBeGreaterThan(20);
  expect(room.state.phase).toBe('waiting');
  expect(room.state.hostId).toBe(room.sessionId);
  room.send('start');
  while (room.state.phase !== 'racing') await sleep(10);
  expectFinite(room.state);
  expect(server.complaints).toEqual([]);
  await Promise.all([room.leave(), guest.leave().catch(() => {})]);
});

test('a body that no race options need is refused before it is read', async () => {
  const address = `${server.url}/matchmake/create/race`;
  const headers = { 'content-type': 'application/json' };
  const name = JSON.stringify({ name: 'x'.repeat(100_000) });
  const large = await fetch(address, { method: 'POST', headers, body: name });
  expect(large.status).toBe(413);
  expect(await large.json()).toMatchObject({ status: 413, detail: expect.stringMatching(/at most 65536/) });
  const body = new Blob(['{}']).stream();
  const chunked = await fetch(address, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
  expect(chunked.status).toBe(411);
});

test('any race options are answered with a seat or a reason, never a fault', async () => {
  const keys = fc.constantFrom(
    'trackId',
    'laps',
    'grid',
    'name',
    'code',
    'consent',
    'driverToken',
    'contact',
    'car',
    'quick',
    'spectate',
    '__proto__',
  );
  const body = fc.oneof(
    fc.json(),
    fc.dictionary(keys, fc.jsonValue()).map((value) => JSON.stringify(value)),
  );
  const how = fc.constantFrom('create', 'joinOrCreate');
  await fc.assert(
    fc.asyncProperty(how, body, async (method, text) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${server.url}/matchmake/${method}/race`, { method: 'POST', headers, body: text });
      expect([200, 400, 401, 404]).toContain(response.status);
      expect(await response.text()).not.toMatch(/\bat .*\.ts:|node_modules/);
    }),
    { numRuns: 120 },
  );
});
