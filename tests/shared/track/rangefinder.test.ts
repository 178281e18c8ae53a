import { expect, test } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';
import { roadPose } from '../../../shared/track/locate.ts';
import { castRay } from '../../../shared/track/rangefinder.ts';
import type { Track } from '../../../shared/track/track.ts';
import { circleTrack } from './shapes.ts';
import { SHIPPED, shippedTrack } from './shipped.ts';

/** Distance along a unit ray to a circle about the origin; Infinity when it misses. */
function toCircle(x: number, y: number, angle: number, radius: number): number {
  const along = -(x * Math.cos(angle) + y * Math.sin(angle));
  const missing = radius * radius - (x * x + y * y - along * along);
  if (missing < 0) return Infinity;
  const hits = [along - Math.sqrt(missing), along + Math.sqrt(missing)].filter((t) => t >= 0);
  return hits.length > 0 ? hits[0] : Infinity;
}

test('on a ring, rays end on the two circles of its edges', () => {
  const track = circleTrack(50, 5);
  const random = seededRandom(3);
  let compared = 0;
  for (let trial = 0; trial < 3000; trial++) {
    const turn = random.uniform() * 2 * Math.PI;
    const radius = 45.1 + 9.8 * random.uniform();
    const [x, y, angle] = [radius * Math.cos(turn), radius * Math.sin(turn), random.uniform() * 20 - 10];
    const expected = Math.min(toCircle(x, y, angle, 45), toCircle(x, y, angle, 55), 40);
    // A ray that grazes the inner circle is decided by the chord's half millimetre.
    const closest = Math.abs(x * Math.sin(angle) - y * Math.cos(angle));
    if (Math.abs(closest - 45) < 0.05) continue;
    compared++;
    expect(Math.abs(castRay(track, x, y, angle, turn * 50, 40) - expected)).toBeLessThan(0.03);
  }
  expect(compared).toBeGreaterThan(2500);
});

test('from the grass a ray sees the edge it looks at, and nothing looking away', () => {
  const track = circleTrack(50, 5);
  expect(castRay(track, 58, 0, Math.PI, 0, 40)).toBeCloseTo(3, 2);
  expect(castRay(track, 58, 0, 0, 0, 40)).toBe(40);
  expect(castRay(track, 43, 0, 0, 0, 40)).toBeCloseTo(2, 2);
});

/** Every edge segment of the whole track, tried one by one: what the walk through the gates must agree with. */
function bruteForce(track: Track, x: number, y: number, angle: number, maxRange: number): number {
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  let nearest = maxRange;
  for (const [edgeX, edgeY] of [
    [track.leftX, track.leftY],
    [track.rightX, track.rightY],
  ]) {
    for (let i = 0; i < track.count; i++) {
      const j = (i + 1) % track.count;
      const [ex, ey] = [edgeX[j] - edgeX[i], edgeY[j] - edgeY[i]];
      const det = dx * ey - dy * ex;
      if (det === 0) continue;
      const [qx, qy] = [edgeX[i] - x, edgeY[i] - y];
      const along = (qx * ey - qy * ex) / det;
      const share = (qx * dy - qy * dx) / det;
      if (along >= 0 && share >= 0 && share <= 1) nearest = Math.min(nearest, along);
    }
  }
  return nearest;
}

test('on the shipped tracks the walk through the gates finds what trying every edge finds', () => {
  const random = seededRandom(8);
  for (const id of SHIPPED) {
    const track = { ...shippedTrack(id), obstacles: [], islands: [] };
    for (let trial = 0; trial < 500; trial++) {
      const s = random.uniform() * track.length;
      const offset = (random.uniform() * 2 - 1) * (track.left[0] - 0.01);
      const { x, y, heading } = roadPose(track, s, offset);
      const angle = heading + random.uniform() * 2 * Math.PI - Math.PI;
      expect(Math.abs(castRay(track, x, y, angle, s, 80) - bruteForce(track, x, y, angle, 80))).toBeLessThan(1e-6);
    }
  }
});

test('an obstacle stops a ray at its rim, and only in front', () => {
  const track = shippedTrack('obstacle');
  const [{ s, radius }] = track.obstacles;
  const before = roadPose(track, s - 30, 0);
  expect(castRay(track, before.x, before.y, before.heading, s - 30, 80)).toBeCloseTo(30 - radius, 2);
  const beside = roadPose(track, s - 30, radius + 0.1);
  expect(castRay(track, beside.x, beside.y, beside.heading, s - 30, 60)).toBe(60);
  const after = roadPose(track, s + 10, 0);
  expect(castRay(track, after.x, after.y, after.heading, s + 10, 20)).toBe(20);
  const inside = roadPose(track, s, 0.5);
  expect(castRay(track, inside.x, inside.y, inside.heading, s, 20)).toBe(0);
});
