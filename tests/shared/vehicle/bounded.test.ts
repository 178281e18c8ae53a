import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TICK } from '../../../shared/units/units.ts';
import { CARS } from '../../../shared/vehicle/cars.ts';
import { roundState, STATE_FIELDS } from '../../../shared/vehicle/state.ts';
import { stepVehicle } from '../../../shared/vehicle/step.ts';

/** Evenly spread; fc.double spreads exponents, and nearly all of its numbers are tiny. */
const number = (low: number, high: number) => fc.nat(2 ** 30).map((n) => low + ((high - low) * n) / 2 ** 30);
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

test.each([...CARS.values()])(
  '$id: from any motion, any controls keep every field finite and the energy bounded',
  (spec) => {
    fc.assert(
      fc.property(anyMotion, anyGrip, anyFrames, (start, grip, frames) => {
        const car = { ...start };
        const energy = () => spec.mass * (car.vx ** 2 + car.vy ** 2) + spec.yawInertia * car.yawRate ** 2;
        for (const [steer, pedal, hold] of frames)
          for (let tick = 0; tick < hold; tick++) {
            const before = energy();
            const spin = Math.abs(car.yawRate) / 240;
            stepVehicle(car, { steer, pedal }, spec, grip);
            roundState(car);
            // Nothing but the engine adds energy, except for the integrator: r × v, taken explicitly, adds (r dt)² of it
            // in each of four sub-steps (twice that here, as r may grow), and 300 J where slipping blends into rolling.
            const allowed = before * (1 + 8 * spin * spin) + 2 * spec.enginePower * TICK + 300;
            if (!(energy() <= allowed)) expect.fail(`from ${before} to ${energy()} J in one tick, allowed ${allowed}`);
          }
        for (const field of STATE_FIELDS) expect(Number.isFinite(car[field])).toBe(true);
      }),
      { numRuns: 100 },
    );
  },
);
