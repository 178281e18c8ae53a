import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { dataOf, type MemoryStudy, ORDERS } from './memory.ts';
import { memoryPage } from './page.ts';
import { PLAYERS } from './races.ts';
import { barsOf, type Cell, cellOf } from './summary.ts';
import { GIVEN, SEEDS, trialOf } from './trial.ts';

describe('sixty laps past a board, taps', () => {
  const player = PLAYERS.find(({ hands }) => hands === 'keyboard')!;
  let gru: Cell;
  let memoryless: Cell;

  beforeAll(async () => {
    await startWasm();
    const small = { ...GIVEN, candidates: 1, passes: 20 };
    gru = cellOf(await trialOf({ arm: 'GRU', player }, small, SEEDS.slice(0, 1)));
    memoryless = cellOf(await trialOf({ arm: 'memoryless', player }, small, SEEDS.slice(0, 1)));
  }, 300_000);

  test('a GRU takes the side that the board told, and gets by', () => {
    expect(gru.told.value).toBeGreaterThanOrEqual(0.85);
    expect(gru.crashes.value).toBeLessThanOrEqual(0.25);
  });

  test('a network without memory is right no more often than a coin', () => {
    expect(memoryless.told.value).toBeLessThanOrEqual(0.65);
  });
});

describe('the stored results', () => {
  const stored = (name: string): string => readFileSync(new URL(`../results/${name}`, import.meta.url), 'utf8');
  const study = JSON.parse(stored('memory.json')) as MemoryStudy;

  test('are of the drivers, the tracks and the trainings of today; run "npm run study -- memory" again if not', () => {
    expect(study.data).toEqual(dataOf());
    expect(study.given).toEqual(GIVEN);
    expect(study.trials.map(({ arm, hands }) => ({ arm, hands }))).toEqual(
      ORDERS.map(({ arm, player }) => ({ arm, hands: player.hands })),
    );
  });

  test('say of every bar what their own passes say', () => {
    expect(study.bars).toEqual(barsOf(study.trials));
    for (const { passed, driven, road } of study.trials) {
      expect((road === 'cue' ? passed : driven).map(({ seed }) => seed % 100)).toEqual(SEEDS);
      for (const { passes, crashes, falls, left, right, told } of passed) {
        expect(crashes + falls + left + right).toBe(passes);
        expect(told).toBeLessThanOrEqual(left + right);
      }
    }
  });

  test('are on the page as they stand', () => {
    expect(stored('memory.md')).toBe(memoryPage(study));
  });
});
