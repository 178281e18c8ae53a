import { expect, test } from 'vitest';
import { CLUB_RACER, GRAVITY, maxSteerAt, vehicleSpecSchema } from '../../../shared/vehicle/spec.ts';
import { restingState } from '../../../shared/vehicle/state.ts';
import { integrate, stepVehicle } from '../../../shared/vehicle/step.ts';
import { ellipseTyres, magicFormula } from '../../../shared/vehicle/tyre.ts';

const spec = CLUB_RACER;
const ASPHALT = { friction: 1, resistance: 0 };
const GRASS = { friction: 0.75 / 1.3, resistance: 2 };
const wheelbase = spec.frontAxle + spec.rearAxle;
const moving = (speed: number) => ({ ...restingState(), vx: speed });

test('the slope of the tyre at zero slip is its stiffness times the load, on any surface', () => {
  for (const friction of [0.5, 1, 1.3])
    for (const load of [1000, 4000]) {
      const slope = magicFormula(1e-4, load, friction, spec) / 1e-4;
      expect(Math.abs(slope / (spec.tyreStiffness * load) - 1)).toBeLessThan(0.01);
    }
});

test('the tyre peaks at friction times load and is odd in slip', () => {
  let peak = 0;
  for (let slip = 0; slip < 1.5; slip += 0.001) peak = Math.max(peak, magicFormula(slip, 4000, 1.3, spec));
  expect(peak).toBeCloseTo(1.3 * 4000, 0);
  expect(magicFormula(-0.1, 4000, 1.3, spec)).toBe(-magicFormula(0.1, 4000, 1.3, spec));
});

test('no axle ever pulls harder than its grip, whatever is asked of it', () => {
  const out = { frontX: 0, frontY: 0, rearX: 0, rearY: 0 };
  for (const slip of [-1.2, -0.1, 0, 0.05, 0.5])
    for (const drive of [-9000, -2000, 0, 1500, 9000]) {
      const axles = { frontSlip: slip, rearSlip: slip, frontLoad: 3500, rearLoad: 3000 };
      const asked = { ...axles, frontDrive: drive, rearDrive: drive, friction: 1.1 };
      ellipseTyres(asked, moving(10), spec, Math.cos(0.2), Math.sin(0.2), out);
      expect(Math.hypot(out.frontX, out.frontY)).toBeLessThanOrEqual(1.1 * 3500 * (1 + 1e-12));
      expect(Math.hypot(out.rearX, out.rearY)).toBeLessThanOrEqual(1.1 * 3000 * (1 + 1e-12));
      expect(Math.abs(out.rearX)).toBeLessThanOrEqual(Math.min(Math.abs(drive), 0.95 * 1.1 * 3000) + 1e-9);
    }
});

/** Hold a speed with a proportional pedal and a wheel angle, and return the radius once nothing changes any more. */
function circleRadius(speed: number, wheel: number): number {
  const car = moving(speed);
  for (let tick = 0; tick < 1200; tick++) {
    const steer = wheel / maxSteerAt(spec, car.vx);
    stepVehicle(car, { steer, pedal: Math.max(-1, Math.min(1, 2 * (speed - car.vx))) }, spec, ASPHALT);
  }
  return Math.sqrt(car.vx ** 2 + car.vy ** 2) / car.yawRate;
}

test('at walking pace the circle is the one of geometry', () => {
  // Circle of the centre of gravity: its rear axle runs on L / tan δ.
  const rear = wheelbase / Math.tan(0.3);
  expect(circleRadius(0.9, 0.3)).toBeCloseTo(Math.hypot(rear, spec.rearAxle), 1);
});

test('at small slip the circle follows the understeer formula', () => {
  const speed = 12;
  const wheel = 0.04;
  // δ = L / R + (αf − αr). Each axle carries its share of m v² / R at stiffness Kα Fz, so both slips are v² / (R g Kα):
  // the car is neutral and R = L / δ. Load moves with the throttle that holds the speed: under 2 % here.
  const radius = circleRadius(speed, wheel);
  expect(Math.abs(radius / (wheelbase / wheel) - 1)).toBeLessThan(0.02);
});

