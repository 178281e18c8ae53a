import { expect, test } from 'vitest';
import { arriveBy, code, company } from '../../../client/lobby/company.ts';

test('an invitation opens the lobby with its code filled in; the next visit forgets it', () => {
  arriveBy('?code=k7m2qp');
  expect([company.value, code.value]).toEqual(['code', 'K7M2QP']);
  arriveBy('');
  expect([company.value, code.value]).toEqual(['quick', '']);
  arriveBy('?code=');
  expect([company.value, code.value]).toEqual(['code', '']);
});

test('with whom one raced last is what the lobby begins with', () => {
  company.value = 'people';
  arriveBy('');
  expect(company.value).toBe('people');
});
