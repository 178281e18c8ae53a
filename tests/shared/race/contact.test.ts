import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Car, newCar } from '../../../shared/race/car.ts';
import { resolveContacts } from '../../../shared/race/contact.ts';
import { RESTITUTION } from '../../../shared/race/impulse.ts';
import { CLUB_RACER, type VehicleSpec } from '../../../shared/vehicle/spec.ts';
import { type VehicleState, writeState } from '../../../shared/vehicle/state.ts';

const TRUCK: VehicleSpec = { ...CLUB_RACER, id: 'truck', mass: 2200, yawInertia: 4000, length: 6, width: 2.2 };
const place = (state: Partial<VehicleState>, spec = CLUB_RACER): Car => Object.assign(newCar('car', spec), state);
const copy = (car: Car): Car => ({ ...car, events: { ...car.events } });
const numbers = (car: Car): number[] => {
  const row: number[] = [];
  writeState(car, row, 0);
  return row;
};

/** Evenly spread; fc.double spreads exponents, and nearly all of its numbers are tiny. */
const number = (low: number, high: number) => fc.nat(2 ** 30).map((n) => low + ((high - low) * n) / 2 ** 30);
const anyCar = fc
  .record({
    x: number(-4, 4),
    y: number(-4, 4),
    heading: number(-7, 7),
    vx: number(-25, 25),
    vy: number(-8, 8),
    yawRate: number(-4, 4),
    truck: fc.boolean(),
  })
  .map(({ truck, ...state }) => place(state, truck ? TRUCK : CLUB_RACER));
const anyPile = fc.array(anyCar, { minLength: 2, maxLength: 8 });

const world = (car: Car): [number, number] => [
  car.vx * Math.cos(car.heading) - car.vy * Math.sin(car.heading),
  car.vx * Math.sin(car.heading) + car.vy * Math.cos(car.heading),
];
const energy = (cars: Car[]): number =>
  cars.reduce(
    (sum, { spec, vx, vy, yawRate }) => sum + spec.mass * (vx * vx + vy * vy) + spec.yawInertia * yawRate * yawRate,
    0,
  ) / 2;
const momentum = (cars: Car[]): [number, number] =>
  cars.reduce<[number, number]>(
    ([x, y], car) => {
      const [vx, vy] = world(car);
      return [x + car.spec.mass * vx, y + car.spec.mass * vy];
    },
    [0, 0],
  );
/** About the world's origin, before positions are corrected. */
const spin = (cars: Car[], places: { x: number; y: number }[]): number =>
  cars.reduce((sum, car, i) => {
    const [vx, vy] = world(car);
    return sum + car.spec.yawInertia * car.yawRate + car.spec.mass * (places[i].x * vy - places[i].y * vx);
  }, 0);

test('no pile of cars gains kinetic energy, and momentum stays', () => {
  fc.assert(
    fc.property(anyPile, (cars) => {
      const places = cars.map(({ x, y }) => ({ x, y }));
      const before = { energy: energy(cars), momentum: momentum(cars), spin: spin(cars, places) };
      resolveContacts(cars);
      expect(energy(cars)).toBeLessThanOrEqual(before.energy * (1 + 1e-12));
      const [x, y] = momentum(cars);
      expect(x).toBeCloseTo(before.momentum[0], 6);
      expect(y).toBeCloseTo(before.momentum[1], 6);
      expect(spin(cars, places)).toBeCloseTo(before.spin, 6);
    }),
    { numRuns: 300 },
  );
});

test('the order of the cars changes no bit', () => {
  fc.assert(
    fc.property(anyPile, fc.infiniteStream(fc.nat()), (cars, luck) => {
      const order = cars.map((_, i) => i);
      for (let i = order.length - 1; i > 0; i--) {
        const j = luck.next().value % (i + 1);
        [order[i], order[j]] = [order[j], order[i]];
      }
      const shuffled = order.map((i) => copy(cars[i]));
      const pairs = resolveContacts(cars);
      const again = resolveContacts(shuffled);
      order.forEach((original, i) => {
        expect(numbers(shuffled[i])).toEqual(numbers(cars[original]));
      });
      const named = again.map(({ a, b }) => [order[a], order[b]].sort((p, q) => p - q).join()).sort();
      expect(named).toEqual(pairs.map(({ a, b }) => [a, b].join()).sort());
    }),
    { numRuns: 200 },
  );
});

