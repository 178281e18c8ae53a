import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { contentHash } from '../../../shared/exact/content.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { lapsOfPlayer, PLAYERS } from '../players.ts';
import { barsOf } from './bars.ts';
import { type CloneStudy, SEEDS, SHOWN, TRACK } from './clone.ts';
import { clonePage } from './page.ts';
import { partsFirst, STEADY, summaryOf } from './summary.ts';
import { JUDGED, type Trial, trialOf } from './trial.ts';

const track = loadTrack(TRACK);

describe.each(['keyboard', 'pad'] as const)('three laps of %s hands', (hands) => {
  const player = PLAYERS.find((one) => one.hands === hands && one.skill === 'mid')!;
  let copy: Trial;
  let coached: Trial;

  beforeAll(async () => {
    await startWasm();
    const laps = lapsOfPlayer(player, track, SHOWN);
    copy = await trialOf(player, laps, 'copy', SEEDS[0]!);
    coached = await trialOf(player, laps, 'coached', SEEDS[0]!);
  });

  test('the coached clone drives them without a fall, at the player’s pace', () => {
    expect(coached.rollouts).toHaveLength(JUDGED.rollouts);
    expect(coached.fallsPerLap).toBeLessThanOrEqual(STEADY);
    expect(coached.autonomy).toBeGreaterThanOrEqual(0.98);
    expect(Math.abs(coached.lapTimeMs! / coached.playerLapTimeMs - 1)).toBeLessThanOrEqual(0.03);
  });

  test('both clones learn from the same laps, and recovery samples are counted apart', () => {
    expect(copy.samples).toMatchObject({ human: coached.samples.human, recovery: 0 });
    expect(coached.samples.recovery).toBeGreaterThan(0);
    expect(copy.heldOutLap).toBe(coached.heldOutLap);
  });

  test.runIf(hands === 'pad')('the copy of smooth hands falls every lap, and parts earlier or wider', () => {
    expect(copy.fallsPerLap).toBeGreaterThanOrEqual(1);
    expect(copy.autonomy).toBeLessThan(coached.autonomy);
    expect(copy.fidelity).toBeLessThan(coached.fidelity);
    expect(partsFirst(copy, coached)).toBe(true);
  });
});

describe('the stored results', () => {
  const stored = (name: string): string => readFileSync(new URL(`../results/${name}`, import.meta.url), 'utf8');
  const study = JSON.parse(stored('clone.json')) as CloneStudy;

  test('are of the players, the track and the trainings of today; run "npm run study -- clone" again if not', () => {
    const frames = PLAYERS.map((player) => lapsOfPlayer(player, track, SHOWN).map((lap) => [...lap.frames]));
    expect(study.data.trackHash).toBe(track.hash);
    expect(study.data.framesHash).toBe(contentHash(frames));
    expect(study.trials).toHaveLength(PLAYERS.length * SEEDS.length * 2);
  });

  test('say of every bar what their own trials say', () => {
    const summary = summaryOf(study.trials, study.ownTubes);
    expect(study.summary).toEqual(JSON.parse(JSON.stringify(summary)));
    expect(study.bars).toEqual(barsOf(summary));
    for (const { fallsPerLap, rollouts, lapsFinished, cleanLaps } of study.trials) {
      const falls = rollouts.reduce((sum, rollout) => sum + rollout.falls, 0);
      const laps = rollouts.reduce((sum, rollout) => sum + rollout.laps, 0);
      expect(fallsPerLap).toBeCloseTo(falls / laps, 2);
      expect(cleanLaps).toBeLessThanOrEqual(lapsFinished);
      expect(lapsFinished).toBeLessThanOrEqual(JUDGED.rollouts * JUDGED.laps);
    }
  });

  test('hold what the product stands on', () => {
    const held = (what: string): boolean => study.bars.find((bar) => bar.what.startsWith(what))!.holds;
    expect(held('coached, falls a lap')).toBe(true);
    expect(held('coached, trainings')).toBe(true);
    expect(held('coached, autonomy')).toBe(true);
    expect(held('coached, lap time off the player’s, median')).toBe(true);
    expect(held('copy of pad hands')).toBe(true);
    expect(held('players’ own laps')).toBe(true);
  });

  test('are on the page as they stand', () => {
    expect(stored('clone.md')).toBe(clonePage(study));
  });
});
