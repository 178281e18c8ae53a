import { expect, test } from 'vitest';
import { gridOf, MAX_RIVALS, partsOf, SKILLS } from '../../../client/connection/lineup.ts';
import { gridSchema, MAX_GRID } from '../../../shared/wire/options.ts';

const clones = (count: number) => Array.from({ length: count }, (_, k) => ({ kind: 'policy' as const, id: `p${k}` }));

test('a grid taken apart and put together again is the same', () => {
  for (const skill of SKILLS)
    for (const rivals of [1, MAX_RIVALS]) {
      const grid = gridOf(clones(2), { rivals, skill });
      const { others, ...scripted } = partsOf(grid);
      expect(scripted).toEqual({ rivals, skill });
      expect(gridOf(others, scripted)).toEqual(grid);
    }
});

test('whatever is asked for, the server takes it and a place is left for a person', () => {
  const grid = gridOf(clones(12), { rivals: MAX_RIVALS, skill: 'fast' });
  expect(gridSchema.safeParse(grid).success).toBe(true);
  expect(grid).toHaveLength(MAX_GRID - 1);
  expect(partsOf([])).toEqual({ others: [], rivals: 0, skill: 'mid' });
});
