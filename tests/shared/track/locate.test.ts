import { expect, test } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';
import { edgeDistance, emptyRoadPoint, locate, locateAnywhere, roadPose } from '../../../shared/track/locate.ts';
import { circleTrack } from './shapes.ts';
import { SHIPPED, shippedTrack } from './shipped.ts';

test('on a circle the road point is the polar angle and the distance from the rim', () => {
  const track = circleTrack(50, 5);
  for (const angle of [0.01, 0.5, 2, 3.9, 6.2]) {
    for (const offset of [-8, -3, 0, 0.4, 9]) {
      const r = 50 - offset; // left of an anticlockwise circle is inside
      const point = locate(track, r * Math.cos(angle), r * Math.sin(angle), 50 * angle + 3);
      expect(point.s).toBeCloseTo(50 * angle, 2);
      // The chords of the samples lie up to spacing² / 8R = 0.6 mm inside the circle.
      expect(Math.abs(point.offset - offset)).toBeLessThan(1e-3);
      expect(point.heading).toBeCloseTo(angle + Math.PI / 2, 3);
      expect(point.curvature).toBeCloseTo(1 / 50, 3);
      expect(edgeDistance(point)).toBeCloseTo(Math.abs(offset) - 5, 2);
    }
  }
});

test('locate undoes roadPose to a millimetre on every shipped track, from hints up to 2 m off', () => {
  const random = seededRandom(11);
  const out = emptyRoadPoint();
  for (const id of SHIPPED) {
    const track = shippedTrack(id);
    for (let trial = 0; trial < 4000; trial++) {
      const distance = (random.uniform() * 5 - 2) * track.length;
      const offset = (random.uniform() * 2 - 1) * (track.left[0] + 2);
      const pose = roadPose(track, distance, offset);
      const point = locate(track, pose.x, pose.y, distance + 4 * random.uniform() - 2, out);
      expect(Math.abs(point.distance - distance)).toBeLessThan(1e-3);
      expect(Math.abs(point.offset - offset)).toBeLessThan(1e-3);
      expect(Math.abs(point.heading - pose.heading)).toBeLessThan(1e-6);
      expect(point.s).toBeGreaterThanOrEqual(0);
      expect(point.s).toBeLessThan(track.length);
      const laps = (point.distance - point.s) / track.length;
      expect(Math.abs(laps - Math.round(laps))).toBeLessThan(1e-9);
    }
  }
});

test('the answer does not depend on where in reach the hint lies, to the bit', () => {
  const track = shippedTrack('technical');
  const random = seededRandom(5);
  for (let trial = 0; trial < 2000; trial++) {
    const distance = random.uniform() * 3 * track.length;
    const { x, y } = roadPose(track, distance, random.uniform() * 8 - 4);
    const point = locate(track, x, y, distance);
    expect(locate(track, x, y, Math.fround(distance))).toEqual(point);
    expect(locate(track, x, y, distance + 2 * random.uniform() - 1)).toEqual(point);
  }
});

test('the road pose has no jump, not between samples and not at the start line', () => {
  for (const id of SHIPPED) {
    const track = shippedTrack(id);
    for (let s = -1; s < track.length + 1; s += track.spacing / 3) {
      const a = roadPose(track, s, 3);
      const b = roadPose(track, s + 1e-7, 3);
      expect(Math.hypot(b.x - a.x, b.y - a.y)).toBeLessThan(1e-6);
      expect(Math.abs(b.heading - a.heading)).toBeLessThan(1e-6);
    }
  }
});

test('a car that follows the road for three laps is never lost, and distance never jumps', () => {
  const track = shippedTrack('technical');
  let near = -10;
  for (let driven = -10; driven < 3 * track.length; driven += 0.7) {
    const { x, y } = roadPose(track, driven, 4 * Math.sin(driven / 9));
    near = Math.fround(locate(track, x, y, near).distance);
    expect(Math.abs(near - driven)).toBeLessThan(1e-3);
  }
});

test('the search ends 20 m from the hint, whatever it is asked', () => {
  const track = circleTrack(50, 5);
  const opposite = locate(track, -50, 0, 0);
  expect(Math.abs(opposite.distance)).toBeLessThanOrEqual(21);
  for (const [x, y, near] of [
    [1e9, -1e9, 0],
    [0, 0, 1e12],
    [3, 4, -1e12],
  ]) {
    const point = locate(track, x, y, near);
    expect(Object.values(point).every(Number.isFinite)).toBe(true);
  }
});

test('locateAnywhere finds the nearest stretch without a hint', () => {
  for (const id of SHIPPED) {
    const track = shippedTrack(id);
    for (let s = 0; s < track.length; s += 3.1) {
      const { x, y, heading } = roadPose(track, s, -2);
      const point = locateAnywhere(track, x, y);
      expect(Math.abs(point.s - s)).toBeLessThan(1e-3);
      expect(point.distance).toBe(point.s);
      expect(Math.abs(point.heading - heading)).toBeLessThan(1e-6);
    }
  }
});
