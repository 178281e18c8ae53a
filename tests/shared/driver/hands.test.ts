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

test('where wheels turn out slowly and back fast, keys hold them at what was wanted', () => {
  const hands = new KeyboardHands(seededRandom(2));
  for (const wanted of [-0.6, -0.2, 0.3, 0.7]) {
    hands.reset();
    // 80 ms of a key turn the wheels by a third of their range, and half as far again on the way back.
    const wheel = { at: 0, out: 4, back: 6 };
    let sum = 0;
    for (let tick = 0; tick < 1200; tick++) {
      hands.move(wanted, 5, controls, wheel);
      const rate = (controls.steer - wheel.at) * wheel.at < 0 ? wheel.back : wheel.out;
      wheel.at += Math.max(-rate / 60, Math.min(rate / 60, controls.steer - wheel.at));
      if (tick >= 120) sum += wheel.at;
    }
    expect(Math.abs(sum / 1080 - wanted), `wanted ${wanted}`).toBeLessThan(0.15);
  }
});
