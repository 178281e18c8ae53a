import { expect, test } from 'vitest';
import { corners } from '../../../shared/track/corners.ts';
import { circleTrack } from './shapes.ts';
import { shippedTrack } from './shipped.ts';

const directions = (id: Parameters<typeof shippedTrack>[0]): string =>
  corners(shippedTrack(id))
    .map((corner) => corner.direction[0])
    .join('');

test('corners are counted from the start line in driving order', () => {
  const found = corners(shippedTrack('oval'));
  expect(found.map(({ number, direction }) => [number, direction])).toEqual([
    [1, 'left'],
    [2, 'left'],
  ]);
  // The start line is 110 m into the 180 m straight: 70 m to T1, whose half circle is 25π m long.
  expect(found[0].apex).toBeCloseTo(70 + (25 * Math.PI) / 2, -0.5);
  expect(found[1].apex - found[0].apex).toBeCloseTo(180 + 25 * Math.PI, -0.5);
});

test('the technical circuit has two hairpins and a chicane', () => {
  expect(directions('technical')).toBe('llrllrll');
  const track = shippedTrack('technical');
  const turned = corners(track).map(({ from, to }) => {
    const a = Math.round(from / track.spacing);
    const b = Math.round(to / track.spacing);
    return Math.round(((track.heading[b] - track.heading[a]) * 180) / Math.PI);
  });
  expect(turned[2]).toBeLessThan(-170);
  expect(turned[3]).toBeGreaterThan(170);
  expect(turned[5]).toBeLessThan(-105);
  expect(turned[6]).toBeGreaterThan(45);
});

test('a road that bends all the way round is one corner', () => {
  const found = corners(circleTrack(50, 5));
  expect(found).toHaveLength(1);
  expect(found[0].direction).toBe('left');
  expect(found[0].apex).toBeCloseTo(25 * 2 * Math.PI, -1);
});

test('a wide bend is no corner', () => {
  expect(corners(circleTrack(100, 5))).toEqual([]);
});
