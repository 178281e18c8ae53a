import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Notice, REMOVED } from '../../../shared/wire/messages.ts';
import type { RaceRequest } from '../../../shared/wire/options.ts';
import type { SessionOpened } from '../../../shared/wire/sessions.ts';
import { People, until, type Visitor } from '../race/people.ts';
import { type WholeServer, wholeServer } from '../race/wholeserver.ts';
import { AGREED, Asker } from './organiser.ts';

let server: WholeServer;
let people: People;
let asker: Asker;
let session: SessionOpened;
beforeAll(async () => {
  server = await wholeServer();
  const url = `http://127.0.0.1:${server.port}`;
  people = new People(url);
  asker = new Asker(url);
  session = await asker.open({ contact: true });
});
afterEach(() => people.everybodyLeaves());
afterAll(() => server.close());

const race = (driverToken: string, change: Partial<RaceRequest> = {}): RaceRequest => {
  const { code } = session;
  return { trackId: 'ring150', grid: [], session: code, driverToken, ...change };
};
const organiser = (method: string, path: string, body?: unknown, { code, organiserToken } = session) =>
  asker.ask(method, `/sessions/${code}${path}`, body, organiserToken);
const drivers = async () => (await organiser('GET', '/live')).body.drivers;

function noticesOf(visitor: Visitor): Notice[] {
  const notices: Notice[] = [];
  visitor.room.onMessage('notice', (notice: Notice) => notices.push(notice));
  return notices;
}

describe('admission', () => {
  test('a driver of the session races on its road, in its car, by the nickname they have there', async () => {
    const { driverToken } = await asker.joined(session.code, 'Robin');
    const wish = { name: 'Somebody else', car: 'kart', laps: 9, contact: false };
    const robin = await people.create(race(driverToken, wish));
    expect(robin.car).toMatchObject({ name: 'Robin', vehicle: 'club-racer', recorded: true });
    expect(robin.state).toMatchObject({ laps: 1, contact: true });
    robin.send('settings', { laps: 5, contact: false });
    robin.send('say', { phrase: 'hello' });
    await until(() => robin.said.length === 1, 'the message after it');
    expect(robin.state).toMatchObject({ laps: 1, contact: true });
  });

  test('the consent of the session counts, neither that of the options nor that of the lobby', async () => {
    const refuser = await asker.joined(session.code, 'Refuser', { ...AGREED, recorded: false });
    const willing = await asker.joined(session.code, 'Willing');
    const first = await people.create(race(refuser.driverToken, { consent: AGREED }));
    expect(first.car!.recorded).toBe(false);
    const second = await people.joinById(first.room.roomId, race(willing.driverToken));
    expect(second.car!.recorded).toBe(true);
    const me = await asker.ask('GET', '/drivers/me', undefined, willing.driverToken);
    expect(me.body.consent).toBeNull();
  });

  test('strangers, other roads and unknown codes are refused with the reason', async () => {
    const { driverToken } = await asker.driver();
    await expect(people.create(race(driverToken))).rejects.toThrow(`Join the session at /join/${session.code}`);
    await expect(people.create({ ...race(driverToken), driverToken: undefined })).rejects.toThrow('Join the session');
    await expect(people.create(race(driverToken, { session: 'XXXXX' }))).rejects.toThrow('no session "XXXXX"');
    const joined = await asker.joined(session.code, 'Elsewhere');
    const oval = race(joined.driverToken, { trackId: 'oval' });
    await expect(people.create(oval)).rejects.toThrow('not driven on "oval". Choose: ring150');
  });

  test('its people meet each other alone: neither way in leads to strangers', async () => {
    const stranger = await people.create({ trackId: 'ring150', laps: 1, grid: [] });
    const one = await asker.joined(session.code, 'One');
    const two = await asker.joined(session.code, 'Two');
    const first = await people.joinOrCreate(race(one.driverToken, { laps: 1 }));
    expect(first.room.roomId).not.toBe(stranger.room.roomId);
    const second = await people.joinOrCreate(race(two.driverToken, { laps: 7 }));
    expect(second.room.roomId).toBe(first.room.roomId);
    const other = await people.joinOrCreate({ trackId: 'ring150', laps: 1, grid: [] });
    expect(other.room.roomId).toBe(stranger.room.roomId);
    const refused = 'driven for a session';
    await expect(people.joinById(first.room.roomId, {})).rejects.toThrow(refused);
    await expect(people.joinById(first.room.roomId, { spectate: true })).rejects.toThrow(refused);
    await expect(people.joinById(stranger.room.roomId, race(two.driverToken))).rejects.toThrow('not driven for your');
    const quick = await people.joinOrCreate(race(one.driverToken, { quick: true }));
    expect([...quick.state.cars.values()].map(({ name }) => name)).toEqual(['One']);
  });
});

