import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { DATABASE_FILE, openStore } from '../../../server/store/database.ts';
import { episodesOfRace } from '../../../server/store/episodes.ts';
import { findRace, readLog } from '../../../server/store/races.ts';
import { logTicks } from '../../../shared/episode/log.ts';
import { verifyLog } from '../../../shared/episode/resimulate.ts';
import { temporaryFolder, Watched } from './session.ts';

const KILLS = 5;
const LONGEST_MS = 3000;

/** Acknowledged ticks by race, as the child told them before it died. */
async function recordAndKill(dataDir: string, after: number): Promise<Map<string, number>> {
  const script = new URL('./sigkillchild.ts', import.meta.url).pathname;
  const child: ChildProcess = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  await once(child.stdout!, 'data');
  await new Promise((resolve) => setTimeout(resolve, after));
  child.kill('SIGKILL');
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
  const acknowledged = new Map<string, number>();
  for (const line of told.split('\n').slice(0, -1)) {
    const [raceId, tick] = line.split(' ');
    acknowledged.set(raceId, Math.max(acknowledged.get(raceId) ?? 0, Number(tick)));
  }
  return acknowledged;
}

test('a killed server loses no acknowledged tick, and the next start closes its races', async () => {
  const { dataDir, remove } = temporaryFolder();
  for (let kill = 0; kill < KILLS; kill++) {
    const acknowledged = await recordAndKill(dataDir, Math.random() * LONGEST_MS);
    expect(acknowledged.size).toBe(1);
    const database = new DatabaseSync(join(dataDir, DATABASE_FILE));
    expect(database.prepare('PRAGMA integrity_check').get()).toMatchObject({ integrity_check: 'ok' });
    database.close();

    const next = new Watched(dataDir);
    for (const [raceId, tick] of acknowledged) {
      expect(await next.closing(raceId)).toBe('interrupted');
      const store = await openStore(dataDir);
      const { log, track } = await readLog(store, raceId);
      expect(logTicks(log)).toBeGreaterThanOrEqual(tick);
      expect(verifyLog(log, track).mismatches).toEqual([]);
      expect((await findRace(store, raceId))!.status).toBe('interrupted');
      const episodes = await episodesOfRace(store, raceId);
      expect(episodes.map(({ ticks }) => ticks)).toEqual(Array(8).fill(logTicks(log)));
      await store.destroy();
    }
    await next.recorder.close();
  }
  remove();
});
