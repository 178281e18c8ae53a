import { beforeAll, describe, expect, test } from 'vitest';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { PLAYERS } from './races.ts';
import { type Cell, cellOf } from './summary.ts';
import { GIVEN, SEEDS, trialOf } from './trial.ts';

describe('sixty laps past a board, taps', () => {
  const player = PLAYERS.find(({ hands }) => hands === 'keyboard')!;
  let gru: Cell;
  let memoryless: Cell;

  beforeAll(async () => {
    await startWasm();
    const small = { ...GIVEN, passes: 20 };
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
