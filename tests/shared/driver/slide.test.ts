import { expect, test } from 'vitest';
import { PathFollower } from '../../../shared/driver/pursuit.ts';
import { catchSlide, pedalInSlide, steerInSlide } from '../../../shared/driver/slide.ts';
import { DRIFTER, GT, KART } from '../../../shared/vehicle/cars.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { restingState, writeState } from '../../../shared/vehicle/state.ts';
import { stepVehicle } from '../../../shared/vehicle/step.ts';

const ASPHALT = { friction: 1, resistance: 0 };
const sliding = (vy: number) => ({ ...restingState(), vx: 20, vy });

test('a little slip is driving; beyond it the wheels go where the car goes, the throttle shuts, then the brake too', () => {
  expect(steerInSlide(sliding(-2), 0.5)).toBe(0.5);
  expect(pedalInSlide(sliding(-2), 1)).toBe(1);
  // Turning left the tail comes round to the right: the car moves to the right of where it points.
  expect(steerInSlide(sliding(-4), 0.5)).toBeLessThan(0.5);
  expect(steerInSlide(sliding(4), -0.5)).toBeGreaterThan(-0.5);
  expect(pedalInSlide(sliding(-4), 1)).toBe(0);
  expect(pedalInSlide(sliding(-4), -0.5)).toBe(-0.5);
  expect(pedalInSlide(sliding(-7), -0.5)).toBe(0);
  const controls = { steer: 1, pedal: 1 };
  catchSlide(sliding(-7), CLUB_RACER, controls);
  expect(controls).toEqual({ steer: 1, pedal: 1 });
});

test.each([KART, GT, DRIFTER])('whoever follows a path brings a sliding $id back to it', (spec) => {
  // 200 m of straight road at 18 m/s, one row a tick.
  const rows = 660;
  const path = new Float32Array(rows * 8);
  for (let row = 0; row < rows; row++) writeState({ ...restingState(), x: row * 0.3, vx: 18 }, path, row * 8);
  const follower = new PathFollower(path, spec, 0);
  // 17° round and still turning, half a metre to the side.
  const car = { ...restingState(), y: 0.5, heading: 0.3, vx: 17, vy: -5, yawRate: 0.5 };
  const controls = { steer: 0, pedal: 0 };
  let furthest = 0;
  for (let tick = 0; tick < 300; tick++) {
    follower.follow(car, controls);
    stepVehicle(car, controls, spec, ASPHALT);
    furthest = Math.max(furthest, Math.abs(car.y));
  }
  expect(furthest).toBeLessThan(4); // metres: on a road of ten it stays
  expect(Math.abs(car.y)).toBeLessThan(0.5);
  expect(Math.abs(car.vy)).toBeLessThan(0.3);
  expect(car.vx).toBeGreaterThan(12);
});
