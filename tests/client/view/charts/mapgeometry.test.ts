import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { acrossRoad, cornerLabel, fitMap, nearestMetre, roadLine } from '../../../../client/view/charts/mapgeometry.ts';
import { corners } from '../../../../shared/track/corners.ts';
import { parseTrackFile } from '../../../../shared/track/file.ts';
import { buildTrack } from '../../../../shared/track/track.ts';

const file = new URL('../../../../assets/tracks/technical.json', import.meta.url);
const track = buildTrack(parseTrackFile(JSON.parse(readFileSync(file, 'utf8'))));
const fit = fitMap(track, 640, 290, 36);
const away = (a: { x: number; y: number }, b: { x: number; y: number }) => Math.hypot(a.x - b.x, a.y - b.y);

test('the whole road is in the picture, north up', () => {
  for (const { x, y } of roadLine(track, fit, () => 0)) {
    expect(x).toBeGreaterThanOrEqual(36 - 1e-6);
    expect(x).toBeLessThanOrEqual(640 - 36 + 1e-6);
    expect(y).toBeGreaterThanOrEqual(36 - 1e-6);
    expect(y).toBeLessThanOrEqual(290 - 36 + 1e-6);
  }
  expect(fit.at(0, 10).y).toBeLessThan(fit.at(0, 0).y);
});

test('one pixel is as long everywhere: the drawn road has the length of the road', () => {
  const line = roadLine(track, fit, () => 0, 0.5);
  const drawn = line.reduce((sum, point, k) => sum + away(point, line[(k + 1) % line.length]!), 0);
  // Chords are shorter than arcs; half-metre chords by far less than a tenth of a per cent.
  expect(drawn / fit.scale / track.length).toBeCloseTo(1, 3);
});

test('an offset stands to its side, at its distance', () => {
  const centre = roadLine(track, fit, () => 0);
  const left = roadLine(track, fit, () => 3);
  centre.forEach((point, k) => {
    expect(away(point, left[k]!)).toBeCloseTo(3 * fit.scale, 6);
  });
  const [from, to] = acrossRoad(track, fit, 0, 12);
  expect(away(from, to)).toBeCloseTo(24, 6);
});

test('a corner is named on its outside', () => {
  for (const corner of corners(track)) {
    const name = cornerLabel(track, fit, corner, 20);
    const inside = corner.direction === 'left' ? 5 : -5;
    const at = Math.round(corner.apex / 2);
    const inner = roadLine(track, fit, () => inside)[at]!;
    const centre = roadLine(track, fit, () => 0)[at]!;
    expect(away(name, inner)).toBeGreaterThan(away(name, centre));
  }
});

test('a pixel on the road finds its own metre', () => {
  for (const s of [0, 100, 333, 700]) {
    const [left, right] = acrossRoad(track, fit, s, 0.01);
    const found = nearestMetre(track, fit, { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 });
    expect(Math.abs(found - s)).toBeLessThanOrEqual(1);
  }
});
