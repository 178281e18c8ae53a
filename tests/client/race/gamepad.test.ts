import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stickSteer } from '../../../client/race/gamepad.ts';

const feel = fc.record({
  deadZone: fc.double({ min: 0, max: 0.4, noNaN: true }),
  response: fc.double({ min: 1, max: 3, noNaN: true }),
});
const axis = fc.double({ min: -1, max: 1, noNaN: true });

test('whatever the feel: nothing in the middle, full at the end, odd, and never less for more way', () => {
  fc.assert(
    fc.property(axis, axis, feel, (a, b, how) => {
      expect(stickSteer(how.deadZone * a, how)).toBeCloseTo(0, 12);
      expect(stickSteer(1, how)).toBe(-1);
      expect(stickSteer(-a, how)).toBeCloseTo(-stickSteer(a, how), 12);
      const [less, more] = [Math.min(a, b), Math.max(a, b)];
      expect(stickSteer(more, how)).toBeLessThanOrEqual(stickSteer(less, how));
    }),
  );
});

test('a response of two halves the way a quarter: 0.5² of full lock without a dead zone', () => {
  expect(stickSteer(0.5, { deadZone: 0, response: 2 })).toBe(-0.25);
  expect(stickSteer(0.5, { deadZone: 0.2, response: 1 })).toBeCloseTo(-0.375, 12);
});
