import { expect, test } from 'vitest';
import { ClockWatch } from '../../../server/episode/clockwatch.ts';

test('a clock that is set back is noticed once, one that is slewed or set forward not', () => {
  let [wall, steady] = [1_800_000_000_000, 500];
  const watch = new ClockWatch(
    () => wall,
    () => steady,
  );
  const pass = (wallMs: number, steadyMs = wallMs) => {
    wall += wallMs;
    steady += steadyMs;
    return watch.setBack();
  };
  expect([pass(20_000), pass(19_900, 20_000), pass(-3_600_000, 20_000), pass(20_000)]).toEqual([0, 0, 3_620_000, 0]);
  expect([pass(86_400_000, 20_000), pass(20_000)]).toEqual([0, 0]);
});
