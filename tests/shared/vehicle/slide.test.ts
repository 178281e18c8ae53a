import { expect, test } from 'vitest';
import { DRIFTER, GT, KART } from '../../../shared/vehicle/cars.ts';
import { GRAVITY, type VehicleSpec } from '../../../shared/vehicle/spec.ts';
import { restingState } from '../../../shared/vehicle/state.ts';
import { stepVehicle } from '../../../shared/vehicle/step.ts';

const ASPHALT = { friction: 1, resistance: 0 };
const DEGREE = Math.PI / 180;
/** 150 ms at 60 Hz. */
const REACTION = 9;
/** Body slip that the player aims for, degrees. */
const WANTED = 27;

/** m/s at which the player turns in, and ticks of turning in on the brakes, which bring the tail round. */
const ENTRY = { speed: 24, ticks: 60 };

/**
 * A practised player on an open sheet of asphalt: turns in on the brakes, then holds the slide by proportional habits on
 * what was seen 150 ms ago. Too far round: less lock. Turning faster than 0.9 μ g / v: less lock. Too slow: more throttle.
 *
 * @returns the longest stretch with 15° ≤ |β| ≤ 40° in ten seconds, and the radius at each of its ticks
 */
function holdSlide(spec: VehicleSpec, pace: number) {
  const car = { ...restingState(), vx: ENTRY.speed };
  const seen: { slip: number; yawRate: number; speed: number }[] = [];
  let radii: number[] = [];
  let longest: number[] = [];
  for (let tick = 0; tick < 600; tick++) {
    const slip = -Math.atan2(car.vy, car.vx) / DEGREE;
    seen.push({ slip, yawRate: car.yawRate, speed: Math.hypot(car.vx, car.vy) });
    const now = seen[Math.max(0, tick - REACTION)]!;
    const steer = 1.3 - 0.06 * (now.slip - WANTED) - (now.yawRate - (0.9 * spec.friction * GRAVITY) / now.speed);
    const pedal = Math.max(0, 0.8 + 0.3 * (pace - now.speed));
    const controls = tick < ENTRY.ticks ? { steer: 1, pedal: -1 } : { steer: unit(steer), pedal: unit(pedal) };
    stepVehicle(car, controls, spec, ASPHALT);
    if (Math.abs(slip) < 15 || Math.abs(slip) > 40) radii = [];
    else radii.push(Math.hypot(car.vx, car.vy) / car.yawRate);
    if (radii.length > longest.length) longest = [...radii];
  }
  return { seconds: longest.length / 60, radii: longest };
}

const unit = (x: number): number => Math.max(-1, Math.min(1, x));

test.each([
  ['kart', KART, 22],
  ['GT', GT, 22],
] as const)('the %s is held in a slide of 15° to 40°', (_, spec, pace) => {
  expect(holdSlide(spec, pace).seconds).toBeGreaterThan(1.5);
});

test('the drifter is held in one round a circle', () => {
  const { seconds, radii } = holdSlide(DRIFTER, 13);
  expect(seconds).toBeGreaterThan(3);
  const last = radii.slice(-120);
  expect(Math.max(...last) / Math.min(...last)).toBeLessThan(1.3);
  expect(Math.min(...last)).toBeGreaterThan(10); // metres
  expect(Math.max(...last)).toBeLessThan(40);
});

test('left alone, a slide ends: with nothing pressed every car is straight again within two seconds', () => {
  for (const spec of [KART, GT, DRIFTER]) {
    const car = { ...restingState(), vx: 16, vy: -8, yawRate: 0.8 }; // 27° and still turning in
    for (let tick = 0; tick < 120; tick++) stepVehicle(car, { steer: 0, pedal: 0 }, spec, ASPHALT);
    expect(Math.abs(Math.atan2(car.vy, car.vx)), spec.id).toBeLessThan(2 * DEGREE);
    expect(Math.abs(car.yawRate), spec.id).toBeLessThan(0.1);
    expect(car.vx, spec.id).toBeGreaterThan(5);
  }
});
