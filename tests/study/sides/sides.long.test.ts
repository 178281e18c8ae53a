import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { sidesPage } from './page.ts';
import { lapsOf, PLAYERS } from './races.ts';
import { dataOf, ORDERS, type SidesStudy } from './sides.ts';
import { BALANCED, barsOf, type Cell, cellsOf } from './summary.ts';
import { GIVEN, SEEDS, trialOf } from './trial.ts';

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

describe('the stored results', () => {
  const stored = (name: string): string => readFileSync(new URL(`../results/${name}`, import.meta.url), 'utf8');
  const study = JSON.parse(stored('sides.json')) as SidesStudy;

  test('are of the drivers, the track and the trainings of today; run "npm run study -- sides" again if not', () => {
    expect(study.data).toEqual(dataOf());
    expect(study.given).toEqual(GIVEN);
    expect(study.trials.map(({ arm, hands, sight, left }) => ({ arm, hands, sight, left }))).toEqual(
      ORDERS.map(({ arm, player, sight, left }) => ({ arm, hands: player.hands, sight, left })),
    );
  });

  test('say of every bar what their own passes say', () => {
    expect(study.bars).toEqual(barsOf(study.trials));
    for (const { arm, driven } of study.trials) {
      const networks = arm.includes('neighbour') ? 1 : SEEDS.length;
      expect(new Set(driven.map(({ seed }) => seed)).size).toBe(networks);
      for (const { passes, crashes, falls, left, right } of driven) {
        expect(crashes + falls + left + right).toBe(passes);
        expect(passes).toBe(GIVEN.passes);
      }
    }
  });

  test('hold what the product stands on', () => {
    expect(study.bars.slice(0, 2).map(({ holds }) => holds)).toEqual([true, true]);
  });

  test('are on the page as they stand', () => {
    expect(stored('sides.md')).toBe(sidesPage(study));
  });
});
