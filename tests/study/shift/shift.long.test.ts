import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadTrack } from '../../shared/driver/racing.ts';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { shiftPage } from './page.ts';
import { REACH_SEEDS, REACHES } from './reach.ts';
import { dataOf, SEEDS, type ShiftStudy, TRACK } from './shift.ts';
import { barsOf, curvesOf } from './summary.ts';
import { DEMONSTRATORS, JUDGED, rolloutsOf, type ShiftTrial, shiftTrial } from './trial.ts';

const track = loadTrack(TRACK);

describe('two rounds with an ideal expert', () => {
  let trial: ShiftTrial;
  beforeAll(async () => {
    await startWasm();
    trial = await shiftTrial(
      { demonstrator: DEMONSTRATORS[0]!, policy: 'mlp-128', seed: SEEDS['mlp-128'][2]! },
      track,
      2,
    );
  });

  test('teach the strong policy to drive, where two more laps do not', () => {
    const { dagger, gated, equalLaps } = trial.curves;
    expect(dagger[0]).toEqual(equalLaps[0]);
    expect(dagger[0]!.fallsPerLap).toBeGreaterThan(1);
    expect(dagger[2]!.fallsPerLap).toBeLessThan(0.2);
    expect(gated[2]!.fallsPerLap).toBeLessThan(dagger[0]!.fallsPerLap / 2);
    expect(equalLaps[2]!.fallsPerLap).toBeGreaterThan(1);
  });

  test('cost the gated expert far fewer labels', () => {
    const { dagger, gated, equalLabels } = trial.curves;
    expect(gated[2]!.labels - gated[0]!.labels).toBeLessThan((dagger[2]!.labels - dagger[0]!.labels) / 2);
    expect(equalLabels[0]!.labels).toBeCloseTo(dagger[1]!.labels, -2);
  });
});

describe('the stored results', () => {
  const stored = (name: string): string => readFileSync(new URL(`../results/${name}`, import.meta.url), 'utf8');
  const study = JSON.parse(stored('shift.json')) as ShiftStudy;

  test('are of the demonstrations and trials of today; run "npm run study -- shift" again if not', () => {
    expect(study.data).toEqual(dataOf(track));
    expect(study.reaches).toHaveLength(REACHES.length * REACH_SEEDS.length);
    expect(study.trials).toHaveLength(DEMONSTRATORS.length * Object.values(SEEDS).flat().length);
  });

  test('say of every bar and curve what their own trials say', () => {
    expect(study.bars).toEqual(JSON.parse(JSON.stringify(barsOf(study.trials, study.reaches))));
    expect(study.curves).toEqual(JSON.parse(JSON.stringify(curvesOf(study.trials))));
    for (const { curves } of study.trials) {
      for (const judged of Object.values(curves).flat()) {
        const rollouts = rolloutsOf(judged);
        const falls = rollouts.reduce((sum, rollout) => sum + rollout.falls, 0);
        const laps = rollouts.reduce((sum, rollout) => sum + rollout.laps, 0);
        expect(rollouts).toHaveLength(JUDGED.rollouts);
        expect(judged.fallsPerLap).toBeCloseTo(falls / laps, 1);
      }
    }
  });

  test('are on the page as they stand', () => {
    expect(stored('shift.md')).toBe(shiftPage(study));
  });
});
