import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowTop, rowWindow, type Scrolled, scrollTo } from '../../../client/data/rowwindow.ts';

const scrolled: fc.Arbitrary<Scrolled> = fc
  .record({
    top: fc.integer({ min: 0, max: 5_000_000 }),
    height: fc.integer({ min: 1, max: 3000 }),
    count: fc.integer({ min: 0, max: 100_000 }),
    row: fc.constantFrom(44, 120),
    open: fc.option(fc.nat(99_999)),
    detail: fc.integer({ min: 0, max: 400 }),
  })
  .map((of) => ({ ...of, open: of.open !== null && of.open < of.count ? of.open : null }))
  .map((of) => ({ ...of, top: Math.min(of.top, Math.max(0, rowTop(of, of.count) - of.height)) }));

test('all room together is as high as all rows, however far it is scrolled', () => {
  fc.assert(
    fc.property(scrolled, (of) => {
      const { from, to, before, after } = rowWindow(of);
      const inside = rowTop(of, to) - rowTop(of, from);
      expect(before + inside + after).toBe(rowTop(of, of.count));
      expect(Math.min(before, after, from, to - from)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('every row in sight is in the page, and never more than a few hundred', () => {
  fc.assert(
    fc.property(scrolled, (of) => {
      const { from, to } = rowWindow(of);
      expect(to - from).toBeLessThan(200);
      for (let index = Math.max(0, from - 2); index < Math.min(of.count, to + 2); index++) {
        const top = rowTop(of, index);
        const inSight = top + of.row > of.top && top < of.top + of.height;
        if (inSight) expect(index >= from && index < to).toBe(true);
      }
    }),
  );
});

test('a row is scrolled to when it is not wholly in sight', () => {
  const of: Scrolled = { top: 440, height: 480, count: 1000, row: 44, open: null, detail: 0 };
  expect(scrollTo(of, 12, 36)).toBeNull();
  expect(scrollTo(of, 3, 36)).toBe(132);
  const to = scrollTo(of, 50, 36)!;
  expect(to + of.height).toBe(51 * 44 + 36);
});
