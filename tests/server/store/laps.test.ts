import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DATABASE_FILE, openStore } from '../../../server/store/database.ts';
import { bestLapOf, bestLaps, bestLapsQuery } from '../../../server/store/laps.ts';
import { insertPolicy } from '../../../server/store/policies.ts';
import { deleteRace } from '../../../server/store/races.ts';
import type { Store } from '../../../server/store/tables.ts';
import { PHYSICS } from '../../../shared/race/constants.ts';
import { KART } from '../../../shared/vehicle/cars.ts';
import { CLUB_RACER, vehicleHash } from '../../../shared/vehicle/spec.ts';
import { temporaryFolder } from '../episode/session.ts';
import { consent, drove, RING } from './drives.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openStore(folder.dataDir);
});
afterEach(async () => {
  await store.destroy();
  folder.remove();
});

const contest = (sector = 0, spec = CLUB_RACER) => ({
  ...{ trackHash: RING.hash, vehicleHash: vehicleHash(spec), sector },
  kinds: ['human' as const],
});
const board = async (asked = contest()) =>
  (await bestLaps(store, asked, 100)).map(({ driverId, timeMs, number }) => [driverId, timeMs, number]);

test('each driver stands once, with the best clean lap, the fastest first and of equals the earlier', async () => {
  await drove(store, { driverId: 'd-a', laps: [12, 10, -8] });
  await drove(store, { driverId: 'd-b', laps: [9.5] });
  await drove(store, { driverId: 'd-c', laps: [-7] });
  await drove(store, { driverId: 'd-d', laps: [11, 10] });
  await drove(store, { driverId: 'd-a', laps: [10.5, 10.2] });
  expect(await board()).toEqual([
    ['d-b', 9500, 1],
    ['d-a', 10_000, 2],
    ['d-d', 10_000, 2],
  ]);
  expect(await board(contest(1))).toEqual([
    ['d-b', 2375, 1],
    ['d-a', 2500, 2],
    ['d-d', 2500, 2],
  ]);
  expect((await bestLaps(store, contest(), 1)).length).toBe(1);
  const { kinds: _, ...one } = contest();
  expect(await bestLapOf(store, 'd-a', one)).toEqual({ episodeId: expect.stringMatching(/^e-/), timeMs: 10_000 });
  expect(await bestLapOf(store, 'd-c', one)).toBe(null);
});

test('what may not be compared is not: another car or physics, a log that does not replay, a refusal', async () => {
  await drove(store, { driverId: 'd-kart', laps: [5], spec: KART });
  await drove(store, { driverId: 'd-tuned', laps: [5], spec: { ...CLUB_RACER, mass: 500 } });
  await drove(store, { driverId: 'd-other-world', laps: [5], changed: { physics: PHYSICS + 1 } });
  await drove(store, { driverId: 'd-quarantined', laps: [5], changed: { status: 'quarantined' } });
  await drove(store, { driverId: 'd-refuser', laps: [5], changed: { consent: { ...consent, recorded: false } } });
  await drove(store, { driverId: 'd-nobody', laps: [5], changed: { consent: null } });
  expect(await board()).toEqual([]);
  expect(await board(contest(0, KART))).toEqual([['d-kart', 5000, 1]]);
});

test('people, clones and scripted drivers are told apart; a clone whose policy is gone is left out', async () => {
  const place = { datasetId: null, driverId: 'd-a', createdBy: null, trackId: RING.id };
  await insertPolicy(store, { ...place, id: 'p-1', manifest: {}, file: new Uint8Array(1) });
  await drove(store, { driverId: 'd-a', laps: [10] });
  await drove(store, { driverId: 'p-1', laps: [11], kind: 'policy' });
  await drove(store, { driverId: 'p-gone', laps: [9], kind: 'policy' });
  await drove(store, { driverId: 'scripted-fast-pad-1', laps: [8], kind: 'scripted' });
  const all = await bestLaps(store, { ...contest(), kinds: ['human', 'policy'] }, 100);
  expect(all.map(({ driverId, cloneOf }) => [driverId, cloneOf])).toEqual([
    ['d-a', null],
    ['p-1', 'd-a'],
  ]);
  expect(await board({ ...contest(), kinds: ['policy'] as never })).toEqual([['p-1', 11_000, 1]]);
  expect(await board({ ...contest(), kinds: ['scripted'] as never })).toEqual([['scripted-fast-pad-1', 8000, 1]]);
});

