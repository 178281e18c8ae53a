import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { COACHED, UNTAUGHT } from '../../../shared/training/teaching.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { drivenFor, type TaughtOrder, trialOf } from '../taught.ts';
import { survivePage } from './page.ts';
import { barsOf, summaryOf } from './summary.ts';
import { CANDIDATES, dataOf, FEW, SEEDS, type SurviveStudy, SWITCHES, TRACK } from './survive.ts';

const track = loadTrack(TRACK);

describe('one lap of fast pad hands', () => {
  const player = FEW.find(({ hands }) => hands === 'pad')!;
  const driven = drivenFor({ player, laps: 1 }, track);
  const order: TaughtOrder = {
    ...{ player, laps: 1, teaching: COACHED, decisionTicks: 3, seed: SEEDS[0]!, candidates: 1 },
    ...{ judging: { rollouts: 6, laps: 2 }, kicks: true },
  };
  beforeAll(() => startWasm());

  test('is enough to get round with recovery, kicked or not, and not without', async () => {
    const coached = await trialOf(order, driven);
    const copy = await trialOf({ ...order, teaching: UNTAUGHT }, driven);
    expect(coached.fallsPerLap).toBeLessThan(0.5);
    expect(copy.fallsPerLap).toBeGreaterThan(1);
    expect(coached.samples.human).toBe(copy.samples.human);
    const kicks = coached.kicked!.reduce((sum, rollout) => sum + rollout.kicks, 0);
    const falls = coached.kicked!.reduce((sum, rollout) => sum + rollout.falls, 0);
    expect(kicks).toBeGreaterThan(20);
    expect(falls / kicks).toBeLessThan(0.25);
  });
});

describe('the stored results', () => {
  const stored = (name: string): string => readFileSync(new URL(`../results/${name}`, import.meta.url), 'utf8');
  const study = JSON.parse(stored('survive.json')) as SurviveStudy;

  test('are of the players and the track of today; run "npm run study -- survive" again if not', () => {
    expect(study.data).toEqual(dataOf(track));
  });

  test('say of every bar and cell what their own trials say', () => {
    const summary = summaryOf(study.trials);
    expect(study.summary).toEqual(JSON.parse(JSON.stringify(summary)));
    expect(study.bars).toEqual(barsOf(summary));
    for (const { fallsPerLap, rollouts } of study.trials) {
      const falls = rollouts.reduce((sum, rollout) => sum + rollout.falls, 0);
      const laps = rollouts.reduce((sum, rollout) => sum + rollout.laps, 0);
      expect(fallsPerLap).toBeCloseTo(falls / laps, 2);
    }
    const barred = study.trials.filter(({ laps, teaching, candidates }) => {
      return laps === 3 && teaching.perturb && candidates === CANDIDATES.grid;
    });
    expect(barred).toHaveLength(12);
    expect(study.summary.switches).toHaveLength(Object.keys(SWITCHES).length);
  });

  test('are on the page as they stand', () => {
    expect(stored('survive.md')).toBe(survivePage(study));
  });
});
