import { beforeAll, describe, expect, test } from 'vitest';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { lapsOf, PLAYERS } from './races.ts';
import { BALANCED, type Cell, cellsOf } from './summary.ts';
import { GIVEN, trialOf } from './trial.ts';

describe('a rock seen 1.2 s ahead, smooth hands, half of the laps to either side', () => {
  const player = PLAYERS.find(({ hands }) => hands === 'pad')!;
  const cells = new Map<string, Cell>();

  beforeAll(async () => {
    await startWasm();
    const laps = lapsOf(player);
    for (const arm of ['squared error', 'flow']) {
      const trial = await trialOf({ arm, player, ...BALANCED }, laps, { ...GIVEN, passes: 20 });
      for (const cell of cellsOf(trial, 'straight')) cells.set(`${arm}, ${cell.decoding}`, cell);
    }
  }, 120_000);

  test('flow that means one side gets by on both; squared error hits the rock', () => {
    const committed = cells.get('flow, sides, kept')!;
    expect(committed.crashes.value).toBeLessThanOrEqual(0.15);
    expect(committed.leftShare).toBeGreaterThan(0.2);
    expect(committed.leftShare).toBeLessThan(0.8);
    expect(cells.get('squared error, mean')!.crashes.value).toBeGreaterThan(3 * committed.crashes.value);
  });

  test('noise drawn anew at each decision dithers', () => {
    expect(cells.get('flow, noise anew')!.crashes.value).toBeGreaterThan(cells.get('flow, sides, kept')!.crashes.value);
  });
});
