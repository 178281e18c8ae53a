import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demonstrate, scriptedName } from '../../../server/cli/demonstration.ts';
import { collect } from '../../../server/dataset/collection.ts';
import { type EvaluationOrder, evaluate } from '../../../server/evaluation/evaluate.ts';
import { openStore } from '../../../server/store/database.ts';
import { LapsGone } from '../../../server/store/datasets.ts';
import { insertPolicy } from '../../../server/store/policies.ts';
import type { Store } from '../../../server/store/tables.ts';
import { encodePolicy } from '../../../shared/policy/file.ts';
import { CLUB_RACER, vehicleHash } from '../../../shared/vehicle/spec.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { madePolicy } from '../../shared/policy/fixture.ts';
import { temporaryFolder } from '../episode/session.ts';

const track = loadTrack('tests/tracks/ring150.json');
const person = { hands: 'pad', skill: 'mid', seed: 1 } as const;
const folder = temporaryFolder();
let store: Store;

beforeAll(async () => {
  await demonstrate(folder.dataDir, { ...person, track, spec: CLUB_RACER, laps: 2, session: 0 }, () => {});
  store = await openStore(folder.dataDir);
});
afterAll(async () => {
  await store.destroy();
  folder.remove();
});

async function untrained(): Promise<string> {
  const { dataset } = await collect(store, 'ring', { trackId: track.id, drivers: [scriptedName(person)] }, null);
  const { manifest, weights } = madePolicy(1, [8]);
  const about = { trackId: track.id, trackHash: track.hash, vehicleHash: vehicleHash(CLUB_RACER) };
  const laps = dataset.laps.map(({ episodeId: episode, lap }) => ({ episode, lap }));
  const told = { ...manifest, ...about, dataset: { id: dataset.id, laps } };
  const place = { datasetId: dataset.id, driverId: null, createdBy: null, trackId: track.id };
  return (await insertPolicy(store, { ...place, manifest: told, file: encodePolicy(told, weights) })).id;
}

const short = { other: null, rollouts: 1, laps: 1, seed: 1, kicks: false, traffic: false };

test('an evaluation that is cancelled when all is driven keeps nothing either', async () => {
  const policyId = await untrained();
  let driven = 0;
  const watch = { progress: (share: number) => (driven = share), shouldStop: () => driven === 1 };
  await expect(evaluate(store, { policyId, ...short }, watch)).rejects.toThrow(/cancelled; nothing is kept/);
  expect(driven).toBe(1);
  expect(await store.selectFrom('evaluation').select('id').execute()).toEqual([]);
  expect((await evaluate(store, { policyId, ...short })).rollouts).toBe(1);
  await store.deleteFrom('evaluation').execute();
});

test('a policy that is deleted while its ground is laid out is said to be gone, and nothing is kept', async () => {
  const id = await untrained();
  const order: EvaluationOrder = {
    ...{ ...short, policyId: id },
    // Asked once the policy has been read, and before anything is driven.
    get other() {
      const other = new DatabaseSync(join(folder.dataDir, 'mimic.sqlite'));
      other.prepare('DELETE FROM policy WHERE id = ?').run(id);
      other.close();
      return null;
    },
  };
  const error = await evaluate(store, order).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LapsGone);
  expect((error as Error).message).toBe(
    `Policy "${id}" is gone: it was deleted meanwhile, or the laps it learned from were taken back.`,
  );
  expect(await store.selectFrom('evaluation').select('id').execute()).toEqual([]);
});
