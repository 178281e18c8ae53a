import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Worker } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEpisodeReader } from '../../../server/episode/reader.ts';
import { upgradeRaces } from '../../../server/episode/upgrade.ts';
import { DATABASE_FILE, openStore } from '../../../server/store/database.ts';
import { episodesOfRace, listEpisodes, publicEpisode } from '../../../server/store/episodes.ts';
import { findRace, readLog } from '../../../server/store/races.ts';
import type { Store } from '../../../server/store/tables.ts';
import { decodeLog } from '../../../shared/episode/codec.ts';
import { gapsOf, logTicks } from '../../../shared/episode/log.ts';
import { verifyLog } from '../../../shared/episode/resimulate.ts';
import { RunningHeat, runHeat, temporaryFolder, until, Watched } from './session.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let open: Watched[] = [];

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openStore(folder.dataDir);
});
afterEach(async () => {
  for (const { recorder } of open) await recorder.close();
  open = [];
  await store.destroy();
  folder.remove();
});

function watched(always = false): Watched {
  const one = new Watched(folder.dataDir, always);
  open.push(one);
  return one;
}

test('a race becomes a verified log and one episode for each recorded car', async () => {
  const one = watched();
  runHeat(one.recorder, {
    raceId: 'r-1',
    ticks: 1275,
    drivers: ['d-a', null, 'bot'],
    kinds: ['human', 'human', 'scripted'],
  });
  expect(await one.closing('r-1')).toBe('complete');
  expect(one.recorded.get('r-1')).toBe(1275);
  const episodes = await episodesOfRace(store, 'r-1');
  expect(episodes.map(({ driver, ticks, status }) => [driver.id, driver.kind, ticks, status])).toEqual([
    ['d-a', 'human', 1275, 'complete'],
    ['bot', 'scripted', 1275, 'complete'],
  ]);
  expect(episodes[0].laps.map(({ number }) => number)).toEqual(episodes[0].laps.map((_, i) => i + 1));
  expect(episodes[0].laps.length).toBeGreaterThan(0);
  expect(publicEpisode(episodes[0])).toMatchObject({ trackId: 'ring150', physics: 1, consent: { recorded: true } });
  const { log, track } = await readLog(store, 'r-1');
  expect(logTicks(log)).toBe(1275);
  expect(log.chunks.length).toBe(Math.ceil(1275 / 60));
  expect(verifyLog(log, track).verified).toBe(true);
});

test('outsiders get trajectory and log ready to send', async () => {
  const one = watched();
  runHeat(one.recorder, { raceId: 'r-1', ticks: 200, drivers: ['d-a', 'd-b'] });
  await one.closing('r-1');
  const [, second] = await episodesOfRace(store, 'r-1');
  const reader = createEpisodeReader(folder.dataDir);
  const trajectory = JSON.parse(new TextDecoder().decode((await reader.trajectory(second.id))!));
  expect(trajectory).toMatchObject({ episode: second.id, tickHz: 60 });
  expect(trajectory.rows.length).toBe(201);
  expect(logTicks(decodeLog(gunzipSync((await reader.raceLog('r-1'))!)))).toBe(200);
  expect(await reader.trajectory('e-nobody')).toBe(null);
  await reader.close();
});

test('of more replays than a server does at once the rest are refused, and the others answered', async () => {
  const reader = createEpisodeReader(folder.dataDir);
  const asked = await Promise.allSettled(Array.from({ length: 40 }, () => reader.raceLog('r-none')));
  const refused = asked.filter((answer) => answer.status === 'rejected');
  expect(refused.map(({ reason }) => reason.name)).toEqual(Array(8).fill('ReaderBusy'));
  expect(await reader.raceLog('r-none')).toBe(null);
  await reader.close();
});

test('a reader whose thread dies fails what it was asked, and answers again', async () => {
  const reader = createEpisodeReader(folder.dataDir);
  expect(await reader.raceLog('r-none')).toBe(null);
  const ended = (reader as unknown as { worker: Worker }).worker.terminate();
  await expect(reader.raceLog('r-none')).rejects.toThrow(/Ask again/);
  await ended;
  expect(await reader.raceLog('r-none')).toBe(null);
  await reader.close();
  await expect(reader.raceLog('r-none')).rejects.toThrow(/closed/);
});

test('a recorder whose thread dies says so; one that is closed does not', async () => {
  const one = watched();
  await (one.recorder as unknown as { worker: Worker }).worker.terminate();
  await until(() => one.states.includes('stopped'));
  const two = watched();
  await two.recorder.close();
  expect(two.states).toEqual([]);
});

test('a recorder whose thread dies gets another, which is told what had not been acknowledged: nothing is missing', async () => {
  const one = watched();
  const heats = ['r-1', 'r-2'].map(
    (raceId) => new RunningHeat(one.recorder, { raceId, ticks: 0, drivers: ['d-a', 'd-b'] }),
  );
  for (let death = 0; death < 3; death++) {
    for (const heat of heats) heat.run(130);
    await (one.recorder as unknown as { worker: Worker }).worker.terminate();
    for (const heat of heats) heat.run(75);
    await until(() => one.states.filter((state) => state === 'recording').length > death);
  }
  heats[0].finish();
  await (one.recorder as unknown as { worker: Worker }).worker.terminate();
  heats[1].finish();
  for (const raceId of ['r-1', 'r-2']) {
    expect(await one.closing(raceId)).toBe('complete');
    const { log, track } = await readLog(store, raceId);
    expect([logTicks(log), gapsOf(log)]).toEqual([615, []]);
    expect(verifyLog(log, track).verified).toBe(true);
  }
  expect(one.gaps.size).toBe(0);
});

