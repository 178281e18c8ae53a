import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eraseDueSessions } from '../../../server/competition/erasure.ts';
import { joinSession } from '../../../server/competition/joining.ts';
import { openSession } from '../../../server/competition/opening.ts';
import { SessionRooms } from '../../../server/competition/rooms.ts';
import { createRecorder, type Recorder } from '../../../server/episode/recorder.ts';
import { openStore } from '../../../server/store/database.ts';
import { insertDataset } from '../../../server/store/datasets.ts';
import { createDriver } from '../../../server/store/drivers.ts';
import { findSession } from '../../../server/store/sessions.ts';
import type { Store } from '../../../server/store/tables.ts';
import { newSessionSchema } from '../../../shared/wire/sessions.ts';
import { drove } from '../store/drives.ts';
import { AGREED, RING_SESSION } from './organiser.ts';

const OPENED = new Date('2026-03-01T09:00:00Z');
const after = (days: number, ms = 0): Date => new Date(OPENED.getTime() + days * 24 * 3600 * 1000 + ms);

let dataDir: string;
let store: Store;
let recorder: Recorder;
let complaints: unknown[];
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'mimic-erasure-'));
  recorder = createRecorder({ dataDir });
  store = await openStore(dataDir);
  complaints = [];
});
afterEach(async () => {
  await recorder.close();
  await store.destroy();
  rmSync(dataDir, { recursive: true });
});

const erase = (now: Date): Promise<string[]> => {
  const complain = (error: unknown) => complaints.push(error);
  return eraseDueSessions({ store, rooms: new SessionRooms(), recorder, forgetLearned: () => {}, complain }, now);
};

/** A session opened on the first of March, with these drivers in it. */
async function opened(template: 'open' | 'class', drivers: string[]): Promise<string> {
  const settings = newSessionSchema.parse({
    ...RING_SESSION,
    name: template === 'class' ? 'Tulip class 3b' : 'Open day',
    template,
    guardians: true,
  });
  const { driverId } = await createDriver(store);
  const { id } = await openSession(store, settings, driverId, () => OPENED);
  const session = (await findSession(store, id))!;
  for (const [n, driver] of drivers.entries()) {
    await joinSession(store, session, driver, { nickname: `N${n}`, consent: AGREED, language: 'en' }, () => OPENED);
  }
  return id;
}

async function droveFor(sessionId: string, driverId: string): Promise<string> {
  const raceId = await drove(store, { driverId, laps: [20, 21] });
  await store.updateTable('race').set({ session_id: sessionId }).where('id', '=', raceId).execute();
  return raceId;
}

const rowsOf = async (
  table: 'driver' | 'race' | 'episode' | 'lap' | 'participant' | 'session',
  column: string,
  value: string,
) =>
  (
    await store
      .selectFrom(table)
      .selectAll()
      .where(column as never, '=', value as never)
      .execute()
  ).length;

test('a class is erased after 30 days, to the last byte, and nothing of anybody else', async () => {
  const [pupil, regular] = [await createDriver(store), await createDriver(store)];
  const schoolId = await opened('class', [pupil.driverId, regular.driverId]);
  const openId = await opened('open', [regular.driverId]);
  const raceId = await droveFor(schoolId, pupil.driverId);
  await droveFor(schoolId, regular.driverId);
  const elsewhere = await drove(store, { driverId: regular.driverId, laps: [19] });
  const laps = [{ episodeId: `e-${raceId}-0`, driverId: pupil.driverId, lap: 1 }];
  const card = { content: { hash: 'x' } };
  const dataset = await insertDataset(store, {
    name: 'Tulip class 3b',
    recipe: {},
    laps,
    card,
    createdBy: null,
  } as never);
  await store.updateTable('dataset').set({ session_id: schoolId }).where('id', '=', dataset.id).execute();

  expect(await erase(after(30, -1))).toEqual([]);
  expect(await rowsOf('session', 'id', schoolId)).toBe(1);
  expect(await erase(after(30))).toEqual([schoolId]);

  expect(await rowsOf('session', 'id', schoolId)).toBe(0);
  expect(await rowsOf('participant', 'session_id', schoolId)).toBe(0);
  expect(await rowsOf('race', 'session_id', schoolId)).toBe(0);
  expect(await rowsOf('episode', 'driver_id', pupil.driverId)).toBe(0);
  expect(await rowsOf('driver', 'id', pupil.driverId)).toBe(0);
  const kept = await store.selectFrom('dataset').selectAll().where('id', '=', dataset.id).executeTakeFirst();
  expect(kept).toMatchObject({ name: dataset.id, recipe: null, laps: null, card: null, session_id: null });
  // Who drives elsewhere too stays, with what they drove there.
  expect(await rowsOf('driver', 'id', regular.driverId)).toBe(1);
  expect(await rowsOf('episode', 'race_id', elsewhere)).toBe(1);
  expect(await rowsOf('participant', 'session_id', openId)).toBe(1);
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n');
  for (const trace of [pupil.driverId, schoolId, raceId, 'Tulip class 3b']) expect(bytes).not.toContain(trace);
  expect(complaints).toEqual([]);
});

test('an open session is never erased by itself', async () => {
  const id = await opened('open', []);
  expect(await erase(after(100_000))).toEqual([]);
  expect(await rowsOf('session', 'id', id)).toBe(1);
});