test('top speed is where power meets drag', () => {
  const car = moving(20);
  for (let tick = 0; tick < 60 * 120; tick++) stepVehicle(car, { steer: 0, pedal: 1 }, spec, ASPHALT);
  // P / v = cd v² + crr m g, by bisection
  let [low, high] = [1, 200];
  for (let i = 0; i < 60; i++) {
    const v = (low + high) / 2;
    const excess = spec.enginePower / v - spec.drag * v * v - spec.rollingResistance * spec.mass * GRAVITY;
    if (excess > 0) low = v;
    else high = v;
  }
  expect(car.vx).toBeCloseTo(low, 2);
});

test('braking distance is the closed form with each axle at min(its brakes, its grip)', () => {
  for (const start of [15, 30]) {
    const car = moving(start);
    for (let tick = 0; tick < 900; tick++) stepVehicle(car, { steer: 0, pedal: -1 }, spec, ASPHALT);
    // Load under the commanded deceleration at half the starting drag; m v v' = −(F + cd v²) has
    // x = m / (2 cd) ln(1 + cd v² / F).
    const deceleration = spec.brakeForce / spec.mass + spec.rollingResistance * GRAVITY;
    const frontLoad = (spec.mass * (GRAVITY * spec.rearAxle + deceleration * spec.centreHeight)) / wheelbase;
    const rearLoad = (spec.mass * (GRAVITY * spec.frontAxle - deceleration * spec.centreHeight)) / wheelbase;
    const grip = spec.friction * spec.longitudinalShare;
    const front = Math.min(spec.brakeForce * spec.brakeFront, grip * frontLoad);
    const rear = Math.min(spec.brakeForce * (1 - spec.brakeFront), grip * rearLoad);
    const force = front + rear + spec.rollingResistance * spec.mass * GRAVITY;
    const distance = (spec.mass / (2 * spec.drag)) * Math.log(1 + (spec.drag * start * start) / force);
    expect(Math.abs(car.x / distance - 1)).toBeLessThan(0.05);
    expect(car.vx).toBe(0);
  }
});

test('brakes stop the car and hold it: it never rolls back', () => {
  const car = moving(3);
  for (let tick = 0; tick < 600; tick++) {
    stepVehicle(car, { steer: Math.sin(tick), pedal: -1 }, spec, GRASS);
    expect(car.vx).toBeGreaterThanOrEqual(0);
  }
  expect([car.vx, car.vy, car.yawRate]).toEqual([0, 0, 0].map((zero) => expect.closeTo(zero, 12)));
});

test('a car sliding backwards comes to rest, and its brakes work against the motion', () => {
  for (const pedal of [0, -1]) {
    const car = moving(-12);
    for (let tick = 0; tick < 60 * 150; tick++) stepVehicle(car, { steer: 0.5, pedal }, spec, ASPHALT);
    expect(Math.abs(car.vx)).toBeLessThan(0.03);
    expect(car.x).toBeLessThan(pedal < 0 ? -0.5 : -5);
  }
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

test('drives as the prototype that imitation was measured on', () => {
  // End states of prototypes/imitation/sim.mjs (substep, Math.* trigonometry) under the same taps.
  const asphalt = { ...moving(15), heading: 0.3 };
  for (let t = 0; t < 600; t++) {
    const steer = Math.floor(t / 40) % 2 ? 0.8 : -0.8;
    stepVehicle(asphalt, { steer, pedal: Math.floor(t / 150) % 3 ? 0.7 : -0.5 }, spec, ASPHALT);
  }
  expect(asphalt.x).toBeCloseTo(100.06022524510804, 8);
  expect(asphalt.y).toBeCloseTo(-6.298473972962196, 8);
  expect(asphalt.vx).toBeCloseTo(4.357884500768095, 8);
  expect(asphalt.yawRate).toBeCloseTo(-0.5151370115564343, 8);
});

test('a steering limit falls with speed and the specification passes its own schema', () => {
  expect(maxSteerAt(spec, 0)).toBe(0.45);
  expect(maxSteerAt(spec, 30)).toBeCloseTo((2.5 * 1.3 * 9.81) / 900 + 0.04, 12);
  expect(vehicleSpecSchema.parse(spec)).toEqual(spec);
  expect(vehicleSpecSchema.safeParse({ ...spec, mass: Number.NaN }).success).toBe(false);
});
