import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryOf, recordsPath, WHO } from '../../../client/records/query.ts';
import { CARS } from '../../../shared/vehicle/cars.ts';

test('an address names the list that it was made for', () => {
  const query = fc.record({
    track: fc.string({ minLength: 1 }),
    car: fc.constantFrom(...CARS.keys()),
    sector: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
    who: fc.constantFrom(...WHO),
  });
  fc.assert(
    fc.property(query, (wanted) => {
      const { search } = new URL(recordsPath(wanted), 'http://localhost');
      expect(queryOf(search)).toEqual(wanted);
    }),
  );
});

test('an address with nonsense in it is everybody’s whole laps in the first car', () => {
  expect(queryOf('?track=oval&car=tank&sector=-1&who=nobody')).toEqual({
    track: 'oval',
    car: [...CARS.keys()][0],
    sector: undefined,
    who: 'all',
  });
  expect(queryOf('').track).not.toBe('');
});