test('a race of bots alone is kept only when asked', async () => {
  const bots = { raceId: 'r-bots', ticks: 60, drivers: ['bot'], kinds: ['scripted' as const] };
  expect(runHeat(watched().recorder, bots).begun).toBe(false);
  const keeping = watched(true);
  expect(runHeat(keeping.recorder, bots).begun).toBe(true);
  expect(await keeping.closing('r-bots')).toBe('complete');
  expect((await findRace(store, 'r-bots'))!.ticks).toBe(60);
});

test('a race without a tick leaves nothing', async () => {
  const one = watched();
  runHeat(one.recorder, { raceId: 'r-0', ticks: 0, drivers: ['d-a'] });
  expect(await one.closing('r-0')).toBe(null);
  expect(await findRace(store, 'r-0')).toBe(null);
});

test('every second is acknowledged while the race runs, and closing the recorder keeps the rest', async () => {
  const one = watched();
  const heat = new RunningHeat(one.recorder, { raceId: 'r-1', ticks: 0, drivers: ['d-a', 'd-b'] });
  heat.run(59);
  heat.run(1);
  await until(() => one.recorded.get('r-1') === 60);
  heat.run(75);
  await until(() => one.recorded.get('r-1') === 120);
  await one.recorder.close();
  expect(await findRace(store, 'r-1')).toMatchObject({ status: 'interrupted', ticks: 135 });
});

test('a spoilt log is quarantined, not shown as laps', async () => {
  const one = watched();
  const heat = new RunningHeat(one.recorder, { raceId: 'r-1', ticks: 0, drivers: ['d-a'] });
  heat.run(60);
  heat.race.cars[0].x += 0.5; // What no frame explains.
  heat.run(60);
  heat.finish();
  expect(await one.closing('r-1')).toBe('quarantined');
  const [episode] = await episodesOfRace(store, 'r-1');
  expect(episode).toMatchObject({ status: 'quarantined', laps: [], ticks: 120 });
});

test('a race on a track that this build cannot read is closed, and keeps nothing else open', async () => {
  const one = watched();
  runHeat(one.recorder, { raceId: 'r-1', ticks: 120, drivers: ['d-a'] });
  runHeat(one.recorder, { raceId: 'r-2', ticks: 120, drivers: ['d-a'] });
  await one.closing('r-2');
  await store.deleteFrom('episode').execute();
  await store.updateTable('track').set({ file: '{"format":99}' }).execute();
  await store.updateTable('race').set({ status: 'running', recorder_id: 'gone', recorder_pid: process.pid }).execute();
  const next = watched();
  expect(await next.closing('r-1')).toBe('quarantined');
  expect(await next.closing('r-2')).toBe('quarantined');
  const [episode] = await episodesOfRace(store, 'r-1');
  expect(episode).toMatchObject({ driver: { id: 'd-a' }, status: 'quarantined', ticks: 120, laps: [] });
  await expect(readLog(store, 'r-1')).rejects.toThrow(
    /^Stored track: got .*, expected a track that this build can read/,
  );
});

test('while the disk refuses the race goes on, and nothing is lost when it works again', async () => {
  const one = watched();
  const heat = new RunningHeat(one.recorder, { raceId: 'r-1', ticks: 0, drivers: ['d-a', 'd-b'] });
  heat.run(60);
  await until(() => one.recorded.get('r-1') === 60);
  const other = new DatabaseSync(join(folder.dataDir, DATABASE_FILE), { timeout: 10_000 });
  other.exec('BEGIN IMMEDIATE');
  heat.run(120);
  await until(() => one.states.includes('retrying'));
  expect(one.recorded.get('r-1')).toBe(60);
  other.exec('ROLLBACK');
  other.close();
  await until(() => one.recorded.get('r-1') === 180);
  expect(one.states.at(-1)).toBe('recording');
  heat.finish();
  expect(await one.closing('r-1')).toBe('complete');
});

test('an upgrade stores the states of what replays, once', async () => {
  const one = watched();
  runHeat(one.recorder, { raceId: 'r-1', ticks: 150, drivers: ['d-a'] });
  await one.closing('r-1');
  expect(await upgradeRaces(store)).toEqual({ upgraded: ['r-1'], failed: [] });
  expect(await upgradeRaces(store)).toEqual({ upgraded: [], failed: [] });
  const { log, track } = await readLog(store, 'r-1');
  expect(log.header.replay).toBe('states');
  expect(log.chunks.flatMap(({ adoptions }) => adoptions).length).toBe(150);
  expect(verifyLog(log, track).verified).toBe(true);
});

test('races that run at once do not mix', async () => {
  const one = watched();
  const heats = ['r-1', 'r-2', 'r-3'].map(
    (raceId, i) => new RunningHeat(one.recorder, { raceId, ticks: 0, drivers: [`d-${i}`, 'd-x'], seed: i + 1 }),
  );
  for (let second = 0; second < 4; second++) for (const heat of heats) heat.run(45);
  for (const heat of heats) heat.finish();
  for (const raceId of ['r-1', 'r-2', 'r-3']) expect(await one.closing(raceId)).toBe('complete');
  const { items, next } = await listEpisodes(store, { driver: 'd-x', limit: 2 });
  expect(items.length).toBe(2);
  const rest = await listEpisodes(store, { driver: 'd-x', limit: 2, after: next! });
  expect(rest).toMatchObject({ next: null });
  expect(new Set([...items, ...rest.items].map(({ raceId }) => raceId)).size).toBe(3);
});
