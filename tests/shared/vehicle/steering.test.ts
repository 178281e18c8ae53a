import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DRIFTER, GT, KART } from '../../../shared/vehicle/cars.ts';
import { CLUB_RACER, maxSteerAt } from '../../../shared/vehicle/spec.ts';
import { restingState } from '../../../shared/vehicle/state.ts';
import { commandFor, restingSteer, steerFor, steerRateAt } from '../../../shared/vehicle/steering.ts';
import { stepVehicle } from '../../../shared/vehicle/step.ts';

const ASPHALT = { friction: 1, resistance: 0 };
const CARS = [CLUB_RACER, KART, GT, DRIFTER];
const moving = (vx: number, vy = 0, yawRate = 0, steer = 0) => ({ ...restingState(), vx, vy, yawRate, steer });
const number = (low: number, high: number) => fc.nat(2 ** 20).map((n) => low + ((high - low) * n) / 2 ** 20);

test('the command for an angle is the one that asks for it, wherever that angle is within reach', () => {
  const anyMotion = fc.tuple(number(0, 60), number(-8, 8), number(-1.5, 1.5));
  fc.assert(
    fc.property(fc.constantFrom(...CARS), anyMotion, number(-1, 1), (spec, [vx, vy, yawRate], command) => {
      const motion = moving(vx, vy, yawRate);
      const angle = steerFor(spec, motion, command);
      if (Math.abs(angle) < spec.maxSteer) expect(commandFor(spec, motion, angle)).toBeCloseTo(command, 9);
      expect(Math.abs(angle)).toBeLessThanOrEqual(spec.maxSteer);
    }),
  );
});

test('rolling without slip there is nothing to counter; in a slide the wheels follow the rear axle', () => {
  const rolling = moving(12, DRIFTER.rearAxle * 0.4, 0.4); // vy = lr r: the rear axle runs straight
  expect(restingSteer(DRIFTER, rolling)).toBeCloseTo(0, 12);
  const slide = moving(12, -5, 0.5);
  const rearTravel = Math.atan2(-5 - DRIFTER.rearAxle * 0.5, 12);
  expect(restingSteer({ ...DRIFTER, counterSteer: 1 }, slide)).toBeCloseTo(rearTravel, 9);
  expect(restingSteer(DRIFTER, slide)).toBeCloseTo(DRIFTER.counterSteer! * rearTravel, 9);
  expect(restingSteer(CLUB_RACER, slide)).toBe(0);
  expect(restingSteer(DRIFTER, moving(-5, 3))).toBe(0);
});

test('half the rate at the fading speed, and quicker on the way back', () => {
  expect(steerRateAt(KART, moving(KART.steerFade!), 0.1)).toBeCloseTo(KART.steerRate / 2, 12);
  expect(steerRateAt(KART, moving(0, 0, 0, 0.2), -0.1)).toBeCloseTo(KART.steerRate * KART.steerReturn!, 12);
  expect(steerRateAt(CLUB_RACER, moving(40, 0, 0, 0.2), -0.1)).toBe(CLUB_RACER.steerRate);
});

test('a key at 30 m/s turns the wheels no further than rate × time', () => {
  for (const spec of CARS) {
    const car = moving(30);
    for (let tick = 0; tick < 3; tick++) stepVehicle(car, { steer: 1, pedal: 0 }, spec, ASPHALT);
    const reach = ((spec.steerRate / (1 + 30 / (spec.steerFade ?? Number.POSITIVE_INFINITY))) * 3) / 60;
    const angle = Math.min(reach, maxSteerAt(spec, car.vx));
    expect(Math.abs(car.steer / angle - 1), spec.id).toBeLessThan(0.02);
  }
});

test('stronger rear tyres move the balance towards understeer: the same wheel angle drives a wider circle', () => {
  const radius = (rearGrip: number): number => {
    const car = moving(18);
    const spec = { ...CLUB_RACER, rearGrip };
    for (let tick = 0; tick < 240; tick++) stepVehicle(car, { steer: 0.8, pedal: 0.25 }, spec, ASPHALT);
    return Math.hypot(car.vx, car.vy) / car.yawRate;
  };
  expect(radius(1.2)).toBeGreaterThan(radius(1));
  expect(radius(1)).toBeGreaterThan(0);
});
