import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DATABASE_FILE, openStore } from '../../../server/store/database.ts';
import { findDataset, insertDataset } from '../../../server/store/datasets.ts';
import { createDriver, driverOfToken, setConsent } from '../../../server/store/drivers.ts';
import { episodesOfRace } from '../../../server/store/episodes.ts';
import { insertEvaluation } from '../../../server/store/evaluations.ts';
import { findPolicy, insertPolicy, policyFile } from '../../../server/store/policies.ts';
import { findRace, readLog } from '../../../server/store/races.ts';
import type { Store } from '../../../server/store/tables.ts';
import { verifyLog } from '../../../shared/episode/resimulate.ts';
import { reportOf } from '../evaluation/reports.ts';
import { RunningHeat, runHeat, temporaryFolder, Watched } from './session.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let one: Watched;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openStore(folder.dataDir);
  one = new Watched(folder.dataDir);
});
afterEach(async () => {
  await one.recorder.close();
  await store.destroy();
  folder.remove();
});

const consent = { version: 1, recorded: true, shared: false, exported: false };

async function person(): Promise<{ driverId: string; driverToken: string }> {
  const driver = await createDriver(store);
  await setConsent(store, driver.driverId, consent);
  return driver;
}

/** Every byte in the data folder: database, write-ahead log and whatever else lies there. */
const everyByte = (): Buffer =>
  Buffer.concat(readdirSync(folder.dataDir).map((file) => readFileSync(join(folder.dataDir, file))));

/** The stored, packed chunks of a race as they are on disk now. */
function packedChunks(raceId: string): Buffer[] {
  const database = new DatabaseSync(join(folder.dataDir, DATABASE_FILE), { readOnly: true });
  const rows = database.prepare('SELECT bytes FROM race_chunk WHERE race_id = ?').all(raceId);
  database.close();
  return rows.map((row) => Buffer.from(row.bytes as Uint8Array));
}

/** A second of a car's steering that nobody else steered, as it stands in an unpacked chunk. */
function steering(heat: RunningHeat, car: number): Buffer {
  const steer = heat.applied[car].filter((_, i) => i % 2 === 0);
  for (let at = 0; at + 60 <= steer.length; at += 60) {
    const second = steer.slice(at, at + 60);
    const changes = second.filter((value, i) => i > 0 && value !== second[i - 1]).length;
    if (changes >= 3) return Buffer.from(Int8Array.from(second).buffer);
  }
  throw new Error('The driver never steered.');
}

const unpacked = (raceId: string): Buffer =>
  Buffer.concat(packedChunks(raceId).map((bytes) => zstdDecompressSync(bytes)));

test('a refusing person leaves no byte, and the consenting one’s log verifies', async () => {
  const refuser = await createDriver(store);
  const { driverId } = await person();
  const heat = runHeat(one.recorder, { raceId: 'r-1', ticks: 600, drivers: [driverId, null], jostling: true });
  expect(await one.closing('r-1')).toBe('complete');
  expect(unpacked('r-1').includes(steering(heat, 0))).toBe(true);
  expect(unpacked('r-1').includes(steering(heat, 1))).toBe(false);
  const { log, track } = await readLog(store, 'r-1');
  expect(log.chunks.some((chunk) => chunk.adoptions.length > 0)).toBe(true);
  expect(verifyLog(log, track).verified).toBe(true);
  expect(JSON.stringify(log.header)).not.toContain(refuser.driverId);
  expect(everyByte().includes('r-1-c1')).toBe(false);
});

