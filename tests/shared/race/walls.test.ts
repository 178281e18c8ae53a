import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyworkOf, newBodywork } from '../../../shared/race/bodywork.ts';
import { type Car, newCar } from '../../../shared/race/car.ts';
import { RESTITUTION } from '../../../shared/race/impulse.ts';
import { placeCar } from '../../../shared/race/placing.ts';
import { pushOffObstacles, pushOffWalls } from '../../../shared/race/walls.ts';
import { edgeDistance, locate } from '../../../shared/track/locate.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { RING, shippedTrack } from './rings.ts';

const energy = ({ spec, vx, vy, yawRate }: Car): number =>
  (spec.mass * (vx * vx + vy * vy) + spec.yawInertia * yawRate * yawRate) / 2;
/** Evenly spread; fc.double spreads exponents, and nearly all of its numbers are tiny. */
const number = (low: number, high: number) => fc.nat(2 ** 30).map((n) => low + ((high - low) * n) / 2 ** 30);

/** How far the deepest corner is beyond the wall. */
function deepest(car: Car): number {
  const box = newBodywork();
  bodyworkOf(car, box);
  const depths = [0, 1, 2, 3].map((i) => {
    const point = locate(RING, box.cornerX[i], box.cornerY[i], car.distance);
    return edgeDistance(point) - RING.wall;
  });
  return Math.max(...depths);
}

test('a wall pushes every car out, and never with energy', () => {
  const anyMotion = fc.record({
    distance: number(0, 150),
    offset: number(-8.5, 8.5),
    turned: number(-3, 3),
    speed: number(-30, 30),
    vy: number(-10, 10),
    yawRate: number(-4, 4),
  });
  fc.assert(
    fc.property(anyMotion, (placing) => {
      const car = newCar('car', CLUB_RACER);
      placeCar(RING, car, placing);
      const before = energy(car);
      const inside = deepest(car) > 0;
      const touched = pushOffWalls(RING, car, locate(RING, car.x, car.y, car.distance));
      expect(touched).toBe(inside);
      expect(energy(car)).toBeLessThanOrEqual(before * (1 + 1e-12));
      // Pushed by the deepest corner's depth along its own normal; the road bends under the others a little.
      expect(deepest(car)).toBeLessThan(0.15);
    }),
    { numRuns: 300 },
  );
});

test('sliding flat along a wall scrapes speed off and does not turn the car', () => {
  const car = newCar('car', CLUB_RACER);
  const oval = shippedTrack('oval');
  // In the middle of a straight.
  placeCar(oval, car, { distance: 30, offset: 6 + 4 - 0.89, speed: 20, vy: 0.8 });
  expect(pushOffWalls(oval, car, locate(oval, car.x, car.y, car.distance))).toBe(true);
  expect(car.vy).toBeLessThan(0.05);
  expect(20 - car.vx).toBeCloseTo(0.3 * 0.8, 1);
  // Friction acts at the flank, half a width from the centre: that moment alone turns it, and back towards the wall.
  expect(Math.abs(car.yawRate)).toBeLessThan((750 * 0.3 * 0.8 * 0.9) / 900);
});

test('a frontal hit on an obstacle stops the car but for the bounce', () => {
  const track = shippedTrack('obstacle');
  const [obstacle] = track.obstacles;
  const car = newCar('car', CLUB_RACER);
  placeCar(track, car, { distance: obstacle.s - obstacle.radius - 2.05, speed: 12 });
  expect(pushOffObstacles(track, car)).toBe(true);
  expect(car.vx).toBeCloseTo(-12 * RESTITUTION, 4);
  expect(Math.hypot(car.x - obstacle.x, car.y - obstacle.y)).toBeCloseTo(obstacle.radius + 2.1, 4);
});

test('an obstacle anywhere in the bodywork is left on the near side, without energy', () => {
  const track = shippedTrack('obstacle');
  const [obstacle] = track.obstacles;
  const anyHit = fc.record({
    ahead: number(-4, 4),
    offset: number(-3, 3),
    turned: number(-3.1, 3.1),
    speed: number(-20, 20),
    yawRate: number(-3, 3),
  });
  fc.assert(
    fc.property(anyHit, ({ ahead, ...placing }) => {
      const car = newCar('car', CLUB_RACER);
      placeCar(track, car, { ...placing, distance: obstacle.s + ahead });
      const before = energy(car);
      pushOffObstacles(track, car);
      expect(energy(car)).toBeLessThanOrEqual(before * (1 + 1e-12));
      const moved = { ...car };
      expect(pushOffObstacles(track, car) && Math.hypot(car.x - moved.x, car.y - moved.y) > 1e-6).toBe(false);
    }),
  );
});
