import { expect, test } from 'vitest';
import { kilometres, lapTime } from '../../../client/view/laptime.ts';

test('a lap time has minutes, two digits of seconds and thousandths', () => {
  expect(lapTime(38_214)).toBe('0:38.214');
  expect(lapTime(61_005)).toBe('1:01.005');
  expect(lapTime(59_999.6)).toBe('1:00.000');
  expect(lapTime(0)).toBe('0:00.000');
});

test('a road is as long as people say it', () => {
  expect(kilometres(712.4)).toBe('0.71 km');
});
