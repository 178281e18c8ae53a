import type { MetresPerSecond } from '../units/units.ts';
import { type Bodywork, bodyworkOf, halfDiagonal, newBodywork, strike } from './bodywork.ts';
import { touchBoxes } from './boxes.ts';
import type { MovingCar } from './car.ts';
import { MAX_CARS } from './constants.ts';
import { contactImpulse, type Impulse, type Touch } from './impulse.ts';

/** Two cars that overlapped in a tick, by index, a < b. */
export interface ContactPair {
  a: number;
  b: number;
  /** Closing speed at the touch; 0 when they were already parting. */
  approach: MetresPerSecond;
}

/** Overlap that is left alone, so that cars side by side do not tremble, and the share of the rest undone each tick. */
const SLOP = 0.01;
const PUSH = 0.5;

/** What a contact does to a car: impulse (N s, world), moment (N m s), shift (m, world). */
const WIDTH = 5;
const boxes: Bodywork[] = Array.from({ length: MAX_CARS }, newBodywork);
const touches: Touch[] = [];
const effects: Float64Array[] = Array.from({ length: MAX_CARS }, () => new Float64Array(WIDTH * MAX_CARS));
const counts = new Int32Array(MAX_CARS);
const filled = new Int32Array(MAX_CARS);
const terms = new Float64Array(MAX_CARS);
const impulse: Impulse = { x: 0, y: 0, approach: 0 };
const NO_PAIRS: ContactPair[] = [];

/**
 * Let all cars that overlap push each other, in place.
 *
 * Every pair is solved from the state before any contact, and a car's effects are summed in an order that depends on
 * nothing but their values: the order of the cars in the array changes no bit. A car in n contacts enters each with a
 * share 1/n of its mass and the mean of its shares is taken (mass splitting, Tonge et al. 2012): every pair alone adds
 * no kinetic energy and neither does taking a mean, so a pile of cars cannot explode.
 */
export function resolveContacts(cars: readonly MovingCar[]): ContactPair[] {
  const pairs = overlaps(cars);
  if (pairs.length === 0) return pairs;
  filled.fill(0);
  pairs.forEach((pair, i) => {
    solve(cars, pair, touches[i]);
  });
  for (let i = 0; i < cars.length; i++) if (counts[i] > 0) apply(cars[i], i);
  return pairs;
}

/** Find the overlapping pairs, their touches and every car's number of them. */
function overlaps(cars: readonly MovingCar[]): ContactPair[] {
  let pairs = NO_PAIRS;
  for (let a = 0; a < cars.length; a++)
    for (let b = a + 1; b < cars.length; b++) {
      const dx = cars[a].x - cars[b].x;
      const dy = cars[a].y - cars[b].y;
      const reach = halfDiagonal(cars[a]) + halfDiagonal(cars[b]);
      if (dx * dx + dy * dy >= reach * reach) continue;
      if (pairs === NO_PAIRS) {
        pairs = [];
        counts.fill(0);
        for (let i = 0; i < cars.length; i++) bodyworkOf(cars[i], boxes[i]);
      }
      if (touches.length === pairs.length) touches.push(newTouch());
      const swapped = precedes(cars[b], cars[a]);
      if (!touchBoxes(boxes[swapped ? b : a], boxes[swapped ? a : b], touches[pairs.length])) continue;
      counts[a]++;
      counts[b]++;
      pairs.push({ a, b, approach: 0 });
    }
  return pairs;
}

const newTouch = (): Touch => ({ x: 0, y: 0, normalX: 0, normalY: 0, depth: 0 });

/**
 * An order of two cars by their state alone: who is "first" in a pair must not depend on the array. Signs that a mirror
 * changes come last, so that a mirrored scene is solved in the same roles.
 */
function precedes(one: MovingCar, other: MovingCar): boolean {
  if (one.x !== other.x) return one.x < other.x;
  if (one.vx !== other.vx) return one.vx < other.vx;
  const difference =
    Math.abs(one.y) - Math.abs(other.y) ||
    Math.abs(one.vy) - Math.abs(other.vy) ||
    Math.abs(one.yawRate) - Math.abs(other.yawRate) ||
    Math.abs(one.heading) - Math.abs(other.heading) ||
    one.y - other.y ||
    one.heading - other.heading;
  return difference < 0;
}

/** Work out one pair's impulse and shift and file them with both cars. */
function solve(cars: readonly MovingCar[], pair: ContactPair, touch: Touch): void {
  const swapped = precedes(cars[pair.b], cars[pair.a]);
  const first = swapped ? pair.b : pair.a;
  const second = swapped ? pair.a : pair.b;
  splitMass(cars[first], boxes[first], counts[first]);
  splitMass(cars[second], boxes[second], counts[second]);
  contactImpulse(boxes[first], boxes[second], touch, impulse);
  pair.approach = impulse.approach;
  const lightFirst = boxes[first].inverseMass;
  const lightSecond = boxes[second].inverseMass;
  const shift = (PUSH * Math.max(0, touch.depth - SLOP)) / (lightFirst + lightSecond);
  file(first, touch, impulse.x, impulse.y, (shift * lightFirst) / counts[first]);
  file(second, touch, -impulse.x, -impulse.y, (-shift * lightSecond) / counts[second]);
}

function splitMass(car: MovingCar, box: Bodywork, parts: number): void {
  box.inverseMass = parts / car.spec.mass;
  box.inverseInertia = parts / car.spec.yawInertia;
}

function file(car: number, touch: Touch, x: number, y: number, shift: number): void {
  const box = boxes[car];
  const out = effects[car];
  const at = WIDTH * filled[car]++;
  out[at] = x;
  out[at + 1] = y;
  out[at + 2] = (touch.x - box.x) * y - (touch.y - box.y) * x;
  out[at + 3] = shift * touch.normalX;
  out[at + 4] = shift * touch.normalY;
}

function apply(car: MovingCar, index: number): void {
  strike(car, boxes[index], total(index, 0), total(index, 1), total(index, 2));
  car.x += total(index, 3);
  car.y += total(index, 4);
}

/**
 * Sum of one component of a car's effects: sizes in ascending order, those above and below zero apart. The order of the
 * contacts changes nothing, and changing every sign changes the sign of the sum alone.
 */
function total(car: number, component: number): number {
  const count = filled[car];
  for (let i = 0; i < count; i++) {
    const value = effects[car][WIDTH * i + component];
    const size = Math.abs(value);
    let at = i;
    for (; at > 0 && Math.abs(terms[at - 1]) > size; at--) terms[at] = terms[at - 1];
    terms[at] = value;
  }
  let above = 0;
  let below = 0;
  for (let i = 0; i < count; i++) {
    if (terms[i] > 0) above += terms[i];
    else below -= terms[i];
  }
  return above - below;
}
