import { describe, expect, test } from 'vitest';
import { CARS, DRIFTER, GT, KART } from '../../../shared/vehicle/cars.ts';
import { CLUB_RACER, GRAVITY, type VehicleSpec, vehicleHash, vehicleSpecSchema } from '../../../shared/vehicle/spec.ts';
import { restingState, type VehicleState } from '../../../shared/vehicle/state.ts';
import { integrate, stepVehicle } from '../../../shared/vehicle/step.ts';

const ASPHALT = { friction: 1, resistance: 0 };
const KMH = 1 / 3.6;
const LANE = 3.5; // metres
const moving = (speed: number): VehicleState => ({ ...restingState(), vx: speed });
const slip = (car: VehicleState): number => Math.abs(Math.atan2(car.vy, car.vx));

/** P / v = cd v² + crr m g, by bisection. */
function topSpeed(spec: VehicleSpec): number {
  let [low, high] = [1, 200];
  for (let i = 0; i < 60; i++) {
    const v = (low + high) / 2;
    const excess = spec.enginePower / v - spec.drag * v * v - spec.rollingResistance * spec.mass * GRAVITY;
    if (excess > 0) low = v;
    else high = v;
  }
  return low;
}

/** Force that moves the car on at full throttle: engine or rear grip, less what resists. All three drive their rear wheels. */
function push(spec: VehicleSpec, v: number): number {
  const resistance = spec.drag * v * v + spec.rollingResistance * spec.mass * GRAVITY;
  const engine = Math.min(spec.engineForce, spec.enginePower / Math.max(1, v));
  const wheelbase = spec.frontAxle + spec.rearAxle;
  const load = (spec.mass * GRAVITY * spec.frontAxle + (engine - resistance) * spec.centreHeight) / wheelbase;
  const grip = spec.longitudinalShare * spec.friction * (spec.rearGrip ?? 1) * load;
  return Math.min(engine, grip) - resistance;
}

/** ∫ m dv / F(v) by the midpoint rule. */
function timeTo(spec: VehicleSpec, speed: number): number {
  const steps = 2000;
  let time = 0;
  for (let k = 0; k < steps; k++) time += (spec.mass / push(spec, ((k + 0.5) / steps) * speed)) * (speed / steps);
  return time;
}

test('the club racer is still the car that races of the past were driven with', () => {
  expect(vehicleHash(CLUB_RACER)).toBe('d9a95f5ccc552455956246ae762f97274dda90b0c82522925c1bcc814ac5f191');
});

test('what is plausible of each car', () => {
  expect(topSpeed(KART)).toBeGreaterThan(100 * KMH);
  expect(topSpeed(KART)).toBeLessThan(120 * KMH);
  expect(topSpeed(GT)).toBeGreaterThan(230 * KMH);
  expect(topSpeed(DRIFTER)).toBeGreaterThan(topSpeed(KART));
  expect(topSpeed(DRIFTER)).toBeLessThan(topSpeed(GT));
  const seconds = [GT, DRIFTER, KART].map((spec) => timeTo(spec, 100 * KMH));
  expect(seconds[0]).toBeGreaterThan(3);
  expect(seconds[0]).toBeLessThan(4.5);
  expect(seconds[1]).toBeGreaterThan(4.5);
  expect(seconds[1]).toBeLessThan(6.5);
  expect(seconds[2]).toBeGreaterThan(7);
  expect(seconds[2]).toBeLessThan(10);
});

