import { expect, test } from 'vitest';
import { Allowance } from '../../../server/race/allowance.ts';

test('three at once, then one a second, and never more than three saved up', () => {
  const allowance = new Allowance({ most: 3, perSecond: 1 });
  const taken = (at: number): number => {
    let count = 0;
    while (allowance.take(at)) count++;
    return count;
  };
  expect(taken(5000)).toBe(3);
  expect(taken(5900)).toBe(0);
  expect(taken(6000)).toBe(1);
  expect(taken(8000)).toBe(2);
  expect(taken(1_000_000)).toBe(3);
});
