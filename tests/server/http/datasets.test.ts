import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demonstrate } from '../../../server/cli/demonstration.ts';
import { createDriver, setConsent } from '../../../server/store/drivers.ts';
import { episodesOfRace } from '../../../server/store/episodes.ts';
import { insertSession } from '../../../server/store/sessions.ts';
import { tombstone } from '../../../server/store/tombstones.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { datasetEntrySchema, datasetSchema } from '../../../shared/wire/datasets.ts';
import { datasetDiffSchema } from '../../../shared/wire/laps.ts';
import { newSessionSchema } from '../../../shared/wire/sessions.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { type WholeServer, wholeServer } from '../race/wholeserver.ts';

const track = loadTrack('tests/tracks/ring150.json');
const consent = { version: 1, recorded: true, shared: true, exported: false };
let server: WholeServer;

interface Person {
  id: string;
  token: string;
  episode: string;
}
/** Ann shares her clone, Ben does not, Cem does and drove in a private session, as did Ann in her second race. */
let ann: Person;
let ben: Person;
let cem: Person;
let annsPrivate: string;
let session: { id: string; token: string };

beforeAll(async () => {
  server = await wholeServer();
  const settings = newSessionSchema.parse({
    ...{ name: 'Physics club', tracks: [track.id], goal: { cleanLaps: 10 }, private: true },
  });
  const times = { openedAt: '2026-11-22T10:00:00.000Z', eraseAt: null, openedBy: 'd-opener' };
  const opened = (await insertSession(server.store, { code: 'CLUB', settings, ...times }))!;
  session = { id: opened.id, token: opened.organiserToken };
  ann = await person(1, true, null);
  ben = await person(2, false, null);
  cem = await person(3, true, session.id);
  annsPrivate = await drive(4, ann.id, session.id);
});
afterAll(() => server.close());

async function person(seed: number, shared: boolean, sessionId: string | null): Promise<Person> {
  const { driverId, driverToken } = await createDriver(server.store);
  await setConsent(server.store, driverId, { ...consent, shared });
  return { id: driverId, token: driverToken, episode: await drive(seed, driverId, sessionId) };
}

/** Two laps of a scripted driver, kept as if this person had driven them for this session. */
async function drive(seed: number, driverId: string, sessionId: string | null): Promise<string> {
  const hands = seed % 2 === 0 ? 'keyboard' : 'pad';
  const order = { hands, skill: 'mid', seed, track, spec: CLUB_RACER, laps: 2, session: 0 } as const;
  const raceId = await demonstrate(server.dataDir, order, () => {});
  const [{ id }] = await episodesOfRace(server.store, raceId);
  const agreed = JSON.stringify(consent);
  await server.store.updateTable('race').set({ session_id: sessionId }).where('id', '=', raceId).execute();
  const own = { driver_id: driverId, kind: 'human', consent: agreed } as const;
  await server.store.updateTable('episode').set(own).where('id', '=', id).execute();
  return id;
}

