import { expect, test } from 'vitest';
import { sampleCentreLine } from '../../../shared/track/centreline.ts';
import { closest } from '../../../shared/track/clearance.ts';
import { corners } from '../../../shared/track/corners.ts';
import { trackside } from '../../../shared/track/trackside.ts';
import { type Corner, ELL, rightAngled } from './circuitcsv.ts';
import { circlePoints, fileOf } from './shapes.ts';

const roadOf = (shape: readonly Corner[], half = 5) =>
  rightAngled(shape).map((point) => ({ ...point, left: half, right: half }));

test('every band lies in its lap, and a track file takes them', () => {
  const points = roadOf(ELL);
  for (let first = 0; first < points.length; first += 4) {
    const turned = [...points.slice(first), ...points.slice(0, first)];
    const line = sampleCentreLine(turned);
    const beside = trackside(line, 4);
    expect(() => fileOf(turned, beside)).not.toThrow();
    // Six right-angled corners, wherever the lap starts: a kerb inside and one outside each.
    expect(beside.kerbs).toHaveLength(12);
    expect(beside.gravel).toHaveLength(6);
  }
});

test('a kerb inside from end to end of the corner, one outside from its end on', () => {
  const line = sampleCentreLine(roadOf(ELL));
  const [first] = corners(line);
  const { kerbs, gravel } = trackside(line, 4);
  expect(kerbs[0]).toMatchObject({ side: 'left' });
  expect(kerbs[0].from).toBeCloseTo(first.from, 0);
  expect(kerbs[0].to).toBeCloseTo(first.to, 0);
  expect(kerbs[1].side).toBe('right');
  expect(kerbs[1].from).toBeLessThan(first.to);
  expect(kerbs[1].to - first.to).toBeCloseTo(17, 0);
  expect(gravel[0]).toMatchObject({ side: 'right', width: 4 });
});

test('in an S the kerb at the way out ends where the one inside the next corner begins', () => {
  const line = sampleCentreLine(
    roadOf([
      [180, 0, 25],
      [180, 60, 20],
      [120, 60, 20],
      [120, 110, 20],
      [0, 110, 30],
      [0, 0, 30],
    ]),
  );
  const found = corners(line);
  const right = found.findIndex(({ direction }) => direction === 'right');
  const { kerbs } = trackside(line, 4);
  const exit = kerbs.find(({ side, from }) => side === 'right' && Math.abs(from - found[right - 1].to) < 3)!;
  expect(exit.to).toBeLessThanOrEqual(found[right].from);
  expect(exit.to).toBeLessThan(found[right - 1].to + 17);
});

test('a wide bend has no gravel, a straight no kerb', () => {
  const { kerbs, gravel } = trackside(sampleCentreLine(circlePoints(70, 5)), 4);
  expect(kerbs.map(({ side }) => side)).toContain('left');
  expect(gravel).toEqual([]);
  expect(trackside(sampleCentreLine(circlePoints(200, 5)), 4).kerbs).toEqual([]);
});

test('where a road comes closest to itself, and how much ground is left', () => {
  const loop: Corner[] = [
    [200, 0, 10],
    [200, 21, 10],
    [0, 21, 10],
    [0, 0, 10],
  ];
  expect(closest(roadOf(loop, 7))!.gap).toBeCloseTo(7, 1); // 21 m between two halves of 7 m
  expect(closest(roadOf(loop, 11))!.gap).toBeCloseTo(-1, 1);
  expect(closest(roadOf(loop, 3))).toBeNull();
  expect(closest(circlePoints(60, 5))).toBeNull();
});
