import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { KICKED } from '../../../shared/wire/messages.ts';
import type { RaceRequest } from '../../../shared/wire/options.ts';
import { EMOJI, PHRASES } from '../../../shared/wire/phrases.ts';
import { People, sleep, until } from './people.ts';
import { type RaceServer, raceServer } from './raceserver.ts';

const alone: RaceRequest = { trackId: 'ring150', laps: 1, grid: [] };

let server: RaceServer;
let people: People;
beforeAll(async () => {
  const driverOf = async (token: string) => (token.startsWith('d-') ? token : null);
  server = await raceServer({ drivers: { driverOf, consented: async () => {} } });
  people = new People(server.url);
});
afterEach(() => people.everybodyLeaves());
afterAll(() => server.close());

describe('host', () => {
  test('the first person is the host; when they leave, the longest present is', async () => {
    const first = await people.create(alone);
    const second = await people.joinById(first.room.roomId, {});
    const third = await people.joinById(first.room.roomId, {});
    await until(() => third.state.cars.size === 3, 'three cars');
    expect(third.state.hostId).toBe(first.id);
    await first.leave();
    await until(() => third.state.hostId === second.id, 'the second is the host');
    await second.leave();
    await until(() => third.state.hostId === third.id, 'the third is the host');
  });

  test('a host whose connection breaks stays the host, and is it still after a reload', async () => {
    const host = await people.create(alone);
    const guest = await people.joinById(host.room.roomId, {});
    const token = host.drop();
    await until(() => guest.state.cars.get(host.id)?.connected === false, 'the host is gone');
    expect(guest.state.hostId).toBe(host.id);
    const back = await people.reconnect(token);
    expect(back.id).toBe(host.id);
    await until(() => guest.state.cars.get(host.id)?.connected === true, 'the host is back');
    back.send('start');
    await until(() => guest.state.phase === 'countdown', 'the countdown');
  });

  test('the host starts at once, and nobody else does', async () => {
    const host = await people.create(alone);
    const guest = await people.joinById(host.room.roomId, {});
    guest.send('start');
    await until(() => guest.refused.length === 1, 'the refusal');
    expect(guest.refused[0]).toEqual({ what: 'start', reason: expect.stringMatching(/Only the host/) });
    expect(guest.state.phase).toBe('waiting');
    host.send('start');
    await until(() => guest.state.phase === 'countdown', 'the countdown');
    host.send('start');
    await until(() => host.refused.length === 1, 'the second refusal');
    expect(host.refused[0].reason).toMatch(/has begun/);
  });
});

describe('settings', () => {
  test('the host changes track, laps, contact and rivals; the people stay and are asked again', async () => {
    const host = await people.create(alone);
    const guest = await people.joinById(host.room.roomId, { name: 'Ada' });
    guest.send('ready');
    await until(() => host.state.cars.get(guest.id)?.ready === true, 'the guest is ready');
    const grid = [{ kind: 'scripted', skill: 'fast', car: 'kart' }, { kind: 'scripted' }];
    host.send('settings', { trackId: 'oval', laps: 7, contact: false, grid });
    await until(() => guest.state.trackId === 'oval' && guest.state.cars.size === 4, 'the new setting');
    expect([guest.state.laps, guest.state.contact, guest.state.hostId]).toEqual([7, false, host.id]);
    expect(guest.state.cars.get(guest.id)).toMatchObject({ name: 'Ada', ready: false, slot: 3 });
    expect(guest.state.cars.get('bot-1')).toMatchObject({ kind: 'scripted', vehicle: 'kart', slot: 0 });
    // What is left out stays, rivals too.
    host.send('settings', { laps: 2 });
    await until(() => guest.state.laps === 2, 'other laps');
    expect([guest.state.trackId, guest.state.cars.size]).toEqual(['oval', 4]);
    host.send('settings', { grid: [] });
    await until(() => guest.state.cars.size === 2, 'no rivals');
    host.send('start');
    await until(() => guest.state.phase === 'countdown' && guest.state.tick > -150, 'the race on the new setting');
    expect(server.complaints).toEqual([]);
  });

  test('a later wish wins over an earlier one that is still being prepared', async () => {
    const host = await people.create(alone);
    for (let laps = 2; laps <= 9; laps++) host.send('settings', { laps });
    await until(() => host.state.laps === 9, 'the last wish');
    await sleep(100);
    expect(host.state.laps).toBe(9);
  });

  test('a race is found by its new track and laps, and not by the old ones', async () => {
    const host = await people.joinOrCreate({ ...alone, laps: 31 });
    host.send('settings', { laps: 32 });
    await until(() => host.state.laps === 32, 'the new laps');
    expect((await people.joinOrCreate({ ...alone, laps: 31 })).room.roomId).not.toBe(host.room.roomId);
    expect((await people.joinOrCreate({ ...alone, laps: 32 })).room.roomId).toBe(host.room.roomId);
  });

  test.each([
    [{ trackId: 'nowhere' }, /no track "nowhere"/],
    [{ laps: 0 }, /laps/],
    [{ grid: Array.from({ length: 15 }, () => ({ kind: 'scripted' })) }, /2 people and 15 rivals/],
    [{ grid: [{ kind: 'policy', id: 'p-1' }] }, /no clone "p-1"/],
    [{ code: 'MINE' }, /code/],
    ['everything', /object/],
    [null, /object/],
  ])('settings %j are refused with the reason and change nothing', async (settings, reason) => {
    const host = await people.create(alone);
    await people.joinById(host.room.roomId, {});
    await until(() => host.state.cars.size === 2, 'both');
    const before = JSON.stringify(host.state.toJSON());
    host.send('settings', settings);
    await until(() => host.refused.length === 1, 'the refusal');
    expect(host.refused[0]).toEqual({ what: 'settings', reason: expect.stringMatching(reason) });
    expect(JSON.stringify(host.state.toJSON())).toBe(before);
  });

  test('not after the start, and not by a guest', async () => {
    const host = await people.create(alone);
    const guest = await people.joinById(host.room.roomId, {});
    guest.send('settings', { laps: 9 });
    await until(() => guest.refused.length === 1, 'the refusal');
    host.send('start');
    host.send('settings', { laps: 9 });
    await until(() => host.refused.length === 1, 'the refusal');
    expect(host.state.laps).toBe(1);
  });
});

