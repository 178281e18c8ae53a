import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MOST_GIVEN, MOST_OF_ONE_DRIVER, TrackShelf } from '../../../server/race/trackshelf.ts';
import { importTrackCsv } from '../../../shared/track/csvimport.ts';
import type { TrackFile } from '../../../shared/track/file.ts';
import { generateTrack } from '../../../shared/track/generator.ts';
import { csvOf, ELL, rightAngled } from '../../shared/track/circuitcsv.ts';
import { OWN_TRACKS } from '../race/raceserver.ts';
import { type HttpServer, httpServer } from './httpserver.ts';

let server: HttpServer;
beforeAll(async () => {
  server = await httpServer();
});
afterAll(() => server.close());

const newToken = async (): Promise<string> => (await server.ask('POST', '/api/drivers')).body.driverToken;
const add = (file: unknown, token?: string) => server.ask('POST', '/api/tracks', { file }, token);
const generated = (seed: number): TrackFile =>
  generateTrack({ seed, id: 'made', length: { min: 300, max: 400 }, name: { en: `Made ${seed}`, ko: `만든 ${seed}` } });

test('an imported circuit is listed, fetched whole and there after a restart', async () => {
  const token = await newToken();
  const { file } = importTrackCsv(csvOf(rightAngled(ELL)), { id: 'mine', name: { en: 'The Ell!', ko: '엘' } });
  const made = await add(file, token);
  expect(made.status).toBe(201);
  expect(made.headers.get('location')).toBe('/api/tracks/the-ell');
  expect(made.body).toMatchObject({ id: 'the-ell', names: { en: 'The Ell!', ko: '엘' }, version: 1, given: true });
  const { items } = (await server.ask('GET', '/api/tracks')).body;
  expect(items.find(({ id }: { id: string }) => id === 'the-ell')).toMatchObject({ given: true });
  expect(items.find(({ id }: { id: string }) => id === 'oval')).toMatchObject({ given: false });
  const whole = await server.ask('GET', '/api/tracks/the-ell');
  expect(whole.body.file).toEqual(JSON.parse(JSON.stringify({ ...file, id: 'the-ell' })));
  const again = new TrackShelf(OWN_TRACKS, server.dir);
  expect(again.tracks.get('the-ell')?.hash).toBe(whole.body.hash);
  expect(again.isGiven('the-ell')).toBe(true);
});

test('the same road is one track, the same name on another road is numbered', async () => {
  const token = await newToken();
  const first = await add(generated(1), token);
  const same = await add({ ...generated(1), name: { en: 'Another name', ko: '다른 이름' } }, await newToken());
  expect([first.status, same.status, same.body.id]).toEqual([201, 200, first.body.id]);
  const other = await add({ ...generated(2), name: generated(1).name }, token);
  expect([other.status, other.body.id]).toEqual([201, `${first.body.id}-2`]);
  const own = await add({ ...generated(3), name: { en: 'Oval', ko: '오벌' } }, token);
  expect(own.body.id).toBe('oval-2');
  const korean = await add({ ...generated(4), name: { en: '한글', ko: '한글' } }, token);
  expect(korean.body.id).toBe('circuit');
});

test('what is not a sound track of a driver with a decent name is refused with the reason', async () => {
  const token = await newToken();
  expect((await add(generated(5))).status).toBe(401);
  const { centreLine } = generated(5);
  const crossed = [...centreLine.slice(0, 30), ...centreLine.slice(30, 60).reverse(), ...centreLine.slice(60)];
  const answers = await Promise.all([
    add({ ...generated(5), centreLine: crossed }, token),
    add({ ...generated(5), centreLine: centreLine.slice(0, 5) }, token),
    add(undefined, token),
    add({ ...generated(5), name: { en: 'Fuck Ring', ko: '링' } }, token),
    add({ ...generated(5), author: 'x'.repeat(300_000) }, token),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 422, 413]);
  expect(answers[0].body.detail).toMatch(/centreLine/);
  expect(server.complaints).toEqual([]);
});

test(`a driver adds ${MOST_OF_ONE_DRIVER} tracks, all people together ${MOST_GIVEN}`, async () => {
  const free = (): number =>
    MOST_GIVEN - readdirSync(join(server.dir, 'tracks')).filter((f) => f.endsWith('.json')).length;
  const token = await newToken();
  let seed = 100;
  // ring150 stands on this server's shelf besides the game's own.
  const room = free() - 1;
  const statuses: number[] = [];
  for (let k = 0; k <= MOST_OF_ONE_DRIVER; k++) statuses.push((await add(generated(seed++), token)).status);
  expect(statuses).toEqual([...Array(MOST_OF_ONE_DRIVER).fill(201), 429]);
  const tokens = [await newToken(), await newToken(), await newToken()];
  const others: number[] = [];
  for (let k = 0; k < room - MOST_OF_ONE_DRIVER + 1; k++)
    others.push((await add(generated(seed++), tokens[k % 3])).status);
  expect(others).toEqual([...Array(room - MOST_OF_ONE_DRIVER).fill(201), 409]);
});

test('who withdraws leaves the tracks and no name', async () => {
  const owners = (): string[] =>
    readdirSync(join(server.dir, 'tracks'))
      .filter((name) => name.endsWith('.owner'))
      .map((name) => readFileSync(join(server.dir, 'tracks', name), 'utf8').trim());
  const shelf = new TrackShelf(OWN_TRACKS, server.dir);
  const [driverId] = owners();
  expect(shelf.tracks.size).toBeGreaterThan(60);
  shelf.forgetGiver(driverId);
  expect(owners()).not.toContain(driverId);
  expect(new TrackShelf(OWN_TRACKS, server.dir).tracks.size).toBe(shelf.tracks.size);
});
