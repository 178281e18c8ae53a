import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PredictedClient, virtualFrames } from '../race/predictedclient.ts';
import { killServer, realServer } from './realserver.ts';

let dataDir: string;
let child: ChildProcess;
let port: number;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'mimic-shutdown-'));
  ({ child, port } = await realServer(dataDir));
});
afterEach(async () => {
  await killServer(child);
  rmSync(dataDir, { recursive: true });
});

test('asked to end in the middle of a race, the server keeps it as interrupted and goes with code 0', async () => {
  const made = await fetch(`http://127.0.0.1:${port}/api/drivers`, { method: 'POST' });
  const { driverId, driverToken } = (await made.json()) as { driverId: string; driverToken: string };
  const race = { trackId: 'oval', laps: 3, driverToken, consent: { recorded: true } };
  const client = await PredictedClient.join(port, 'create', race);
  const { state, reconnection } = client.room;
  reconnection.enabled = false;
  client.wish.speed = 15;
  client.room.send('ready');
  const isKept = await virtualFrames(90, (now) => {
    client.frame(now);
    return state.tick > 300 && state.recordedTick > 180;
  });
  expect(isKept).toBe(true);
  const { recordedTick, raceId } = state;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);

  const database = new DatabaseSync(join(dataDir, 'mimic.sqlite'), { readOnly: true });
  const rows = database.prepare("SELECT race_id, status, ticks FROM episode WHERE kind = 'human'").all();
  const drivers = database.prepare("SELECT driver_id FROM episode WHERE kind = 'human'").all();
  database.close();
  expect(rows).toMatchObject([{ race_id: raceId, status: 'interrupted' }]);
  expect(rows[0].ticks).toBeGreaterThan(recordedTick);
  expect(drivers).toMatchObject([{ driver_id: driverId }]);
});
