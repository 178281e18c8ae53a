import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { huesOf } from '../../../client/view/hues.ts';

const people = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 20 });

test('up to seven people have seven hues, none of them the crowd’s, and whoever looks has the first', () => {
  fc.assert(
    fc.property(people, fc.nat(25), (all, k) => {
      const own = all[k] ?? null;
      const hues = huesOf(all, own);
      expect([...hues.keys()].sort()).toEqual([...all].sort());
      for (const hue of hues.values()) expect(hue >= 1 && hue <= 7).toBe(true);
      if (own !== null) expect(hues.get(own)).toBe(1);
      const first = [...hues.values()].slice(0, 7);
      expect(new Set(first).size).toBe(first.length);
    }),
  );
});

test('somebody who is not among them takes nobody’s hue', () => {
  expect([...huesOf(['a', 'b'], 'me')]).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
});