test('times go with their episode', async () => {
  const raceId = await drove(store, { driverId: 'd-a', laps: [10, 11] });
  expect((await store.selectFrom('lap').selectAll().execute()).length).toBe(6);
  await deleteRace(store, raceId);
  expect(await store.selectFrom('lap').selectAll().execute()).toEqual([]);
});

test('a leaderboard is read along its index, driver by driver, without sorting the laps', async () => {
  const { sql, parameters } = bestLapsQuery(store, { ...contest(), kinds: ['human', 'policy'] }, 100).compile();
  const database = new DatabaseSync(join(folder.dataDir, DATABASE_FILE), { readOnly: true });
  const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...(parameters as string[]));
  database.close();
  const steps = plan.map(({ detail }) => String(detail));
  expect(steps.join('\n')).toMatch(
    /SEARCH lap USING INDEX lap_by_time \(track_hash=\? AND vehicle_hash=\? AND physics=\? AND sector=\? AND clean=\?\)/,
  );
  expect(steps.filter((step) => /^SCAN (lap|episode|policy)\b/.test(step))).toEqual([]);
  // One sort, of the drivers' best; laps come sorted.
  expect(steps.filter((step) => step.includes('TEMP B-TREE')).length).toBeLessThanOrEqual(1);
});

test('laps of a store from before are found at its next opening', async () => {
  await drove(store, { driverId: 'd-a', laps: [12, 10, -8] });
  await drove(store, { driverId: 'd-kart', laps: [5], spec: KART });
  await drove(store, { driverId: 'd-nobody', laps: [5], changed: { consent: null } });
  await drove(store, { driverId: 'd-quarantined', laps: [5], changed: { status: 'quarantined' } });
  const rows = () =>
    store.selectFrom('lap').selectAll().orderBy('episode_id').orderBy('number').orderBy('sector').execute();
  const before = await rows();
  expect(before.length).toBe(3 + 4 + 1 + 2);
  await store.destroy();
  const database = new DatabaseSync(join(folder.dataDir, DATABASE_FILE));
  undoSince2(database);
  database.close();
  store = await openStore(folder.dataDir);
  expect(await rows()).toEqual(before);
});

/** The schema as it was after "0002 several cars". */
function undoSince2(database: DatabaseSync): void {
  const old = 'driver track race race_chunk episode dataset dataset_episode policy policy_file evaluation'.split(' ');
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[];
  database.exec('PRAGMA foreign_keys = OFF; DROP TRIGGER quarantine_takes_laps');
  for (const { name } of tables)
    if (!old.includes(name) && !name.startsWith('kysely')) database.exec(`DROP TABLE ${name}`);
  database.exec('DROP INDEX race_by_time; DROP INDEX race_by_session; DROP INDEX dataset_by_time');
  database.exec('DROP INDEX evaluation_by_policy; DROP INDEX evaluation_by_track; DROP INDEX evaluation_by_time');
  const added = {
    race: ['session_id', 'judged', 'gap_ticks', 'header_hash', 'damage', 'origin'],
    episode: ['gap_ticks'],
    dataset: ['session_id', 'summary'],
    evaluation: ['track_id', 'track_hash', 'kicks', 'traffic', 'laps', 'summary'],
  };
  for (const [table, columns] of Object.entries(added))
    for (const column of columns) database.exec(`ALTER TABLE ${table} DROP COLUMN ${column}`);
  database.exec("DELETE FROM kysely_migration WHERE name >= '0003'");
}