async function ask(method: string, path: string, body?: unknown, token?: string) {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (token) headers.authorization = `Bearer ${token}`;
  const url = `http://127.0.0.1:${server.port}/api/datasets${path}`;
  const answer = await fetch(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape.
  return { status: answer.status, body: (await answer.json()) as any };
}
const recipe = (fields: object = {}) => ({ trackId: track.id, clean: false, inTraffic: true, ...fields });
const made = (token: string, fields: object = {}, more: object = {}) =>
  ask('POST', '', { name: 'laps', recipe: recipe(fields), ...more }, token);
const episodesIn = (body: { laps: { episodeId: string }[] }) =>
  [...new Set(body.laps.map(({ episodeId }) => episodeId))].sort();

describe('whose laps go into a dataset', () => {
  test("one's own, from private sessions too", async () => {
    const { status, body } = await made(ann.token);
    expect(status).toBe(201);
    expect(episodesIn(body)).toEqual([ann.episode, annsPrivate].sort());
    expect(datasetSchema.parse(body)).toMatchObject({ createdBy: ann.id, version: 1, card: { licence: 'none' } });
  });

  test('everybody is whoever lets others race their clone, and of private sessions nobody else', async () => {
    const { body } = await made(ben.token, { drivers: [] });
    expect(episodesIn(body)).toEqual([ann.episode, ben.episode].sort());
    expect(body.card.consent).toMatchObject({ people: 2, exportedLaps: 0 });
  });

  test('who does not let others is refused by name, and a session is closed to strangers', async () => {
    const refused = await made(ann.token, { drivers: [ben.id] });
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toMatch(/has not said that others may learn/);
    expect((await made(ben.token, { drivers: [], sessions: [session.id] })).status).toBe(409);
    expect((await ask('POST', '', { name: 'x', recipe: recipe() })).status).toBe(401);
  });

  test("an organiser takes the session's laps, whatever their drivers share, and no others", async () => {
    const { status, body } = await made(session.token, { drivers: [] });
    expect(status).toBe(201);
    expect(episodesIn(body)).toEqual([cem.episode, annsPrivate].sort());
    expect(body).toMatchObject({ sessionId: session.id, createdBy: null, card: { how: { sessions: [session.id] } } });
    expect((await made(session.token, { sessions: ['s-other'] })).status).toBe(403);
  });
});

describe('who may read it', () => {
  let hidden: string;
  let open: string;
  beforeAll(async () => {
    hidden = (await made(session.token, { drivers: [] })).body.id;
    open = (await made(ben.token, { drivers: [] })).body.id;
  });

  test("a private session's: its organiser, and nobody else", async () => {
    expect((await ask('GET', `/${hidden}`, undefined, session.token)).status).toBe(200);
    for (const token of [undefined, ben.token, cem.token]) {
      expect((await ask('GET', `/${hidden}`, undefined, token)).status).toBe(404);
      expect((await ask('GET', `/${open}/diff?against=${hidden}`, undefined, token)).status).toBe(404);
      const listed = await ask('GET', `?session=${session.id}`, undefined, token);
      expect(listed.body.items.map(({ id }: { id: string }) => id)).not.toContain(hidden);
    }
    const own = await ask('GET', `?session=${session.id}`, undefined, session.token);
    expect(own.body.items.map(({ id }: { id: string }) => id)).toContain(hidden);
    const combine = { operation: 'merge', of: [open, hidden] };
    expect((await ask('POST', '', { name: 'x', combine }, ben.token)).status).toBe(404);
  });

  test("a tombstone of a private session's is as hidden as it was", async () => {
    const { id } = (await made(session.token, { drivers: [] }, { name: 'Class 3-2' })).body;
    const seen = async (token?: string) => {
      const listed = await ask('GET', '?limit=200', undefined, token);
      const found = listed.body.items.find((item: { id: string }) => item.id === id);
      return [found?.name, (await ask('GET', `/${id}`, undefined, token)).status];
    };
    await tombstone(server.store, [id]);
    expect(await seen(session.token)).toEqual(['Class 3-2', 200]);
    for (const token of [undefined, ben.token]) expect(await seen(token)).toEqual([undefined, 404]);
  });

  test('lists hold entries, versions and what changed; no laps', async () => {
    const name = 'counted';
    await made(ann.token, {}, { name, licence: 'CC0-1.0' });
    await made(ann.token, { except: [{ episodeId: ann.episode, number: 1 }] }, { name });
    const { body } = await ask('GET', `?name=${name}`, undefined, ann.token);
    const items = body.items.map((item: unknown) => datasetEntrySchema.parse(item));
    expect(items.map(({ version }: { version: number }) => version).sort()).toEqual([1, 2]);
    expect(items.find(({ version }: { version: number }) => version === 2)).toMatchObject({
      ...{ lapCount: 3, since: { version: 1, added: 0, removed: 1 } },
    });
    expect(body.items[0]).not.toHaveProperty('laps');
  });

  test('two of them are combined and compared', async () => {
    const [one, two] = [(await made(ann.token)).body, (await made(ben.token, { drivers: [] })).body];
    const diff = await ask('GET', `/${two.id}/diff?against=${one.id}`, undefined, ann.token);
    expect(datasetDiffSchema.parse(diff.body)).toMatchObject({ kept: 2, counts: { before: 4, after: 4 } });
    const laps = [{ episodeId: ann.episode, number: 2 }];
    const subset = await ask(
      'POST',
      '',
      { name: 'one lap', combine: { operation: 'subset', of: [one.id], laps } },
      ann.token,
    );
    expect(subset.status).toBe(201);
    expect(subset.body).toMatchObject({ lapCount: 1, card: { madeOf: { operation: 'subset', of: [{ id: one.id }] } } });
    // Ben's laps are in the second, and Ben does not let others.
    const combine = { operation: 'merge', of: [two.id, subset.body.id] };
    expect((await ask('POST', '', { name: 'ours', combine }, ann.token)).status).toBe(403);
    const merged = await ask('POST', '', { name: 'ours', combine }, ben.token);
    expect(merged.body.lapCount).toBe(4);
  });

  test.each([
    [{ name: 'x' }, /give one of "recipe" and "combine"/],
    [{ name: 'x', recipe: recipe({ style: 'keys', balance: 'styles' }) }, /one style and a balance/],
    [{ name: 'x', recipe: recipe({ quality: { maxFals: 1 } }) }, /maxFals/],
    [{ name: 'x', combine: { operation: 'merge', of: ['ds-a'] } }, /A merge is of 2 to 8 datasets, got 1/],
    [{ name: 'x', combine: { operation: 'subset', of: ['ds-a'] } }, /needs laps or a recipe/],
    [{ name: 'x', recipe: recipe(), licence: 'WTFPL' }, /licence/],
  ])('%j is refused in a sentence', async (body, reason) => {
    const { status, body: problem } = await ask('POST', '', body, ann.token);
    expect(status).toBe(400);
    expect(problem.detail).toMatch(reason);
  });
});
