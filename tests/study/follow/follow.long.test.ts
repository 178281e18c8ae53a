import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { driveInTraffic, type TrafficRun } from '../../../shared/evaluation/trafficrun.ts';
import type { Sight } from '../../../shared/observation/spec.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { PolicyCrew } from '../../../shared/policy/policydriver.ts';
import { makeClone } from '../../../shared/training/clone.ts';
import { stepsFor, TRAINING } from '../../../shared/training/settings.ts';
import { kernelBytes, startWasm } from '../../shared/tensor/wasm.ts';
import { dataOf, FOLLOW_ROADS, FOLLOW_SEEDS, type FollowStudy, followBars } from './follow.ts';
import { followPage } from './page.ts';
import { courseOf, demonstrations, FOLLOWERS, JUDGED_RUNS } from './races.ts';

describe('one training on the lane, two networks to choose from', () => {
  const [player] = FOLLOWERS;
  let blind: TrafficRun[];
  let seeing: TrafficRun[];

  beforeAll(async () => {
    await startWasm();
    const laps = demonstrations(player!, 'lane');
    const runsOf = async (sees: Sight): Promise<TrafficRun[]> => {
      const settings = {
        ...TRAINING,
        steps: stepsFor(sees),
        kind: 'coached',
        sees,
        seed: 301,
        splitSeed: 301,
      } as const;
      const clone = await makeClone(laps, { ...settings, seeds: [301, 302] }, { kernelBytes: kernelBytes() });
      const batch = new PolicyBatch(kernelBytes());
      const slot = batch.add(clone.network.network, clone.head, clone.normaliser, clone.network.weights);
      const crew = (car: number): PolicyCrew => new PolicyCrew(batch, [{ car, slot, observation: clone.observation }]);
      return Array.from({ length: JUDGED_RUNS.runs }, (_, run) => driveInTraffic(crew, courseOf('lane', run)));
    };
    blind = await runsOf('road');
    seeing = await runsOf('traffic');
  }, 300_000);

  const unhurt = (runs: readonly TrafficRun[]): number => runs.filter((run) => run.rearContacts === 0).length;

  test('the seeing clone follows for a minute without a rear contact in 9 of 10 runs, the blind one does not', () => {
    expect(unhurt(seeing)).toBeGreaterThanOrEqual(9);
    expect(unhurt(blind)).toBeLessThan(unhurt(seeing));
  });

  test('it follows: most of the time it is near the car ahead, and it gets as far as that car does', () => {
    const share = seeing.reduce((sum, run) => sum + run.following, 0) / seeing.length;
    expect(share).toBeGreaterThan(0.7);
    for (const run of seeing) expect(run.metres).toBeGreaterThan(400);
  });
});

describe('the stored results', () => {
  const stored = (name: string): string => readFileSync(new URL(`../results/${name}`, import.meta.url), 'utf8');
  const study = JSON.parse(stored('follow.json')) as FollowStudy;

  test('are of the drivers, the roads and the trainings of today; run "npm run study -- follow" again if not', () => {
    expect(study.data).toEqual(dataOf());
    expect(study.trials).toHaveLength(FOLLOW_ROADS.length * FOLLOWERS.length * FOLLOW_SEEDS.length * 2);
  });

  test('say of every bar what their own runs say', () => {
    expect(study.bars).toEqual(followBars(study.trials));
    for (const { runs } of study.trials) expect(runs).toHaveLength(JUDGED_RUNS.runs);
  });

  test('hold what the product stands on', () => {
    const held = (what: string): boolean => study.bars.find((bar) => bar.what.startsWith(what))!.holds;
    expect(held('seeing, lane: runs of a minute')).toBe(true);
    expect(held('blind, lane')).toBe(true);
    expect(held('seeing, wide: slower cars passed')).toBe(true);
  });

  test('are on the page as they stand', () => {
    expect(stored('follow.md')).toBe(followPage(study));
  });
});
