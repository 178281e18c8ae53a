import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { demonstrate, scriptedName } from '../../../server/cli/demonstration.ts';
import { collect } from '../../../server/dataset/collection.ts';
import { openStore } from '../../../server/store/database.ts';
import type { TrainReport } from '../../../server/training/cloning.ts';
import { decodePolicy } from '../../../shared/policy/file.ts';
import { decodeCheckpoint } from '../../../shared/training/checkpoint.ts';
import { TRAINING_SHARE } from '../../../shared/training/clone.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { JOB_ENDED, type JobReply } from '../../../shared/wire/api.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { killServer, realServer } from './realserver.ts';

const STEPS = 10_000;
const person = { hands: 'pad', skill: 'mid', seed: 1 } as const;
let dataDir: string;
let child: ChildProcess;
let port: number;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'mimic-sigkill-'));
});
afterEach(async () => {
  await killServer(child);
  rmSync(dataDir, { recursive: true });
});

async function startServer(): Promise<void> {
  ({ child, port } = await realServer(dataDir));
}

async function ask(method: string, path: string, token?: string, body?: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  return fetch(`http://127.0.0.1:${port}/api${path}`, { method, headers, body: body ? JSON.stringify(body) : null });
}

const jobOf = async (id: string): Promise<JobReply> => (await ask('GET', `/jobs/${id}`)).json() as Promise<JobReply>;

/** Ask again and again until the job is as it should be. */
async function jobWhen(id: string, isSo: (job: JobReply) => boolean): Promise<JobReply> {
  for (;;) {
    const job = await jobOf(id);
    if (isSo(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const hasEnded = ({ state }: JobReply): boolean => JOB_ENDED.includes(state);
const checkpoints = (): string[] => {
  const folder = join(dataDir, 'checkpoints');
  return existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.checkpoint')) : [];
};
/** Of the training that is kept; infinite while none is. */
function keptStep(): number {
  const [file] = checkpoints();
  return file ? decodeCheckpoint(readFileSync(join(dataDir, 'checkpoints', file))).step : Infinity;
}

async function makeDataset(): Promise<string> {
  const order = { ...person, track: loadTrack('assets/tracks/oval.json'), spec: CLUB_RACER, laps: 3, session: 0 };
  await demonstrate(dataDir, order, () => {});
  const store = await openStore(dataDir);
  const { dataset } = await collect(store, 'oval', { trackId: 'oval', drivers: [scriptedName(person)] }, null);
  await store.destroy();
  return dataset.id;
}

test('a server killed in the middle of a training goes on with it when it is back, to the same weights', async () => {
  const datasetId = await makeDataset();
  await startServer();
  const { driverToken } = (await (await ask('POST', '/drivers')).json()) as { driverToken: string };
  const order = { datasetId, seeds: 2, recovery: false };
  // The first is killed; the second waits meanwhile and is trained in one go: what the first has to come to.
  const submit = async (steps: number): Promise<string> => {
    const reply = await ask('POST', '/policies', driverToken, { ...order, budget: { steps } });
    expect(reply.status).toBe(202);
    return ((await reply.json()) as JobReply).id;
  };
  const [first, second] = [await submit(STEPS), await submit(STEPS)];
  const others = [await submit(100), await submit(100)];
  // It is kept at its first report, and then every few seconds: killed once it was kept a second time.
  let firstKept = Infinity;
  await jobWhen(first, ({ state }) => {
    if (JOB_ENDED.includes(state))
      throw new Error('The training was over before its second checkpoint: take more steps.');
    firstKept = Math.min(firstKept, keptStep());
    return keptStep() > firstKept;
  });
  expect((await ask('POST', '/policies', driverToken, order)).status).toBe(429);
  await killServer(child);
  expect(checkpoints()).toEqual([`job-${first}.checkpoint`]);
  const kept = keptStep();

  await startServer();
  const back = await jobWhen(first, ({ state, progress }) => state !== 'running' || progress > 0);
  // It does not begin at the beginning: the first thing it tells is past what had been kept.
  expect(back).toMatchObject({ state: 'running', error: null });
  expect(back.progress).toBeGreaterThanOrEqual((TRAINING_SHARE * kept) / STEPS);
  expect((await jobOf(second)).state).toBe('queued');
  expect((await ask('POST', '/policies', driverToken, order)).status).toBe(429);
  for (const waits of others) {
    expect((await ask('DELETE', `/jobs/${waits}`, driverToken)).status).toBe(200);
    expect((await jobOf(waits)).state).toBe('cancelled');
  }
  const [resumed, whole] = [await jobWhen(first, hasEnded), await jobWhen(second, hasEnded)];
  expect([resumed, whole]).toMatchObject([{ state: 'done' }, { state: 'done' }]);
  const policies = [resumed, whole].map(({ result }) => (result as TrainReport).policy);
  const files = await Promise.all(policies.map((id) => ask('GET', `/policies/${id}/file`)));
  const [one, other] = await Promise.all(
    files.map(async (file) => decodePolicy(new Uint8Array(await file.arrayBuffer()))),
  );
  expect(one.weights).toEqual(other.weights);
  expect({ ...one.manifest, createdAt: '' }).toEqual({ ...other.manifest, createdAt: '' });
  expect(checkpoints()).toEqual([]);

  // What ended answers after another kill, too, and one that was done makes no second policy.
  await killServer(child);
  await startServer();
  expect(await jobOf(first)).toMatchObject({ state: 'done', progress: 1, result: resumed.result });
  const { items } = (await (await ask('GET', '/policies')).json()) as { items: unknown[] };
  expect(items).toHaveLength(2);

  // Cancelled in its middle, nothing is left of it.
  const cancelled = await submit(20_000);
  await jobWhen(cancelled, () => checkpoints().length > 0);
  expect((await ask('DELETE', `/jobs/${cancelled}`, driverToken)).status).toBe(200);
  await jobWhen(cancelled, ({ state }) => state === 'cancelled');
  expect(checkpoints()).toEqual([]);
});
