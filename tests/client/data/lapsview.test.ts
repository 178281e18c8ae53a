import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CHIPS,
  filterOf,
  hasChips,
  isNarrowed,
  isOn,
  type LapsView,
  nextOrder,
  searchOf,
  toggled,
  viewOf,
  withoutChips,
} from '../../../client/data/lapsview.ts';
import { LAP_ORDERS, lapsQuerySchema, MARKS } from '../../../shared/wire/laps.ts';

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);
const maybe = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: undefined });
const views: fc.Arbitrary<LapsView> = fc.record({
  track: maybe(id),
  car: maybe(fc.constantFrom('club-racer', 'kart')),
  driver: maybe(id),
  session: maybe(id),
  kind: maybe(fc.constantFrom('human', 'scripted', 'policy')),
  clean: maybe(fc.constant(true as const)),
  traffic: maybe(fc.constant(true as const)),
  flagged: maybe(fc.constant(true as const)),
  mark: maybe(fc.constantFrom(...MARKS)),
  style: maybe(fc.constantFrom('keys', 'stick')),
  min: maybe(fc.integer({ min: 0, max: 3_600_000 })),
  max: maybe(fc.integer({ min: 0, max: 3_600_000 })),
  order: fc.constantFrom(...LAP_ORDERS),
});
const given = (view: LapsView) => Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined));

describe('the view of the laps table', () => {
  test('comes back out of its address', () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(given(viewOf(searchOf(view)))).toEqual(given(view));
      }),
    );
  });

  test('is a query that the server takes', () => {
    fc.assert(
      fc.property(views, (view) => {
        const query = Object.fromEntries(new URLSearchParams(searchOf(view)));
        expect(lapsQuerySchema.safeParse(query).error).toBeUndefined();
      }),
    );
  });

  test('takes nonsense for nothing', () => {
    expect(given(viewOf('car=tank&kind=horse&min=-3&max=x&order=best&clean=no&mark=bad&style=feet'))).toEqual({
      order: 'newest',
    });
  });

  test('asks coverage for the same laps, in no order', () => {
    expect(filterOf({ track: 'oval', order: 'idle' })).toEqual({ track: 'oval' });
  });
});

describe('chips', () => {
  test.each(CHIPS)('%s goes on and off again and leaves the rest alone', (chip) => {
    const start: LapsView = { track: 'oval', order: 'fastest' };
    const on = toggled(start, chip);
    expect(isOn(on, chip)).toBe(true);
    expect(on).toMatchObject(start);
    expect(given(toggled(on, chip))).toEqual(start);
  });

  test('of people and of scripts exclude each other', () => {
    const both = toggled(toggled({ order: 'newest' }, 'people'), 'scripted');
    expect([isOn(both, 'people'), isOn(both, 'scripted')]).toEqual([false, true]);
  });

  test('are all taken off by All, which keeps the track', () => {
    const view = withoutChips({ ...toggled(toggled({ order: 'newest' }, 'clean'), 'traffic'), track: 'oval' });
    expect(hasChips(view)).toBe(false);
    expect(given(view)).toEqual({ order: 'newest', track: 'oval' });
    expect(isNarrowed(view)).toBe(true);
  });
});

test('a column sorts its first way, then the other', () => {
  expect(nextOrder('newest', ['fastest', 'slowest'])).toBe('fastest');
  expect(nextOrder('fastest', ['fastest', 'slowest'])).toBe('slowest');
  expect(nextOrder('slowest', ['fastest', 'slowest'])).toBe('fastest');
});