test('withdrawing takes the laps out of every log and every file', async () => {
  const leaving = await person();
  const staying = await person();
  const drivers = [leaving.driverId, staying.driverId, staying.driverId];
  const heat = runHeat(one.recorder, { raceId: 'r-1', ticks: 900, drivers, jostling: true });
  runHeat(one.recorder, {
    raceId: 'r-2',
    ticks: 300,
    drivers: [leaving.driverId, 'bot'],
    kinds: ['human', 'scripted'],
  });
  await one.closing('r-1');
  await one.closing('r-2');
  const before = packedChunks('r-1');
  const rows = await episodesOfRace(store, 'r-1');
  const timesOf = async ({ driverId }: { driverId: string }) =>
    (await store.selectFrom('lap').select('time_ms').where('driver_id', '=', driverId).execute()).length;
  expect(await timesOf(leaving)).toBeGreaterThan(0);
  const kept = await timesOf(staying);
  expect(everyByte().includes(leaving.driverId)).toBe(true);
  expect(unpacked('r-1').includes(steering(heat, 0))).toBe(true);

  const forgotten = await one.recorder.forgetDriver(leaving.driverId);
  expect(forgotten).toMatchObject({ episodes: 3, pending: [] });
  expect([await timesOf(leaving), await timesOf(staying)]).toEqual([0, kept]);
  const bytes = everyByte();
  expect(bytes.includes(leaving.driverId)).toBe(false);
  expect(bytes.includes('r-1-c0')).toBe(false);
  for (const chunk of before) expect(bytes.includes(chunk)).toBe(false);
  expect(unpacked('r-1').includes(steering(heat, 0))).toBe(false);
  expect(unpacked('r-1').includes(steering(heat, 1))).toBe(true);
  expect(await driverOfToken(store, leaving.driverToken)).toBe(null);
  expect(await driverOfToken(store, staying.driverToken)).toBe(staying.driverId);

  const { log, track } = await readLog(store, 'r-1');
  expect(log.chunks.some((chunk) => chunk.adoptions.length > 0)).toBe(true);
  expect(verifyLog(log, track).verified).toBe(true);
  const rest = await episodesOfRace(store, 'r-1');
  expect(rest.map(({ id, car }) => [id, car])).toEqual([
    [rows[1].id, 0],
    [rows[2].id, 1],
  ]);
  expect(await findRace(store, 'r-2')).toBe(null); // Only a bot was left in it.
});

test('laps taken back while they are learned from leave nothing behind', async () => {
  const { driverId } = await person();
  runHeat(one.recorder, { raceId: 'r-1', ticks: 120, drivers: [driverId] });
  await one.closing('r-1');
  const [{ id: episodeId }] = await episodesOfRace(store, 'r-1');
  const laps = [{ episodeId, driverId, lap: 1 }];
  const choice = { name: 'slow', recipe: { drivers: [driverId] }, laps, card: {}, createdBy: driverId };
  const dataset = await insertDataset(store, choice);
  const place = { datasetId: dataset.id, driverId, createdBy: driverId, trackId: 'ring150' };
  const training = { ...place, manifest: {}, file: Buffer.from('weights') };
  const policy = await insertPolicy(store, training);
  await one.recorder.forgetDriver(driverId);
  // What was under way when the laps went: a choice of laps, a training, an evaluation.
  await expect(insertDataset(store, choice)).rejects.toThrow(/1 of 1 episodes were deleted/);
  await expect(insertPolicy(store, training)).rejects.toThrow(/was withdrawn during the training/);
  const evaluation = { policyId: policy.id, request: {}, result: reportOf([{}]) };
  await expect(insertEvaluation(store, evaluation)).rejects.toThrow(/is gone/);
  expect(everyByte().includes(driverId)).toBe(false);
});

test('what was learned from deleted laps goes, what was not stays', async () => {
  const leaving = await person();
  const staying = await person();
  runHeat(one.recorder, { raceId: 'r-1', ticks: 300, drivers: [leaving.driverId, staying.driverId] });
  await one.closing('r-1');
  const [gone, kept] = await episodesOfRace(store, 'r-1');
  const learn = async (name: string, episodes: (typeof gone)[], weights: string) => {
    const laps = episodes.map((episode) => ({ episodeId: episode.id, driverId: episode.driver.id, lap: 1 }));
    const recipe = { drivers: laps.map((lap) => lap.driverId) };
    const dataset = await insertDataset(store, { name, recipe, laps, card: {}, createdBy: staying.driverId });
    const policy = await insertPolicy(store, {
      datasetId: dataset.id,
      driverId: null,
      createdBy: null,
      trackId: 'ring150',
      manifest: { dataset: dataset.id },
      file: Buffer.from(weights),
    });
    const result = reportOf([{}], { trackHash: `judged ${weights}` });
    await insertEvaluation(store, { policyId: policy.id, request: {}, result });
    return { dataset, policy };
  };
  const crowd = await learn('crowd', [gone, kept], 'weights of the crowd');
  const alone = await learn('alone', [kept], 'weights of one');
  expect(everyByte().includes('weights of the crowd')).toBe(true);

  const forgotten = await one.recorder.forgetEpisode(gone.id);
  expect(forgotten).toEqual({
    ...{ episodes: 1, laps: 0, datasets: 1, policies: 1, pending: [] },
    gone: { datasets: [crowd.dataset.id], policies: [crowd.policy.id] },
  });
  expect(await findPolicy(store, crowd.policy.id)).toBe(null);
  expect(everyByte().includes('weights of the crowd')).toBe(false);
  expect(await findDataset(store, crowd.dataset.id)).toMatchObject({ laps: [], recipe: null, version: 1 });
  expect((await findDataset(store, crowd.dataset.id))!.tombstonedAt).not.toBe(null);
  expect(Buffer.from((await policyFile(store, alone.policy.id))!).toString()).toBe('weights of one');
  expect((await findDataset(store, alone.dataset.id))!.laps.length).toBe(1);
  // The driver is still there: only the laps were taken back.
  expect(await driverOfToken(store, leaving.driverToken)).toBe(leaving.driverId);
});

