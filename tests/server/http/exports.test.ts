import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demonstrate, scriptedName } from '../../../server/cli/demonstration.ts';
import { collect } from '../../../server/dataset/collection.ts';
import { recipeSchema } from '../../../shared/dataset/recipe.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { python, pythonLacks } from '../dataset/outsidereaders.ts';
import { type WholeServer, wholeServer } from '../race/wholeserver.ts';

const track = loadTrack('assets/tracks/oval.json');
const person = { hands: 'pad', skill: 'mid', seed: 2 } as const;
let server: WholeServer;
let url: string;
let token: string;

beforeAll(async () => {
  server = await wholeServer();
  await demonstrate(server.dataDir, { ...person, track, spec: CLUB_RACER, laps: 1, session: 0 }, () => {});
  const recipe = recipeSchema.parse({
    trackId: track.id,
    drivers: [scriptedName(person)],
    clean: false,
    inTraffic: true,
  });
  const { dataset } = await collect(server.store, 'An export', recipe, null);
  url = `http://127.0.0.1:${server.port}/api/datasets/${dataset.id}/export`;
  token = await newToken();
});
afterAll(() => server.close());

async function newToken(): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${server.port}/api/drivers`, { method: 'POST' });
  return (await answer.json()).driverToken;
}

const get = (query: string, headers: Record<string, string> = {}) => fetch(`${url}?${query}`, { headers });

async function finished(location: string): Promise<{ state: string; result: unknown }> {
  for (;;) {
    const job = await (await fetch(`http://127.0.0.1:${server.port}${location}`)).json();
    if (job.state !== 'queued' && job.state !== 'running') return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('an export is a job first and a file from then on, until somebody takes laps back', async () => {
  expect((await get('format=lerobot')).status).toBe(401);
  const begun = await get('format=lerobot', { authorization: `Bearer ${token}` });
  expect(begun.status).toBe(202);
  expect(await finished(begun.headers.get('location')!)).toMatchObject({ state: 'done', result: { laps: 1 } });
  const file = await get('format=lerobot');
  expect(file.status).toBe(200);
  expect(file.headers.get('content-disposition')).toBe('attachment; filename=an-export-1-lerobot-20hz.zip');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const names = Object.keys(unzipSync(bytes));
  expect(names).toContain('meta/info.json');
  // By a reader that is not ours, checksums included.
  const path = join(server.dataDir, 'read.zip');
  writeFileSync(path, bytes);
  const script =
    'import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip(), *sorted(z.namelist()), sep="\\n")';
  if (pythonLacks('zipfile'))
    console.log('Python is not installed here (Debian: python3): zips are read by fflate alone.');
  else expect(python(script, path).trim().split('\n')).toEqual(['None', ...names.sort()]);
  expect(readdirSync(join(server.dataDir, 'exports'))).toHaveLength(1);
  const mine = { method: 'DELETE', headers: { authorization: `Bearer ${token}` } };
  expect((await fetch(`http://127.0.0.1:${server.port}/api/drivers/me`, mine)).status).toBe(200);
  expect((await get('format=lerobot')).status).toBe(401);
});

test('each observation is an archive of its own, and race logs leave too', async () => {
  const headers = { authorization: `Bearer ${await newToken()}` };
  for (const query of [
    'format=csv&observation=range-finder',
    'format=csv&observation=motion,neighbours',
    'format=raw',
  ]) {
    const begun = await get(query, headers);
    expect(begun.status).toBe(202);
    expect(await finished(begun.headers.get('location')!)).toMatchObject({ state: 'done', result: { laps: 1 } });
    const files = unzipSync(new Uint8Array(await (await get(query)).arrayBuffer()));
    const heading = files['steps.csv'] && strFromU8(files['steps.csv'].subarray(0, 2000)).split('\n')[0]!;
    if (heading === undefined) expect(Object.keys(files)).toContain('logs/race-00001.mimiclog');
    else expect(heading.includes('observation.ray0')).toBe(query.includes('range'));
  }
});

test('laps of a private session leave with its organiser alone; for others there is no such data set', async () => {
  const hash = createHash('sha256').update('o'.repeat(43)).digest('hex');
  const times = { opened_at: new Date().toISOString(), erase_at: null, closed_at: null };
  const session = { id: 's-private', code: 'QQQQ', name: 'class', settings: '{}', status: 'open', private: 1 } as const;
  await server.store
    .insertInto('session')
    .values({ ...session, ...times, token_hash: hash })
    .execute();
  const before = await server.store.selectFrom('race').select(['id', 'session_id']).execute();
  await server.store.updateTable('race').set({ session_id: session.id }).execute();
  expect((await get('format=csv')).status).toBe(404);
  expect((await get('format=csv', { authorization: `Bearer ${await newToken()}` })).status).toBe(404);
  const begun = await get('format=csv', { authorization: `Bearer ${'o'.repeat(43)}` });
  expect(begun.status).toBe(202);
  await finished(begun.headers.get('location')!);
  expect((await get('format=csv')).status).toBe(404);
  expect((await get('format=csv', { authorization: `Bearer ${'o'.repeat(43)}` })).status).toBe(200);
  for (const { id, session_id } of before) {
    await server.store.updateTable('race').set({ session_id }).where('id', '=', id).execute();
  }
});

test('what is no format, no rate or no data set is refused', async () => {
  for (const query of [
    '',
    'format=exe',
    'format=csv&rate=21',
    'format=csv&observation=sonar',
    'format=lerobot&images=rear',
    'format=csv&observation=../x',
    'format=../../etc',
  ])
    expect((await get(query)).status).toBe(400);
  const other = url.replace(/ds-[^/]+/, 'ds-none');
  expect((await fetch(`${other}?format=csv`)).status).toBe(404);
});
