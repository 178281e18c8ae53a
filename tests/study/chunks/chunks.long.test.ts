import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadTrack } from '../../shared/driver/racing.ts';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { drivenFor, trialOf } from '../taught.ts';
import { barsOf, type ChunksStudy, cellsOf, dataOf, orderOf, SEEDS, SHOWING, TRACK } from './chunks.ts';
import { chunksPage } from './page.ts';

const track = loadTrack(TRACK);
beforeAll(() => startWasm());

test('smooth hands that nobody coached: a network that plans falls less often than one that does not', async () => {
  const player = SHOWING.find(({ hands }) => hands === 'pad')!;
  const driven = drivenFor({ player, laps: 3 }, track);
  const falls = async (arm: number) => (await trialOf(orderOf(player, arm, false, SEEDS[0]!), driven)).fallsPerLap;
  const [alone, planned] = [await falls(0), await falls(2)];
  expect(alone).toBeGreaterThan(1);
  expect(planned).toBeLessThan(alone / 2);
});

describe('the stored results', () => {
  const stored = (name: string): string => readFileSync(new URL(`../results/${name}`, import.meta.url), 'utf8');
  const study = JSON.parse(stored('chunks.json')) as ChunksStudy;

  test('are of the players and the track of today; run "npm run study -- chunks" again if not', () => {
    expect(study.data).toEqual(dataOf(track));
  });

  test('say of every cell what their own trials say', () => {
    const cells = cellsOf(study.trials);
    expect(study.cells).toEqual(JSON.parse(JSON.stringify(cells)));
    expect(study.bars).toEqual(barsOf(cells));
    expect(cells.every(({ trainings }) => trainings === 2 * SEEDS.length)).toBe(true);
  });

  test('are on the page as they stand', () => {
    expect(stored('chunks.md')).toBe(chunksPage(study));
  });
});
