import { expect, test } from 'vitest';
import { Acceleration } from '../../../client/race/acceleration.ts';
import { Braking } from '../../../client/race/braking.ts';

const RATES = [20, 60, 144];

/** Whether the lamps are lit half a second into a steady deceleration from 30 m/s. */
function litAt(deceleration: number, rate: number): boolean {
  const cars = new Braking();
  let lit = false;
  for (let i = 0; i <= rate / 2; i++) lit = cars.note('a', 30 - (deceleration * i) / rate, 1 / rate);
  return lit;
}

test.each(RATES)('brakes light the lamps, lifting off and gravel do not, at %d frames a second', (rate) => {
  expect(litAt(9, rate)).toBe(true);
  expect(litAt(4, rate)).toBe(false);
  expect(litAt(0, rate)).toBe(false);
  expect(litAt(-4, rate)).toBe(false);
});

test('lamps go out when the foot is lifted', () => {
  const cars = new Braking();
  for (let i = 0; i < 30; i++) cars.note('a', 30 - i * 0.15, 1 / 60);
  const speed = 30 - 29 * 0.15;
  const lit = Array.from({ length: 30 }, () => cars.note('a', speed, 1 / 60));
  expect(lit[0]).toBe(true);
  expect(lit.at(-1)).toBe(false);
});

test.each(RATES)('acceleration is felt within a third of a second, and a respawn is none, at %d a second', (rate) => {
  const cars = new Acceleration();
  for (let i = 0; i <= rate / 3; i++) cars.note('a', 30 - (8 * i) / rate, 1 / rate);
  expect(cars.of('a')).toBeLessThan(-7);
  cars.note('a', 8, 1 / rate);
  expect(cars.of('a')).toBe(0);
});
