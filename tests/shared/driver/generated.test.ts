import { expect, test } from 'vitest';
import { checkGenerated, optionsOf } from '../track/generatedroads.ts';
import { drive } from './racing.ts';

/** `generated.long.test.ts` does 50. */
test.each([1, 2, 3, 4, 5])('a scripted driver laps the circuit of seed %i clean', (seed) => {
  const hands = seed % 2 === 0 ? 'keyboard' : 'pad';
  const { laps, events } = drive(checkGenerated(optionsOf(seed)), { hands, skill: 'mid', seed }, 1);
  expect(laps.map(({ clean }) => clean)).toEqual([true]);
  expect(events.filter(({ kind }) => kind === 'fall')).toEqual([]);
});
