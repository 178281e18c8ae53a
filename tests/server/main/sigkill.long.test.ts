import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { DATABASE_FILE } from '../../../server/store/database.ts';
import { decodeLog } from '../../../shared/episode/codec.ts';
import { logTicks } from '../../../shared/episode/log.ts';
import { verifyLog } from '../../../shared/episode/resimulate.ts';
import { buildTrack } from '../../../shared/track/track.ts';
import { newDriverSchema, raceSchema } from '../../../shared/wire/api.ts';
import type { RaceRequest } from '../../../shared/wire/options.ts';
import { type RunningServer, startServer } from '../../journey/server.ts';
import { PredictedClient, virtualFrames } from '../race/predictedclient.ts';

const KILLS = 5;
/** The kill comes at a random instant of the two seconds after this tick is acknowledged. */
const ACKNOWLEDGED = 90;
const RANDOM_MS = 2000;
const CLOSED_WITHIN_MS = 10_000;
const RING = join(import.meta.dirname, '../../tracks/ring150.json');

/** What the client knew of its race when the server died. */
interface Witness {
  raceId: string;
  recordedTick: number;
}

async function raceUntilKilled(server: RunningServer, request: RaceRequest, after: number): Promise<Witness> {
  const client = await PredictedClient.join(server.port, 'create', request);
  const { state, reconnection } = client.room;
  reconnection.enabled = false;
  client.wish.speed = 14;
  client.room.send('ready');
  const witness = { raceId: state.raceId, recordedTick: -1 };
  let killAt = Number.POSITIVE_INFINITY;
  const exited = once(server.process, 'exit');
  await virtualFrames(20, (now) => {
    client.frame(now);
    witness.recordedTick = Math.max(witness.recordedTick, state.recordedTick);
    if (killAt > now && witness.recordedTick >= ACKNOWLEDGED) killAt = Math.min(killAt, now + after);
    return now >= killAt;
  });
  server.process.kill('SIGKILL');
  expect(await exited).toEqual([null, 'SIGKILL']);
  // What was on its way to the client when the server died is acknowledged, too.
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { ...witness, recordedTick: Math.max(witness.recordedTick, state.recordedTick) };
}

/** The race as the restarted server tells of it, once that has closed it. */
async function closedRace(base: string, raceId: string) {
  const deadline = performance.now() + CLOSED_WITHIN_MS;
  for (;;) {
    const race = raceSchema.parse(await (await fetch(`${base}/races/${raceId}`)).json());
    if (race.status !== 'running' || performance.now() > deadline) return race;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function expectKept(base: string, { raceId, recordedTick }: Witness, driverId: string): Promise<void> {
  const race = await closedRace(base, raceId);
  expect(race.status).toBe('interrupted');
  expect(race.episodes.map(({ driver }) => driver.kind).sort()).toEqual(['human', 'scripted', 'scripted']);
  const [own] = race.episodes.filter(({ driver }) => driver.id === driverId);
  const bytes = await (await fetch(`${base}/episodes/${own.id}/log`)).arrayBuffer();
  const log = decodeLog(new Uint8Array(bytes));
  expect(logTicks(log)).toBeGreaterThan(recordedTick);
  expect(race.episodes.map(({ ticks }) => ticks)).toEqual(Array(3).fill(logTicks(log)));
  expect(verifyLog(log, buildTrack(log.header.trackFile!))).toEqual({ verified: true, mismatches: [] });
}

function integrity(dataDir: string): unknown {
  const database = new DatabaseSync(join(dataDir, DATABASE_FILE), { readOnly: true });
  const answer = database.prepare('PRAGMA integrity_check').all();
  database.close();
  return answer;
}

test('killed in the middle of a race, the server has every acknowledged tick when it is back', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'mimic-sigkill-'));
  cpSync(RING, join(dataDir, 'tracks/ring150.json'));
  let server = await startServer(dataDir);
  try {
    const made = await fetch(`http://127.0.0.1:${server.port}/api/drivers`, { method: 'POST' });
    const { driverId, driverToken } = newDriverSchema.parse(await made.json());
    const rivals = [{ kind: 'scripted' }, { kind: 'scripted', skill: 'sloppy', hands: 'pad' }] as const;
    const consent = { recorded: true };
    const request = { trackId: 'ring150', laps: 50, grid: [...rivals], driverToken, consent };
    for (let kill = 1; kill <= KILLS; kill++) {
      const after = Math.random() * RANDOM_MS;
      const witness = await raceUntilKilled(server, request, after);
      expect(witness.recordedTick, `kill ${kill}, after ${after} ms`).toBeGreaterThanOrEqual(ACKNOWLEDGED);
      server = await startServer(dataDir);
      await expectKept(`http://127.0.0.1:${server.port}/api`, witness, driverId);
      expect(integrity(dataDir)).toEqual([{ integrity_check: 'ok' }]);
    }
  } finally {
    server.process.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 90_000);
