import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Authors } from '../../../server/race/authors.ts';
import { AuthorTimes, loadAuthorTimes } from '../../../server/race/authortimes.ts';
import { authorTime } from '../../../shared/driver/authortime.ts';
import { medalTimes } from '../../../shared/race/medals.ts';
import { CARS } from '../../../shared/vehicle/cars.ts';
import { CLUB_RACER, vehicleHash } from '../../../shared/vehicle/spec.ts';
import { temporaryFolder, until } from '../episode/session.ts';
import { AUTHOR_TIMES, TRACKS } from './raceserver.ts';

const AGAIN = 'run "npm run mimic -- track authortimes" and keep assets/medals.json';

test('the author time that is kept is the one that is driven', () => {
  const oval = TRACKS.get('oval')!;
  expect(AUTHOR_TIMES.of(oval, CLUB_RACER)?.author, AGAIN).toBe(authorTime(oval, CLUB_RACER));
});

test('every track of the game has been measured in every car, as they are now', () => {
  const own = readdirSync(new URL('../../../assets/tracks', import.meta.url)).map((name) => name.replace('.json', ''));
  const missing = own.filter((id) => !AUTHOR_TIMES.knows(TRACKS.get(id)!));
  expect(missing, AGAIN).toEqual([]);
});

test('times belong to one version of the track and of the car', () => {
  const [oval, ring] = [TRACKS.get('oval')!, TRACKS.get('ring150')!];
  const place = { trackId: oval.id, trackHash: oval.hash, car: CLUB_RACER.id, carHash: vehicleHash(CLUB_RACER) };
  const times = new AuthorTimes([{ ...place, authorMs: 20_000 }]);
  expect(times.ofTrack(oval)).toEqual({ [CLUB_RACER.id]: medalTimes(20_000) });
  expect(times.ofTrack({ ...oval, hash: ring.hash })).toEqual({});
  expect(times.of(oval, { ...CLUB_RACER, mass: CLUB_RACER.mass + 1 })).toBe(null);
  expect(CARS.size).toBeGreaterThan(1);
});

test('a track that people add is measured beside the races, and kept for the next start', async () => {
  const folder = temporaryFolder();
  const path = join(folder.dataDir, 'medals.json');
  const ring = TRACKS.get('ring150')!;
  const times = new AuthorTimes([]);
  const complaints: unknown[] = [];
  const authors = new Authors(times, path, (error) => complaints.push(error));
  authors.measure(ring);
  authors.measure(ring);
  await until(() => times.knows(ring));
  expect(times.of(ring, CLUB_RACER)!.author).toBe(authorTime(ring, CLUB_RACER));
  await authors.close();
  const next = loadAuthorTimes(path);
  expect(next.ofTrack(ring)).toEqual(times.ofTrack(ring));
  expect(complaints).toEqual([]);
  writeFileSync(path, '{');
  expect(() => loadAuthorTimes(path)).toThrow(/medals\.json: .* Delete it and make it anew/);
  folder.remove();
});
