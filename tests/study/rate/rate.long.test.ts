import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { COACHED } from '../../../shared/training/teaching.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { drivenFor, trialOf } from '../taught.ts';
import { ratePage } from './page.ts';
import { barsOf, cellsOf, dataOf, type RateStudy, SEEDS, SHOWING, TRACK } from './rate.ts';

const track = loadTrack(TRACK);
beforeAll(() => startWasm());

test('ten decisions a second are enough for a coached clone of keys', async () => {
  const player = SHOWING.find(({ hands }) => hands === 'keyboard')!;
  const trial = await trialOf(
    {
      ...{ player, laps: 3, teaching: COACHED, decisionTicks: 6, seed: SEEDS[0]!, candidates: 1, kicks: false },
      judging: { rollouts: 6, laps: 2 },
    },
    drivenFor({ player, laps: 3 }, track),
  );
  expect(trial.decisionTicks).toBe(6);
  expect(trial.fallsPerLap).toBeLessThan(0.5);
});

describe('the stored results', () => {
  const stored = (name: string): string => readFileSync(new URL(`../results/${name}`, import.meta.url), 'utf8');
  const study = JSON.parse(stored('rate.json')) as RateStudy;

  test('are of the players and the track of today; run "npm run study -- rate" again if not', () => {
    expect(study.data).toEqual(dataOf(track));
  });

  test('say of every cell what their own trials say', () => {
    const cells = cellsOf(study.trials);
    expect(study.cells).toEqual(JSON.parse(JSON.stringify(cells)));
    expect(study.bars).toEqual(barsOf(cells));
    expect(cells.every(({ trainings }) => trainings === SEEDS.length)).toBe(true);
  });

  test('are on the page as they stand', () => {
    expect(stored('rate.md')).toBe(ratePage(study));
  });
});
