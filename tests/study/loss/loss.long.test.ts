import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadTrack } from '../../shared/driver/racing.ts';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { drivenFor } from '../taught.ts';
import { barsOf, dataOf, type LossStudy, SHOWING, TRACK } from './loss.ts';
import { lossPage } from './page.ts';
import { rankingsOf, spearman } from './summary.ts';
import { LOOKS, SEEDS, SETTINGS, trialOf } from './trial.ts';

const track = loadTrack(TRACK);
beforeAll(() => startWasm());

test('told what it did last, a network of pad hands predicts better than any that is not, and falls none the less', async () => {
  const player = SHOWING.find(({ hands }) => hands === 'pad')!;
  const driven = drivenFor({ player, laps: 3 }, track);
  const [setting] = SETTINGS;
  const looked = (previousAction: boolean) => trialOf({ player, setting: setting!, previousAction }, driven, [8], 400);
  const [told, untold] = [await looked(true), await looked(false)];
  expect(told).toHaveLength(SEEDS.length);
  expect(Math.max(...told.map(({ validation }) => validation))).toBeLessThan(
    Math.min(...untold.map(({ validation }) => validation)),
  );
  for (const { fallsPerLap } of told) expect(fallsPerLap).toBeGreaterThan(0.5);
});

test('ranks agree, disagree, or share places', () => {
  expect(spearman([1, 2, 3, 4], [10, 20, 30, 400])).toBeCloseTo(1, 12);
  expect(spearman([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
  expect(spearman([1, 2, 2, 3], [1, 2, 2, 3])).toBeCloseTo(1, 12);
  expect(spearman([1, 2, 3], [1, 1, 1])).toBeNaN();
});

describe('the stored results', () => {
  const stored = (name: string): string => readFileSync(new URL(`../results/${name}`, import.meta.url), 'utf8');
  const study = JSON.parse(stored('loss.json')) as LossStudy;

  test('are of the players and the track of today; run "npm run study -- loss" again if not', () => {
    expect(study.data).toEqual(dataOf(track));
  });

  test('say of every ranking what their own points say', () => {
    expect(study.points).toHaveLength(SHOWING.length * SETTINGS.length * 2 * LOOKS.length * SEEDS.length);
    expect(SETTINGS.length * LOOKS.length).toBe(30);
    const rankings = rankingsOf(study.points);
    expect(study.rankings).toEqual(JSON.parse(JSON.stringify(rankings)));
    expect(study.bars).toEqual(barsOf(rankings));
  });

  test('are on the page as they stand', () => {
    expect(stored('loss.md')).toBe(lossPage(study));
  });
});
