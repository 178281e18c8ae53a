import { matchMaker } from '@colyseus/core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { racesByCode } from '../../../server/race/open.ts';
import type { RaceRequest } from '../../../shared/wire/options.ts';
import { People, until, type Visitor } from './people.ts';
import { type RaceServer, raceServer } from './raceserver.ts';

const alone: RaceRequest = { trackId: 'ring150', laps: 1, grid: [] };
const MAX_SPECTATORS = 8;

let server: RaceServer;
let people: People;
beforeAll(async () => {
  server = await raceServer();
  people = new People(server.url);
});
afterEach(() => people.everybodyLeaves());
afterAll(() => server.close());

test('people watch without a car, before and after the start, by id and by code; their controls move nothing', async () => {
  const host = await people.create({ ...alone, code: 'WATCH', laps: 9 });
  const early = await people.joinById(host.room.roomId, { spectate: true });
  await until(() => host.state.spectators === 1, 'one who watches');
  expect([early.state.cars.size, early.car, early.state.hostId]).toEqual([1, undefined, host.id]);
  early.drive();
  early.send('ready');
  early.send('start');
  await until(() => early.refused.length === 1, 'no start by who watches');
  expect(host.state.phase).toBe('waiting');
  // One ready person is everybody: who watches is not waited for.
  host.send('ready');
  await until(() => host.state.phase === 'racing', 'the race');
  const [{ roomId, state, people: drivers }] = await racesByCode('WATCH');
  expect([roomId, state, drivers]).toEqual([host.room.roomId, 'begun', 1]);
  await expect(people.joinById(roomId, alone)).rejects.toThrow(/has begun/);
  const late = await people.join({ code: 'watch', spectate: true });
  expect(late.room.roomId).toBe(roomId);
  await until(() => host.state.spectators === 2 && late.state.tick > 30, 'two who watch');
  expect(late.state.cars.size).toBe(1);
  expect(Math.abs(host.car!.vx)).toBeLessThan(1);
  await early.leave();
  await until(() => late.state.spectators === 1, 'one who watches');
  late.send('say', { phrase: 'clap' });
  await until(() => host.said.length === 1, 'applause');
  expect(server.complaints).toEqual([]);
});

test('eight may watch beside a full grid, a ninth may not, and nobody drives in their place', async () => {
  const grid = Array.from({ length: 15 }, () => ({ kind: 'scripted' as const }));
  const host = await people.create({ ...alone, grid, code: 'CROWD' });
  const watching: Visitor[] = [];
  for (let n = 0; n < MAX_SPECTATORS; n++) watching.push(await people.join({ code: 'CROWD', spectate: true }));
  await until(() => host.state.spectators === MAX_SPECTATORS, 'all watch');
  await expect(people.joinById(host.room.roomId, { spectate: true })).rejects.toThrow(/full/);
  await watching[0].leave();
  await until(() => host.state.spectators === MAX_SPECTATORS - 1, 'one leaves');
  await expect(people.joinById(host.room.roomId, {})).rejects.toThrow(/full/);
  await expect(people.join({ code: 'CROWD' })).rejects.toMatchObject({ code: 521 });
  await people.joinById(host.room.roomId, { spectate: true });
});

test('people who all come at once get no more places than there are', async () => {
  const grid = Array.from({ length: 13 }, () => ({ kind: 'scripted' as const }));
  const host = await people.create({ ...alone, grid, laps: 41 });
  const rush = await Promise.all(Array.from({ length: 6 }, () => people.joinOrCreate({ ...alone, laps: 41 })));
  expect(rush.filter(({ room }) => room.roomId === host.room.roomId)).toHaveLength(2);
  await until(() => host.state.cars.size === 16, 'a full grid');
});

test('a connection that breaks while watching comes back to watch', async () => {
  const host = await people.create(alone);
  const fan = await people.joinById(host.room.roomId, { spectate: true });
  const room = matchMaker.getLocalRoomById(host.room.roomId);
  const token = fan.drop();
  await until(() => room.clients.length === 1, 'the room has noticed');
  const back = await people.reconnect(token, { spectate: true });
  await until(() => back.state.spectators === 1 && back.state.cars.size === 1, 'watching again');
});

test.each([
  ['a race of their own', (who: People) => who.create({ ...alone, spectate: true })],
  ['any race', (who: People) => who.joinOrCreate({ ...alone, spectate: true })],
  ['a code that nobody has', (who: People) => who.join({ code: 'NONE', spectate: true })],
])('nobody watches %s', async (_, enter) => {
  await people.create(alone);
  await expect(enter(people)).rejects.toThrow(/watch|no rooms/);
});
