import { describe, expect, test } from 'vitest';
import { HANDS } from '../../../shared/driver/hands.ts';
import { checkGenerated, optionsOf } from '../track/generatedroads.ts';
import { drive } from './racing.ts';

const SEEDS = Array.from({ length: 50 }, (_, k) => 100 + k);

describe.each(HANDS)('%s hands', (hands) => {
  test.each(SEEDS)('finish the lap of seed %i without a fall', (seed) => {
    const { laps, events } = drive(checkGenerated(optionsOf(seed)), { hands, skill: 'mid', seed }, 1);
    expect(laps).toHaveLength(1);
    expect(events.filter(({ kind }) => kind === 'fall')).toEqual([]);
  });
});
