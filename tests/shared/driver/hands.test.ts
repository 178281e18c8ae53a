import { expect, test } from 'vitest';
import { KeyboardHands, PadHands } from '../../../shared/driver/hands.ts';
import { seededRandom } from '../../../shared/exact/random.ts';

const controls = { steer: 0, pedal: 0 };

test('keys are −1, 0 or 1, are held for about 80 ms, and on average give what was wanted', () => {
  const hands = new KeyboardHands(seededRandom(1));
  const ticks = 6000;
  let sum = 0;
  let changes = 0;
  let last = 0;
  for (let tick = 0; tick < ticks; tick++) {
    hands.move(0.3, 5, controls);
    expect([-1, 0, 1]).toContain(controls.steer);
    expect(controls.pedal).toBe(1);
    if (controls.steer !== last) changes++;
    last = controls.steer;
    sum += controls.steer;
  }
  expect(sum / ticks).toBeCloseTo(0.3, 1);
  expect(ticks / changes).toBeGreaterThan(4); // 67 ms and more between changes
});

test('a pad reaches what was wanted smoothly, within a quarter of a second', () => {
  const hands = new PadHands(seededRandom(1));
  const steps: number[] = [];
  for (let tick = 0; tick < 15; tick++) {
    hands.move(0.8, -1, controls);
    steps.push(controls.steer);
  }
  expect(steps[0]).toBeLessThan(0.4);
  expect(Math.abs(steps[14] - 0.8)).toBeLessThan(0.1);
  expect(controls.pedal).toBeCloseTo(-0.35, 9);
});