test('who withdraws during a race is gone when it ends', async () => {
  const leaving = await person();
  const staying = await person();
  const drivers = [leaving.driverId, staying.driverId];
  const heat = new RunningHeat(one.recorder, { raceId: 'r-1', ticks: 0, drivers });
  heat.run(150);
  expect((await one.recorder.forgetDriver(leaving.driverId)).pending).toEqual(['r-1']);
  expect(await driverOfToken(store, leaving.driverToken)).toBe(null);
  heat.run(150);
  heat.finish();
  await one.closing('r-1');
  await one.recorder.forgetEpisode('e-none'); // After everything that was asked before.
  expect((await episodesOfRace(store, 'r-1')).map(({ driver }) => driver.id)).toEqual([staying.driverId]);
  expect(everyByte().includes(leaving.driverId)).toBe(false);
});

test('who withdrew while waiting in a room is not recorded when its race begins', async () => {
  const leaving = await person();
  const staying = await person();
  await one.recorder.forgetDriver(leaving.driverId);
  runHeat(one.recorder, { raceId: 'r-1', ticks: 120, drivers: [leaving.driverId, staying.driverId] });
  expect(await one.closing('r-1')).toBe('complete');
  expect((await episodesOfRace(store, 'r-1')).map(({ driver }) => driver.id)).toEqual([staying.driverId]);
  expect(everyByte().includes(leaving.driverId)).toBe(false);
});

test('who withdraws in the moment of the start is gone, too', async () => {
  const leaving = await person();
  const heat = new RunningHeat(one.recorder, { raceId: 'r-1', ticks: 0, drivers: [leaving.driverId] });
  expect((await one.recorder.forgetDriver(leaving.driverId)).pending).toEqual(['r-1']);
  heat.run(90);
  heat.finish();
  await one.closing('r-1');
  await one.recorder.forgetEpisode('e-none');
  expect(everyByte().includes(leaving.driverId)).toBe(false);
  expect(await findRace(store, 'r-1')).toBe(null);
});

test('a log that nobody can read goes whole', async () => {
  const leaving = await person();
  runHeat(one.recorder, { raceId: 'r-1', ticks: 120, drivers: [leaving.driverId, 'd-other'] });
  await one.closing('r-1');
  await store
    .updateTable('race_chunk')
    .set({ bytes: Buffer.from('rubbish') })
    .where('sequence', '=', 1)
    .execute();
  expect(await one.recorder.forgetDriver(leaving.driverId)).toMatchObject({ episodes: 2 });
  expect(await findRace(store, 'r-1')).toBe(null);
});

test('a log that does not replay is cut all the same', async () => {
  const leaving = await person();
  const staying = await person();
  const drivers = [leaving.driverId, staying.driverId];
  const heat = new RunningHeat(one.recorder, { raceId: 'r-1', ticks: 0, drivers });
  heat.run(60);
  heat.race.cars[1].x += 0.5;
  heat.run(60);
  heat.finish();
  expect(await one.closing('r-1')).toBe('quarantined');
  expect(await one.recorder.forgetDriver(leaving.driverId)).toMatchObject({ episodes: 1 });
  expect(everyByte().includes(leaving.driverId)).toBe(false);
  expect((await findRace(store, 'r-1'))!.status).toBe('quarantined');
  expect((await readLog(store, 'r-1')).log.header.cars.length).toBe(1);
});
