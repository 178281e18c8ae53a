import { expect, test } from 'vitest';
import { carryOn, SnapshotTrail, stillMotion, TickClock } from '../../../client/connection/interpolation.ts';

const RADIUS = 40;
const SPEED = 20;

/** A car on a circle at constant speed, at a tick; `vy` is 0, so its heading is the tangent. */
function onCircle(tick: number) {
  const angle = (SPEED / RADIUS) * (tick / 60);
  return {
    x: RADIUS * Math.cos(angle),
    y: RADIUS * Math.sin(angle),
    heading: angle + Math.PI / 2,
    vx: SPEED,
    vy: 0,
    yawRate: SPEED / RADIUS,
    steer: 0,
    distance: angle * RADIUS,
    stuckTicks: 0,
  };
}

test('between patches a car stays within the sagitta of its chord', () => {
  const trail = new SnapshotTrail();
  for (let tick = 0; tick <= 60; tick += 3) trail.push(tick, onCircle(tick));
  for (let tick = 30; tick < 33; tick += 0.25) {
    const { x, y } = trail.at(tick, stillMotion());
    const truth = onCircle(tick);
    // 1 m of chord on a radius of 40 m: s²/8r.
    expect(Math.hypot(x - truth.x, y - truth.y)).toBeLessThan(1 / (8 * RADIUS) + 1e-6);
  }
});

test('a car carried on for a quarter of a second on a steady circle is where it will be', () => {
  const car = Object.assign(stillMotion(), onCircle(0), { speed: SPEED, east: 0, north: SPEED });
  carryOn(car, 15);
  const truth = onCircle(15);
  // The chord is shorter than the arc by θ²/24 of it.
  expect(Math.hypot(car.x - truth.x, car.y - truth.y)).toBeLessThan(5 * (0.125 ** 2 / 24) + 1e-6);
  expect(car.heading).toBeCloseTo(truth.heading, 9);
});

test('a respawn is not drawn as a flight across the grass', () => {
  const trail = new SnapshotTrail();
  trail.push(0, onCircle(0));
  trail.push(3, { ...onCircle(3), x: 100, y: 100 });
  expect(trail.at(1, stillMotion()).x).toBe(100);
});

test('the tick clock follows the mean transit, not its jitter', () => {
  const clock = new TickClock();
  for (let patch = 0; patch < 400; patch++) {
    const jitter = patch % 2 === 0 ? 10 : -10;
    clock.sample(patch * 3, patch * 50 + 100 + jitter);
  }
  // A patch that would arrive now left 100 ms, that is 6 ticks, ago.
  expect(clock.at(20_000)).toBeCloseTo(1200 - 6, 1);
});
