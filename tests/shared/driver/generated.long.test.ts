import { expect, test } from 'vitest';
import { HANDS } from '../../../shared/driver/hands.ts';
import { checkGenerated, optionsOf } from '../track/generatedroads.ts';
import { drive } from './racing.ts';

const SEEDS = Array.from({ length: 50 }, (_, k) => 100 + k);

test.each(HANDS)('%s hands finish a lap of 50 circuits, 49 of them without a fall', (hands) => {
  const fallen: number[] = [];
  const clean: number[] = [];
  for (const seed of SEEDS) {
    const { laps, events } = drive(checkGenerated(optionsOf(seed)), { hands, skill: 'mid', seed }, 1);
    expect(laps, `seed ${seed}`).toHaveLength(1);
    if (laps[0].clean) clean.push(seed);
    if (events.some(({ kind }) => kind === 'fall')) fallen.push(seed);
  }
  expect(fallen.length).toBeLessThanOrEqual(1);
  expect(clean.length).toBeGreaterThanOrEqual(48);
});
