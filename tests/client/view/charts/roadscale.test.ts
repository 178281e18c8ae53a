import { expect, test } from 'vitest';
import {
  bandPath,
  linePath,
  metreAt,
  nearestCorner,
  offsetScale,
  roadScale,
  roadTicks,
  unwrapped,
} from '../../../../client/view/charts/roadscale.ts';
import type { Corner } from '../../../../shared/track/corners.ts';

const plot = { left: 48, right: 848, top: 24, bottom: 184 };
const LAP = 712.5;

test('one lap fills the plot, and a pixel tells its metre again', () => {
  const x = roadScale(LAP, plot);
  expect([x(0), x(LAP)]).toEqual([plot.left, plot.right]);
  for (const s of [0, 1, 142, 356.25, 700]) expect(metreAt(x(s), LAP, plot)).toBeCloseTo(s, 9);
  expect(metreAt(-100, LAP, plot)).toBe(0);
  expect(metreAt(5000, LAP, plot)).toBe(LAP);
});

test('left of the driving direction is on top, equally far from the middle as right', () => {
  const y = offsetScale(6, plot);
  expect(y(6)).toBe(plot.top);
  expect(y(-6)).toBe(plot.bottom);
  expect(y(2) - y(0)).toBeCloseTo(-(y(-2) - y(0)), 9);
  expect(y(1)).toBeLessThan(y(0));
});

test('ticks are round, inside the lap and far enough apart to be read', () => {
  for (const length of [150, 517, 712.5, 4000]) {
    const ticks = roadTicks(length, plot);
    const x = roadScale(length, plot);
    expect(ticks[0]).toBe(0);
    expect(ticks.at(-1)!).toBeLessThanOrEqual(length);
    for (let k = 1; k < ticks.length; k++) expect(x(ticks[k]!) - x(ticks[k - 1]!)).toBeGreaterThanOrEqual(90);
    expect(ticks.every((tick) => tick % 10 === 0)).toBe(true);
  }
});

test('a stretch across the start line is two stretches of the same length', () => {
  const pieces = unwrapped({ from: 700, to: 20 }, LAP);
  expect(pieces).toEqual([
    { from: 700, to: LAP },
    { from: 0, to: 20 },
  ]);
  expect(unwrapped({ from: 20, to: 60 }, LAP)).toEqual([{ from: 20, to: 60 }]);
});

const corner = (number: number, from: number, apex: number, to: number): Corner => ({
  number,
  from,
  apex,
  to,
  direction: 'left',
});

test('a place is named by the corner it lies in, else by the one just passed', () => {
  const corners = [corner(1, 100, 120, 140), corner(2, 690, 705, 5)];
  expect(nearestCorner(corners, 110, LAP)).toMatchObject({ corner: { number: 1 }, place: 'entry' });
  expect(nearestCorner(corners, 130, LAP)).toMatchObject({ corner: { number: 1 }, place: 'exit' });
  expect(nearestCorner(corners, 300, LAP)).toMatchObject({ corner: { number: 1 }, place: 'after' });
  expect(nearestCorner(corners, 50, LAP)).toMatchObject({ corner: { number: 2 }, place: 'after' });
  // Past the line, still in the corner that began before it.
  expect(nearestCorner(corners, 2, LAP)).toMatchObject({ corner: { number: 2 }, place: 'exit' });
  expect(nearestCorner([], 2, LAP)).toBeNull();
});

test('paths go through their points, a band out and back', () => {
  expect(
    linePath([
      { x: 0, y: 1 },
      { x: 10, y: 2.52 },
    ]),
  ).toBe('M0,1L10,2.5');
  const band = bandPath([
    { x: 0, high: 1, low: 5 },
    { x: 10, high: 2, low: 6 },
  ]);
  expect(band).toBe('M0,1L10,2L10,6L0,5Z');
});