describe.each([...CARS.values()])('$id', (spec) => {
  const top = topSpeed(spec);

  test('passes the schema that specifications from outside must pass', () => {
    expect(vehicleSpecSchema.parse(spec)).toEqual(spec);
  });

  test('reaches the speed at which power meets drag, and no more', () => {
    const car = moving(0.9 * top);
    for (let tick = 0; tick < 60 * 120; tick++) stepVehicle(car, { steer: 0, pedal: 1 }, spec, ASPHALT);
    expect(Math.abs(car.vx - top)).toBeLessThan(0.02);
  });

  test.each([10, 20, 30, top])(
    'pushed aside on the straight at full throttle at %f m/s, it straightens out',
    (speed) => {
      const car = { ...moving(speed), vy: 0.5, yawRate: 0.1 };
      for (let tick = 0; tick < 60 * 3; tick++) stepVehicle(car, { steer: 0, pedal: 1 }, spec, ASPHALT);
      expect(slip(car)).toBeLessThan(0.002);
      expect(Math.abs(car.yawRate)).toBeLessThan(0.005);
      // Where it points has changed by no more than a driver notices: 0.1 rad/s for a fraction of a second.
      expect(Math.abs(car.heading)).toBeLessThan(0.1);
    },
  );

  test('a full-lock tap of 100 ms at top speed moves it less than a lane in the second after it', () => {
    const car = moving(top);
    let widest = 0;
    for (let tick = 0; tick < 60 * 4; tick++) {
      stepVehicle(car, { steer: tick < 6 ? 1 : 0, pedal: 1 }, spec, ASPHALT);
      widest = Math.max(widest, slip(car));
      if (tick === 65) expect(Math.abs(car.y)).toBeLessThan(LANE);
    }
    expect(car.y).toBeGreaterThan(0.3); // it does answer
    expect(widest).toBeLessThan(0.1);
    expect(Math.abs(car.yawRate)).toBeLessThan(0.005);
  });

  test('four sub-steps drive a ten-second slalom within 2 % of the speed of 64', () => {
    const drive = (subSteps: number) => {
      const car = moving(15);
      for (let tick = 0; tick < 600; tick++)
        integrate(car, { steer: 0.5 * Math.sin((tick / 60) * 1.5), pedal: 0.6 }, spec, ASPHALT, subSteps);
      return Math.hypot(car.vx, car.vy);
    };
    expect(Math.abs(drive(4) / drive(64) - 1)).toBeLessThan(0.02);
  });
});

describe.each([KART, GT, DRIFTER])('$id', (spec) => {
  test('takes as long to 100 km/h as force over mass says', () => {
    const car = restingState();
    let ticks = 0;
    for (; car.vx < 100 * KMH; ticks++) stepVehicle(car, { steer: 0, pedal: 1 }, spec, ASPHALT);
    expect(Math.abs(ticks / 60 / timeTo(spec, 100 * KMH) - 1)).toBeLessThan(0.02);
  });

  test('stops from 100 km/h in the closed form, each axle at the lesser of brakes and grip', () => {
    const car = moving(100 * KMH);
    for (let tick = 0; tick < 900; tick++) stepVehicle(car, { steer: 0, pedal: -1 }, spec, ASPHALT);
    const { mass, drag, friction, longitudinalShare, frontAxle, rearAxle, centreHeight } = spec;
    const rolling = spec.rollingResistance * mass * GRAVITY;
    const shift = ((spec.brakeForce + rolling) * centreHeight) / (frontAxle + rearAxle);
    const frontLoad = (mass * GRAVITY * rearAxle) / (frontAxle + rearAxle) + shift;
    const grip = friction * longitudinalShare;
    const front = Math.min(spec.brakeForce * spec.brakeFront, grip * frontLoad);
    const rearGrip = grip * (spec.rearGrip ?? 1) * (mass * GRAVITY - frontLoad);
    const force = front + Math.min(spec.brakeForce * (1 - spec.brakeFront), rearGrip) + rolling;
    const distance = (mass / (2 * drag)) * Math.log(1 + (drag * (100 * KMH) ** 2) / force);
    expect(Math.abs(car.x / distance - 1)).toBeLessThan(0.05);
    expect(distance).toBeGreaterThan(30);
    expect(distance).toBeLessThan(50);
  });

  test('no key alone spins it: full lock held for three seconds, with the throttle from 20 m/s on and without it', () => {
    const fast = topSpeed(spec);
    const held = [20, 30, fast].map((speed) => ({ speed, pedal: 1 }));
    const coasting = [10, 20, 30, fast].map((speed) => ({ speed, pedal: 0 }));
    for (const { speed, pedal } of [...held, ...coasting]) {
      const car = moving(speed);
      for (let tick = 0; tick < 180; tick++) {
        stepVehicle(car, { steer: 1, pedal }, spec, ASPHALT);
        expect(slip(car), `${speed} m/s, pedal ${pedal}, tick ${tick}`).toBeLessThan(Math.PI / 2);
      }
      expect(car.heading).toBeGreaterThan(0.3);
    }
  });
});
