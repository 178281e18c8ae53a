import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DATABASE_FILE, openStore } from '../../../server/store/database.ts';
import { episodesOfRace } from '../../../server/store/episodes.ts';
import { readLog } from '../../../server/store/races.ts';
import { gapsOf, logTicks } from '../../../shared/episode/log.ts';
import { resimulate, verifyLog } from '../../../shared/episode/resimulate.ts';
import { RunningHeat, temporaryFolder, until, Watched } from './session.ts';

const MEGABYTES = 3;
const CHILD = new URL('./faultchild.ts', import.meta.url).pathname;

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

/** Run a shell script in a mount name space of its own, where a small disk can be had without a root's rights. */
function apart(script: string): Promise<{ code: number | null; out: string; errors: string }> {
  const child = spawn('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', script]);
  const ended = { code: null as number | null, out: '', errors: '' };
  child.stdout.on('data', (bytes) => {
    ended.out += bytes;
  });
  child.stderr.on('data', (bytes) => {
    ended.errors += bytes;
  });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ ...ended, errors: error.message }));
    child.on('close', (code) => resolve({ ...ended, code }));
  });
}

test('a disk that is really full: racing goes on, recording resumes by itself, and the gap is marked to the tick', async (context) => {
  const disk = join(folder.dataDir, 'disk');
  const saved = join(folder.dataDir, 'saved');
  mkdirSync(disk);
  const mount = `mount -t tmpfs -o size=${MEGABYTES}m none ${disk}`;
  const probe = await apart(mount);
  if (probe.code !== 0) context.skip(`no small file system can be mounted here: ${probe.errors.trim()}`);
  const { code, out, errors } = await apart(
    `${mount} && ${process.execPath} ${CHILD} ${disk} && cp -r ${disk} ${saved}`,
  );
  expect(errors).toBe('');
  expect(code).toBe(0);
  const told = JSON.parse(out);
  expect(told.bytes).toBe(MEGABYTES * 1024 * 1024);
  expect(told.states.filter((kind: string, i: number) => kind !== told.states[i - 1])).toEqual([
    ...['retrying', 'lost'],
    'recording',
  ]);
  expect(told.lost).toBeGreaterThan(0);
  expect(told.closed).toBe('complete');

  const store = await openStore(saved);
  const { log, track } = await readLog(store, 'r-1');
  const [gap, ...others] = gapsOf(log);
  expect(others).toEqual([]);
  expect(gap.ticks).toBe(told.lost);
  expect(gap.tick).toBeGreaterThanOrEqual(told.full);
  expect(logTicks(log)).toBe(told.ticks);
  expect(verifyLog(log, track)).toEqual({ verified: true, mismatches: [] });
  // Every frame outside the gap is the one that was driven.
  resimulate(log, track, (tick, _, { frames }) => {
    for (const [car, { steer, pedal }] of frames.entries()) {
      expect([steer, pedal]).toEqual(told.applied[car].slice(tick * 2, tick * 2 + 2));
    }
  });
  const episodes = await episodesOfRace(store, 'r-1');
  expect(episodes.map(({ gapTicks }) => gapTicks)).toEqual(Array(8).fill(told.lost));
  await store.destroy();
});

test('a database that another program holds: nothing is missing when it lets go', async () => {
  const one = new Watched(folder.dataDir);
  const heat = new RunningHeat(one.recorder, { raceId: 'r-1', ticks: 0, drivers: ['d-a', 'd-b'] });
  heat.run(60);
  await until(() => one.recorded.get('r-1') === 60);
  const other = new DatabaseSync(join(folder.dataDir, DATABASE_FILE), { timeout: 10_000 });
  other.exec('BEGIN EXCLUSIVE');
  heat.run(600);
  // The race ends meanwhile: closing it waits, too.
  heat.finish();
  await until(() => one.states.includes('retrying'));
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(one.recorded.get('r-1')).toBe(60);
  expect(one.closed.size).toBe(0);
  other.exec('ROLLBACK');
  other.close();
  expect(await one.closing('r-1')).toBe('complete');
  expect(one.recorded.get('r-1')).toBe(660);
  expect(one.states).toEqual(['retrying', 'recording']);
  await one.recorder.close();
});

test('a database that is held while the server starts is waited for', async () => {
  await (await openStore(folder.dataDir)).destroy();
  const other = new DatabaseSync(join(folder.dataDir, DATABASE_FILE), { timeout: 10_000 });
  other.exec('BEGIN EXCLUSIVE');
  const one = new Watched(folder.dataDir);
  const heat = new RunningHeat(one.recorder, { raceId: 'r-1', ticks: 0, drivers: ['d-a'] });
  heat.run(300);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(one.recorded.size).toBe(0);
  other.exec('ROLLBACK');
  other.close();
  heat.finish();
  expect(await one.closing('r-1')).toBe('complete');
  expect(one.recorded.get('r-1')).toBe(300);
  await one.recorder.close();
});