test('a mirrored scene gives the mirrored result, bit for bit', () => {
  const mirror = (car: Car): Car => ({
    ...copy(car),
    y: -car.y,
    heading: -car.heading,
    vy: -car.vy,
    yawRate: -car.yawRate,
  });
  fc.assert(
    fc.property(anyPile, (cars) => {
      const mirrored = cars.map(mirror);
      resolveContacts(cars);
      resolveContacts(mirrored);
      cars.forEach((car, i) => {
        // Adding 0 makes −0 and 0 one number, as in the state hash.
        expect(numbers(mirrored[i]).map((x) => x + 0)).toEqual(numbers(mirror(car)).map((x) => x + 0));
      });
    }),
    { numRuns: 200 },
  );
});

test('two equal cars head on bounce with the restitution of bodywork', () => {
  const left = place({ x: 0, vx: 10 });
  const right = place({ x: 4.15, heading: Math.PI, vx: 10 });
  const [pair] = resolveContacts([left, right]);
  expect(pair).toMatchObject({ a: 0, b: 1 });
  expect(pair.approach).toBeCloseTo(20, 9);
  expect(left.vx).toBeCloseTo(-10 * RESTITUTION, 9);
  expect(right.vx).toBeCloseTo(-10 * RESTITUTION, 9);
  expect(left.yawRate).toBeCloseTo(0, 9);
  expect(left.x + right.x).toBeCloseTo(4.15, 9);
});

test('unequal masses: the closed form of a central impact', () => {
  const [car, truck] = [place({ x: 0, vx: 15 }), place({ x: 5, vx: 5 }, TRUCK)];
  resolveContacts([car, truck]);
  const [m1, m2] = [CLUB_RACER.mass, TRUCK.mass];
  const common = (m1 * 15 + m2 * 5) / (m1 + m2);
  expect(car.vx).toBeCloseTo(common - (m2 * RESTITUTION * 10) / (m1 + m2), 9);
  expect(truck.vx).toBeCloseTo(common + (m1 * RESTITUTION * 10) / (m1 + m2), 9);
});

test('a side rub slows by friction of the push at most and turns no car that lies flat on the other', () => {
  const [fast, slow] = [place({ x: 0, y: 0, vx: 20, vy: -0.5 }), place({ x: 0, y: -1.78, vx: 10, vy: 0.5 })];
  resolveContacts([fast, slow]);
  const push = CLUB_RACER.mass * 0.5;
  expect(20 - fast.vx).toBeCloseTo((0.3 * push) / CLUB_RACER.mass, 9);
  expect(slow.vx - 10).toBeCloseTo((0.3 * push) / CLUB_RACER.mass, 9);
  expect(fast.vy).toBeCloseTo(0, 9);
});

test('cars that stand in each other come apart', () => {
  const cars = [place({ x: 0, y: 0 }), place({ x: 1.5, y: 0.4, heading: 0.5 }), place({ x: -1, y: 0.9, heading: -1 })];
  for (let tick = 0; tick < 120; tick++) resolveContacts(cars);
  for (let tick = 0; tick < 2; tick++) for (const { approach } of resolveContacts(cars)) expect(approach).toBe(0);
  const gap = Math.hypot(cars[0].x - cars[1].x, cars[0].y - cars[1].y);
  expect(gap).toBeGreaterThan(1.7);
});

test('cars apart are left alone', () => {
  const cars = [place({ x: 0, vx: 30 }), place({ x: 4.3, vx: -30 }), place({ y: 1.9 })];
  const before = cars.map(numbers);
  expect(resolveContacts(cars)).toEqual([]);
  expect(cars.map(numbers)).toEqual(before);
});