describe('the organiser', () => {
  test('sees who is here and who drives', async () => {
    const { driverId, driverToken } = await asker.joined(session.code, 'Present');
    const here = async () => (await drivers()).find((driver: { driverId: string }) => driver.driverId === driverId);
    expect(await here()).toMatchObject({ nickname: 'Present', connected: false, driving: false });
    const present = await people.create(race(driverToken));
    expect(await here()).toMatchObject({ connected: true, driving: false });
    present.send('start');
    await until(() => present.state.phase === 'countdown', 'the countdown');
    expect(await here()).toMatchObject({ connected: true, driving: true });
    await present.leave();
    await expect.poll(here, { timeout: 60_000 }).toMatchObject({ connected: false, driving: false });
  });

  test('pauses: no race begins or is joined, one that runs goes on; then all goes on', async () => {
    const own = await asker.open();
    const status = (wanted: string) => organiser('PATCH', '', { status: wanted }, own);
    const one = await asker.joined(own.code, 'One');
    const two = await asker.joined(own.code, 'Two');
    const running = await people.create(race(one.driverToken, { session: own.code }));
    running.send('start');
    const waiting = await people.create(race(two.driverToken, { session: own.code }));
    await until(() => running.state.phase === 'countdown', 'the countdown');
    expect((await status('paused')).body).toEqual({ status: 'paused' });
    waiting.send('start');
    await until(() => waiting.refused.length > 0, 'the refusal');
    expect(waiting.refused[0]!.reason).toMatch(/paused this session/);
    waiting.send('ready');
    await expect(people.create(race(one.driverToken, { session: own.code }))).rejects.toThrow('paused this session');
    await expect(people.joinById(waiting.room.roomId, race(one.driverToken, { session: own.code }))).rejects.toThrow(
      'paused this session',
    );
    await until(() => running.state.phase === 'racing', 'the running race');
    expect(waiting.state.phase).toBe('waiting');
    await status('open');
    await until(() => waiting.state.phase === 'countdown', 'the race that waited');
    await status('closed');
    await expect(people.create(race(one.driverToken, { session: own.code }))).rejects.toThrow('is closed');
  });

  test('says something: everybody in a race of the session reads it at once, whoever asks for the session later', async () => {
    const { driverToken } = await asker.joined(session.code, 'Reader');
    const reader = await people.create(race(driverToken));
    const outsider = await people.create({ trackId: 'ring150', grid: [] });
    const [read, overheard] = [noticesOf(reader), noticesOf(outsider)];
    const { body } = await organiser('POST', '/message', { text: 'Ten more laps, please' });
    await until(() => read.length === 1, 'the notice');
    expect(read[0]).toEqual({ text: 'Ten more laps, please', at: body.at });
    expect((await asker.ask('GET', `/sessions/${session.code}`)).body.message).toEqual(read[0]);
    expect(overheard).toEqual([]);
  });

  test('removes a driver, who is sent out of the race and comes in no more; the others stay', async () => {
    const { driverId, driverToken } = await asker.joined(session.code, 'Removed');
    const other = await asker.joined(session.code, 'Staying');
    const removed = await people.create(race(driverToken));
    const staying = await people.joinById(removed.room.roomId, race(other.driverToken));
    const token = removed.room.reconnectionToken;
    removed.room.reconnection.enabled = false;
    expect((await organiser('POST', '/remove', { driverId })).status).toBe(200);
    await until(() => removed.closed !== null, 'the connection to end');
    expect(removed.closed).toBe(REMOVED);
    await until(() => staying.state.cars.size === 1, 'one car');
    await expect(people.reconnect(token)).rejects.toThrow();
    await expect(people.create(race(driverToken))).rejects.toThrow('asked you to leave this session');
    const again = { consent: AGREED, language: 'en', nickname: 'Back' };
    expect((await asker.ask('POST', `/sessions/${session.code}/join`, again, driverToken)).status).toBe(403);
    const seen = (await drivers()).find((driver: { driverId: string }) => driver.driverId === driverId);
    expect(seen).toMatchObject({ nickname: 'Removed', removed: true });
  });
});

test('what is recorded belongs to the session, and only consented cars are in it', async () => {
  const willing = await asker.joined(session.code, 'Kept');
  const refuser = await asker.joined(session.code, 'Unkept', { ...AGREED, recorded: false });
  const kept = await people.create(race(willing.driverToken));
  const unkept = await people.joinById(kept.room.roomId, race(refuser.driverToken));
  const { raceId } = kept.state;
  kept.send('start');
  kept.drive();
  await until(() => kept.state.recordedTick > 0, 'the first commit');
  await Promise.all([kept.leave(), unkept.leave()]);
  expect(await server.closed(raceId)).toBe('interrupted');
  const row = await server.store.selectFrom('race').select('session_id').where('id', '=', raceId).executeTakeFirst();
  expect(row!.session_id).toBe(session.id);
  const episodes = await server.store
    .selectFrom('episode')
    .select(['driver_id', 'consent'])
    .where('race_id', '=', raceId)
    .execute();
  expect(episodes.map((episode) => episode.driver_id)).toEqual([willing.driverId]);
  expect(JSON.parse(episodes[0]!.consent!)).toMatchObject(AGREED);
  const everything = await Promise.all(['/api/episodes', `/api/races/${raceId}`].map((path) => server.get(path)));
  expect(everything.join('')).not.toMatch(/Kept|Unkept/);
});