describe('kick', () => {
  test('the host asks a person to leave, who comes in neither as the same connection nor as the same driver', async () => {
    const host = await people.create({ ...alone, code: 'KICKS' });
    const guest = await people.join({ code: 'KICKS', driverToken: 'd-guest' });
    const token = guest.room.reconnectionToken;
    guest.room.reconnection.enabled = false;
    host.send('kick', { id: guest.id });
    await until(() => guest.closed !== null, 'the connection ends');
    expect(guest.closed).toBe(KICKED);
    await until(() => host.state.cars.size === 1, 'the car goes');
    await expect(people.reconnect(token)).rejects.toThrow(/expired/);
    await expect(people.join({ code: 'KICKS', driverToken: 'd-guest' })).rejects.toThrow(/asked you to leave/);
    await expect(people.joinById(host.room.roomId, { driverToken: 'd-guest', spectate: true })).rejects.toThrow(
      /asked/,
    );
    expect((await people.join({ code: 'KICKS', driverToken: 'd-other' })).room.roomId).toBe(host.room.roomId);
  });

  test('somebody whose connection is broken is sent away as well, in a race, and their car goes on', async () => {
    const host = await people.create({ ...alone, laps: 20 });
    const guest = await people.joinById(host.room.roomId, {});
    host.send('start');
    await until(() => host.state.phase === 'racing', 'the race');
    const token = guest.drop();
    await until(() => host.state.cars.get(guest.id)?.connected === false, 'the guest is gone');
    host.send('kick', { id: guest.id });
    host.send('kick', { id: 'nobody' });
    await until(() => host.refused.length === 1, 'the word about the second, which comes after the first');
    await expect(people.reconnect(token)).rejects.toThrow(/expired/);
    const car = host.state.cars.get(guest.id)!;
    await until(() => car.wheel === 'script' && car.vx > 3, 'a substitute drives on');
  });

  test.each([
    ['oneself', (host: string) => ({ id: host })],
    ['nobody', () => ({ id: 'nobody' })],
    ['a bot', () => ({ id: 'bot-1' })],
    ['no id', () => ({})],
  ])('%s cannot be asked to leave', async (_, whom) => {
    const host = await people.create({ ...alone, grid: [{ kind: 'scripted' }] });
    host.send('kick', whom(host.id));
    await until(() => host.refused.length === 1, 'the refusal');
    expect(host.refused[0].what).toBe('kick');
    expect(host.state.cars.size).toBe(2);
  });

  test('who watches can be asked to leave, too', async () => {
    const host = await people.create(alone);
    const fan = await people.joinById(host.room.roomId, { spectate: true });
    await until(() => host.state.spectators === 1, 'somebody watches');
    host.send('kick', { id: fan.id });
    await until(() => fan.closed === KICKED && host.state.spectators === 0, 'nobody watches');
  });

  test('a guest asks nobody to leave', async () => {
    const host = await people.create(alone);
    const guest = await people.joinById(host.room.roomId, {});
    guest.send('kick', { id: host.id });
    await until(() => guest.refused.length === 1, 'the refusal');
    expect(host.closed).toBe(null);
  });
});

describe('phrases', () => {
  test('everybody hears who says what, and nothing is said that is not on the list', async () => {
    const host = await people.create(alone);
    const guest = await people.joinById(host.room.roomId, {});
    guest.send('say', { phrase: 'niceDrive' });
    guest.send('say', { phrase: 'anything at all' });
    guest.send('say', { phrase: 'fire', id: host.id });
    guest.send('say', 'hello');
    await until(() => guest.refused.length === 3, 'three refusals');
    expect(host.said).toEqual([{ id: guest.id, phrase: 'niceDrive' }]);
    expect(guest.said).toEqual(host.said);
  });

  test('three at once, then one a second', async () => {
    const host = await people.create(alone);
    for (const phrase of [...PHRASES, ...EMOJI]) host.send('say', { phrase });
    await until(() => host.refused.length === PHRASES.length + EMOJI.length - 3, 'the refusals');
    expect(host.said.map(({ phrase }) => phrase)).toEqual(PHRASES.slice(0, 3));
    expect(host.refused[0]).toEqual({ what: 'say', reason: expect.stringMatching(/Wait/) });
    await sleep(1050);
    host.send('say', { phrase: 'again' });
    await until(() => host.said.length === 4, 'the fourth');
  });
});

describe('names', () => {
  test('an offensive name costs the name and not the race', async () => {
    const host = await people.create({ ...alone, name: 'Fuckface' });
    expect(host.car!.name).toBe('Guest 1');
    await until(() => host.refused.length === 1, 'the word about it');
    expect(host.refused[0]).toEqual({ what: 'name', reason: expect.stringMatching(/Guest 1/) });
    const guest = await people.joinById(host.room.roomId, { name: '씨발' });
    expect(guest.car!.name).toBe('Guest 2');
    expect((await people.joinById(host.room.roomId, { name: 'Cassandra' })).car!.name).toBe('Cassandra');
    expect((await people.joinById(host.room.roomId, {})).car!.name).toBe('Guest 3');
  });
});
