import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demonstrate, scriptedName } from '../../../server/cli/demonstration.ts';
import { collect } from '../../../server/dataset/collection.ts';
import { openStore } from '../../../server/store/database.ts';
import type { Dataset } from '../../../server/store/datasets.ts';
import { policyFile } from '../../../server/store/policies.ts';
import type { Store } from '../../../server/store/tables.ts';
import { CheckpointFile } from '../../../server/training/checkpointfile.ts';
import { trainClone } from '../../../server/training/cloning.ts';
import type { RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import { recipeSchema } from '../../../shared/dataset/recipe.ts';
import { decodePolicy } from '../../../shared/policy/file.ts';
import { CLONE_ORDER, taughtAs } from '../../../shared/training/cloneorder.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { temporaryFolder } from '../episode/session.ts';

const track = loadTrack('tests/tracks/ring150.json');
const person = { hands: 'pad', skill: 'mid', seed: 4, noise: 0.1 } as const;
const folder = temporaryFolder();
let store: Store;
let dataset: Dataset;
let laps: RecordedLap[];

beforeAll(async () => {
  await demonstrate(folder.dataDir, { ...person, track, spec: CLUB_RACER, laps: 3, session: 1 }, () => {});
  store = await openStore(folder.dataDir);
  const recipe = recipeSchema.parse({ trackId: track.id, drivers: [scriptedName(person)], clean: false });
  ({ dataset, laps } = await collect(store, 'Ring', recipe, null));
});
afterAll(async () => {
  await store.destroy();
  folder.remove();
});

test('laps driven with noise come back from the store with what was wanted, under a name that says so', () => {
  expect(laps).toHaveLength(3);
  for (const { driverId, frames, intended } of laps) {
    expect(driverId).toBe('scripted-mid-pad-4-noise-0.1');
    const added = [...frames].flatMap((value, i) => (i % 2 === 0 ? [value - intended![i]!] : []));
    const deviation = Math.sqrt(added.reduce((sum, value) => sum + value * value, 0) / added.length) / 127;
    expect(Math.abs(deviation - person.noise)).toBeLessThan(0.02);
  }
});

test('a policy’s file says by its blocks, its teaching and its counts how it was made', async () => {
  const order = { ...CLONE_ORDER, seeds: 1, steps: 50, observation: 'rangeFinder', hz: 10 } as const;
  const taught = taughtAs(true, { sideCameras: true, mirror: true, previousAction: 'dropped' });
  const report = await trainClone(store, dataset, laps, { ...order, ...taught }, null);
  expect(report).toMatchObject({ kind: 'coached', teaching: taught.teaching, noise: null });
  const { manifest } = decodePolicy((await policyFile(store, report.policy))!);
  expect(manifest).toMatchObject({ teaching: taught.teaching, samples: report.samples });
  expect(manifest.observation).toEqual({
    version: 1,
    blocks: ['rangeFinder', 'motion', 'previousAction'],
    decisionTicks: 6,
  });
  const { human, recovery, made } = report.samples;
  expect([recovery, made.mirror]).toEqual([made.sideCameras, human + recovery]);
  expect(report.samples.made).toMatchObject({ perturb: 0, noise: 0 });
});

test('a training whose policy could not be kept goes on from where it was kept', async () => {
  const order = { ...CLONE_ORDER, kind: 'copy', seeds: 1, steps: 50 } as const;
  const checkpoint = new CheckpointFile(folder.dataDir, 'run-full');
  await sql`CREATE TRIGGER full BEFORE INSERT ON policy BEGIN SELECT RAISE(FAIL, 'disk is full'); END`.execute(store);
  await expect(trainClone(store, dataset, laps, order, null, { checkpoint })).rejects.toThrow('disk is full');
  await sql`DROP TRIGGER full`.execute(store);
  const begun: number[] = [];
  const { policy } = await trainClone(store, dataset, laps, order, null, {
    checkpoint,
    resumed: (steps) => begun.push(steps),
  });
  expect(begun[0]).toBeGreaterThan(0);
  expect(await policyFile(store, policy)).not.toBe(null);
  expect(checkpoint.read()).toBe(null);
});
