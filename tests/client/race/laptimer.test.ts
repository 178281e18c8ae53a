import { expect, test } from 'vitest';
import { LapTimer } from '../../../client/race/laptimer.ts';

const LENGTH = 600;

/** Drive laps at constant speeds from a grid slot 12 m behind the line. */
function drive(timer: LapTimer, speeds: readonly number[], until = speeds.length * LENGTH): number {
  let distance = -12;
  let tick = 0;
  let lap = 0;
  while (distance < until) {
    const speed = speeds[Math.max(0, Math.min(speeds.length - 1, Math.floor(distance / LENGTH)))];
    timer.note(tick, distance, speed);
    distance += speed / 60;
    tick += 1;
    if (Math.floor(distance / LENGTH) > lap) {
      lap = Math.floor(distance / LENGTH);
      timer.note(tick, distance, speed);
      // Lap 1 has the 12 m from the grid slot in it.
      timer.finishLap(((LENGTH + (lap === 1 ? 12 : 0)) / speed) * 1000, true);
    }
  }
  return tick;
}

test('a lap of 600 m at 20 m/s shows 15 s at 300 m', () => {
  const timer = new LapTimer(LENGTH);
  drive(timer, [20, 20], LENGTH + 300);
  expect(timer.seconds).toBeCloseTo(15, 1);
});

test('a steady 10 % faster lap is ahead by a tenth of the time driven', () => {
  const timer = new LapTimer(LENGTH);
  // Lap 1 starts on the grid; lap 2 is the first whole one at 20 m/s, lap 3 is driven at 22.
  drive(timer, [20, 20, 22], 2 * LENGTH + 330);
  // 330 m: 15 s at 22 m/s, 16.5 s at 20 m/s.
  expect(timer.delta).toBeCloseTo(-1.5, 1);
});

test('without a best lap there is no difference to it', () => {
  const timer = new LapTimer(LENGTH);
  drive(timer, [20], 300);
  expect(timer.delta).toBeUndefined();
});
