import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demonstrate, scriptedName } from '../../../server/cli/demonstration.ts';
import { collect } from '../../../server/dataset/collection.ts';
import { exportDataset } from '../../../server/dataset/export.ts';
import { importFrom } from '../../../server/dataset/importer.ts';
import { openStore } from '../../../server/store/database.ts';
import type { Dataset } from '../../../server/store/datasets.ts';
import { findImport, type ImportedSet, openLoopFile, removeImport } from '../../../server/store/imported.ts';
import { findPolicy } from '../../../server/store/policies.ts';
import type { Store } from '../../../server/store/tables.ts';
import { trainClone } from '../../../server/training/cloning.ts';
import { trainOpenLoop } from '../../../server/training/openloop.ts';
import { scoreOpenLoop } from '../../../server/training/scoring.ts';
import type { RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import { recipeSchema } from '../../../shared/dataset/recipe.ts';
import { decodePolicy } from '../../../shared/policy/file.ts';
import { CLONE_ORDER } from '../../../shared/training/cloneorder.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { temporaryFolder } from '../episode/session.ts';

const track = loadTrack('tests/tracks/ring150.json');
const person = { hands: 'pad', skill: 'mid', seed: 4 } as const;
const folder = temporaryFolder();
let store: Store;
let dataset: Dataset;
let laps: RecordedLap[];
let set: ImportedSet;

beforeAll(async () => {
  for (const session of [1, 2, 3]) {
    await demonstrate(folder.dataDir, { ...person, track, spec: CLUB_RACER, laps: 2, session }, () => {});
  }
  store = await openStore(folder.dataDir);
  const recipe = recipeSchema.parse({ trackId: track.id, drivers: [scriptedName(person)], clean: false });
  ({ dataset, laps } = await collect(store, 'Ring', recipe, null));
  set = await came('lerobot', 20);
});
afterAll(async () => {
  await store.destroy();
  folder.remove();
});

async function came(format: 'lerobot' | 'minari', rate: 20 | 60, observation = 'own'): Promise<ImportedSet> {
  const target = mkdtempSync(join(folder.dataDir, 'export-'));
  await exportDataset(store, dataset, target, { format, rate, observation, images: [] });
  return (await importFrom(store, { path: target, format }, folder.dataDir)).set!;
}

describe('demonstrations without physics', () => {
  test('a policy errs on them exactly as on the laps they were made of', async () => {
    const order = { ...CLONE_ORDER, kind: 'copy', seeds: 1, steps: 60 } as const;
    const { policy } = await trainClone(store, dataset, laps, order, null);
    const [own, back] = [await scoreOpenLoop(store, policy, dataset.id), await scoreOpenLoop(store, policy, set.id)];
    expect(back).toEqual({ ...own, dataset: set.id });
    expect(own.episodes).toBe(6);
    expect(own.mse).toBeGreaterThan(0);
    expect(own.nll).toBeGreaterThan(0);
    const [rays, fast] = [await came('minari', 20, 'range-finder'), await came('minari', 60)];
    await expect(scoreOpenLoop(store, policy, rays.id)).rejects.toThrow(/observes 23 \(ray0, …\) numbers, expected 23/);
    await expect(scoreOpenLoop(store, policy, fast.id)).rejects.toThrow(/60 steps a second, expected 20/);
  });

  test('a network learns from them, judged on episodes it never saw, and is nothing that drives', async () => {
    const report = await trainOpenLoop(store, set.id, { head: 'squared-error', seeds: 2, steps: 400, seed: 1 });
    expect(report).toMatchObject({ drivable: false, split: { kind: 'episode', train: 4, validation: 2 } });
    expect(report.candidates).toHaveLength(2);
    // Better than the middle of what was done: it learned something from what was seen.
    const actions = laps.flatMap((lap) => Array.from(lap.frames, (value) => value / 127));
    const mean = [0, 1].map(
      (k) => actions.filter((_, i) => i % 2 === k).reduce((a, b) => a + b, 0) / (actions.length / 2),
    );
    const spread = actions.reduce((sum, value, i) => sum + (value - mean[i % 2]!) ** 2, 0) / actions.length;
    expect(report.offline!.mse).toBeLessThan(spread / 2);
    expect(report.offline!.persistenceMse).toBeGreaterThan(0);
    expect((await scoreOpenLoop(store, report.policy, set.id)).steps).toBe(set.steps);
    expect(await findPolicy(store, report.policy)).toBeNull();
    const file = (await openLoopFile(store, report.policy))!;
    expect(() => decodePolicy(file)).toThrow(/Product of the tensor file: got "mimic-gp-open-loop"/);
    await expect(scoreOpenLoop(store, report.policy, dataset.id)).rejects.toThrow(/knows no track/);
    expect(await removeImport(store, set.id)).toBe(true);
    expect([await findImport(store, set.id), await openLoopFile(store, report.policy)]).toEqual([null, null]);
  });
});
