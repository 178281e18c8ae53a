import { expect, test } from 'vitest';
import { arriveBy, code, company } from '../../../client/lobby/company.ts';

test('a visit begins alone; an invitation opens the lobby with its code filled in', () => {
  arriveBy('?code=k7m2qp');
  expect([company.value, code.value]).toEqual(['code', 'K7M2QP']);
  arriveBy('');
  expect([company.value, code.value]).toEqual(['alone', '']);
  arriveBy('?code=');
  expect([company.value, code.value]).toEqual(['code', '']);
});
