import { expect, test } from 'vitest';
import { checkGenerated, optionsOf } from './generatedroads.ts';

test('2,000 seeds, options of every kind: one loop, no crossing, bends, width and lap within bounds', () => {
  const hashes = new Set<string>();
  for (let seed = 0; seed < 2000; seed++) hashes.add(checkGenerated(optionsOf(seed)).hash);
  expect(hashes.size).toBe(2000);
});
