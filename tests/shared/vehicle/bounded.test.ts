import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { roundState, STATE_FIELDS } from '../../../shared/vehicle/state.ts';
import { stepVehicle } from '../../../shared/vehicle/step.ts';

const number = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });
const anyMotion = fc.record({
  x: number(-1e3, 1e3),
  y: number(-1e3, 1e3),
  heading: number(-200, 200),
  vx: number(-60, 60),
  vy: number(-60, 60),
  yawRate: number(-10, 10),
  steer: number(-0.45, 0.45),
  distance: number(-100, 1e5),
});
const anyGrip = fc.record({ friction: number(0.4, 1.1), resistance: number(0, 8) });
const anyFrames = fc.array(fc.tuple(number(-1, 1), number(-1, 1), fc.integer({ min: 1, max: 90 })), {
  minLength: 1,
  maxLength: 12,
});

test('from any motion, any controls keep every field finite and the energy bounded', () => {
  fc.assert(
    fc.property(anyMotion, anyGrip, anyFrames, (start, grip, frames) => {
      const car = { ...start };
      const energy = () => CLUB_RACER.mass * (car.vx ** 2 + car.vy ** 2) + CLUB_RACER.yawInertia * car.yawRate ** 2;
      const before = energy();
      let ticks = 0;
      for (const [steer, pedal, hold] of frames)
        for (let tick = 0; tick < hold; tick++) {
          stepVehicle(car, { steer, pedal }, CLUB_RACER, grip);
          roundState(car);
          ticks++;
        }
      for (const field of STATE_FIELDS) expect(Number.isFinite(car[field])).toBe(true);
      // Nothing but the engine adds energy. The margin is the integrator's: explicit r × v in a spin at 10 rad/s grows
      // it by (r dt)² a sub-step until the tyres have stopped the spin.
      expect(energy()).toBeLessThan(before * 1.5 + 2 * CLUB_RACER.enginePower * (ticks / 60) + 1000);
    }),
    { numRuns: 150 },
  );
});
