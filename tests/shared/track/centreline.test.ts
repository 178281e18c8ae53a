import { expect, test } from 'vitest';
import { MAX_SPACING, sampleCentreLine } from '../../../shared/track/centreline.ts';
import { circlePoints } from './shapes.ts';
import { SHIPPED, shippedTrack } from './shipped.ts';

test('a circle has the length, curvature, heading and turn of a circle', () => {
  const line = sampleCentreLine(circlePoints(50, 5));
  expect(line.length).toBeCloseTo(2 * Math.PI * 50, 4);
  expect(line.turn).toBeCloseTo(2 * Math.PI, 12);
  expect(line.spacing).toBeLessThanOrEqual(MAX_SPACING);
  for (let i = 0; i < line.count; i++) {
    const angle = (i * line.spacing) / 50;
    expect(Math.hypot(line.x[i], line.y[i])).toBeCloseTo(50, 5);
    expect(line.curvature[i] * 50).toBeCloseTo(1, 2);
    expect(line.heading[i] - (Math.PI / 2 + angle)).toBeCloseTo(0, 4);
  }
  const clockwise = sampleCentreLine(circlePoints(50, 5, 96, true));
  expect(clockwise.turn).toBeCloseTo(-2 * Math.PI, 12);
  expect(clockwise.curvature[7] * 50).toBeCloseTo(-1, 2);
});

test('the straights of the oval are straight and its ends are half circles', () => {
  const oval = shippedTrack('oval');
  // 180 m straights joined by half circles of 25 m; the corners' curvature is eased in over 10 m, which keeps the length.
  expect(oval.length).toBeCloseTo(2 * 180 + 2 * Math.PI * 25, 0);
  for (let s = 165; s < 310; s += 1) expect(Math.abs(oval.curvature[Math.round(s / oval.spacing)])).toBeLessThan(1e-3);
  expect(oval.curvature[Math.round(109.5 / oval.spacing)] * 25).toBeCloseTo(1, 1);
});

test('the spline has no corner anywhere: heading and curvature change smoothly, also over the start line', () => {
  for (const id of SHIPPED) {
    const track = shippedTrack(id);
    for (let i = 0; i < track.count; i++) {
      const j = (i + 1) % track.count;
      const turned = track.heading[j] + (j === 0 ? track.turn : 0) - track.heading[i];
      // dψ = κ ds, by the trapezium rule
      expect(turned).toBeCloseTo(((track.curvature[i] + track.curvature[j]) / 2) * track.spacing, 3);
      expect(Math.abs(track.curvature[j] - track.curvature[i])).toBeLessThan(0.02);
      expect(Math.hypot(track.x[j] - track.x[i], track.y[j] - track.y[i])).toBeCloseTo(track.spacing, 3);
    }
  }
});

test('half widths go straight from one control point to the next', () => {
  const points = circlePoints(50, 5).map((point, k) => ({ ...point, left: k % 2 === 0 ? 4 : 6 }));
  const line = sampleCentreLine(points);
  expect(Math.min(...line.left)).toBeGreaterThanOrEqual(4);
  expect(Math.max(...line.left)).toBeLessThanOrEqual(6);
  expect(line.left.reduce((sum, width) => sum + width, 0) / line.count).toBeCloseTo(5, 1);
  expect(new Set(line.right)).toEqual(new Set([5]));
});
