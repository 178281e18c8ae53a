import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { splitLaps } from '../../../shared/dataset/split.ts';
import { FRONT_CAMERA } from '../../../shared/observation/spec.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { lapsOfPlayer } from '../players.ts';
import { type CamerasStudy, dataOf, SEEDS, SHOWING, TRACK } from './cameras.ts';
import { camerasPage } from './page.ts';
import { sideViews } from './sideviews.ts';
import { barsOf, gainsOf, groupsOf } from './summary.ts';
import { cameraTrial, JUDGED, LESSONS, SHOWN } from './trial.ts';

const track = loadTrack(TRACK);

test('a camera on the left is answered by steering to the right of the person, one on the right to the left', () => {
  const player = SHOWING.find(({ hands }) => hands === 'pad')!;
  const { train } = splitLaps(lapsOfPlayer(player, track, SHOWN), 1);
  const { samples, moments, back } = sideViews(train.slice(0, 1), FRONT_CAMERA);
  expect(back).toBe(samples.size);
  expect(back / moments).toBeGreaterThan(0.8);
  // Left pictures come first, then as many or nearly as many of the right.
  const steer = (from: number, to: number): number => {
    let sum = 0;
    for (let i = from; i < to; i++) sum += samples.actions[2 * i]!;
    return sum / (to - from);
  };
  const half = Math.floor(samples.size / 2);
  expect(steer(half, samples.size) - steer(0, half)).toBeGreaterThan(0.3);
});

test('a network that saw a car driven back drives round by its camera; one that did not falls', async () => {
  const player = SHOWING.find(({ hands }) => hands === 'pad')!;
  const few = { rollouts: 3, laps: 1, seed: 1 };
  const order = { player, seed: SEEDS[0]! };
  const coached = await cameraTrial({ ...order, lesson: 'driven' }, track, 1500, few);
  const front = await cameraTrial({ ...order, lesson: 'front' }, track, 500, few);
  expect(coached.fallsPerLap).toBeLessThan(1.5);
  expect(front.fallsPerLap).toBeGreaterThan(3);
  expect(front.samples.made).toBe(0);
});

describe('the stored results', () => {
  const stored = (name: string): string => readFileSync(new URL(`../results/${name}`, import.meta.url), 'utf8');
  const study = JSON.parse(stored('cameras.json')) as CamerasStudy;

  test('are of the demonstrations and trainings of today; run "npm run study -- cameras" again if not', () => {
    expect(study.data).toEqual(dataOf(track));
    expect(study.trials).toHaveLength(SHOWING.length * SEEDS.length * LESSONS.length);
  });

  test('say of every bar and group what their own trials say', () => {
    const again = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    expect(study.bars).toEqual(again(barsOf(study.trials)));
    expect(study.groups).toEqual(again(groupsOf(study.trials)));
    expect(study.gains).toEqual(again(gainsOf(study.trials)));
    for (const { rollouts, fallsPerLap } of study.trials) {
      const falls = rollouts.reduce((sum, rollout) => sum + rollout.falls, 0);
      const laps = rollouts.reduce((sum, rollout) => sum + rollout.laps, 0);
      expect(rollouts).toHaveLength(JUDGED.rollouts);
      expect(fallsPerLap).toBeCloseTo(falls / laps, 2);
    }
  });

  test('are on the page as they stand', () => {
    expect(stored('cameras.md')).toBe(camerasPage(study));
  });
});
