import { expect, test } from 'vitest';
import { locate, roadPose } from '../../../shared/track/locate.ts';
import { SURFACES, surfaceAt } from '../../../shared/track/surface.ts';
import type { Track } from '../../../shared/track/track.ts';
import { circleTrack } from './shapes.ts';

const track = circleTrack(50, 5, {
  kerbs: [
    { from: 20, to: 60, side: 'left', width: 1.2 },
    { from: 300, to: 10, side: 'right', width: 1 },
  ],
  gravel: [{ from: 40, to: 80, side: 'left', width: 3 }],
});

const under = (road: Track, s: number, offset: number) => {
  const { x, y } = roadPose(road, s, offset);
  return surfaceAt(road, locate(road, x, y, s));
};

test('asphalt on the road, grass beyond it', () => {
  for (const offset of [-4.9, 0, 4.9]) expect(under(track, 150, offset)).toBe('asphalt');
  for (const offset of [-5.1, 5.1, 20]) expect(under(track, 150, offset)).toBe('grass');
});

test('a kerb straddles its edge by half its width, on its own side and stretch', () => {
  expect(under(track, 30, 4.3)).toBe('asphalt');
  expect(under(track, 30, 4.5)).toBe('kerb');
  expect(under(track, 30, 5.5)).toBe('kerb');
  expect(under(track, 30, 5.7)).toBe('grass');
  expect(under(track, 30, -4.9)).toBe('asphalt');
  expect(under(track, 19, 5.1)).toBe('grass');
  expect(under(track, 61, 4.9)).toBe('asphalt');
});

test('a kerb may cross the start line', () => {
  for (const s of [300.5, 314, 0.5, 9.5]) expect(under(track, s, -5.2)).toBe('kerb');
  for (const s of [299, 11]) expect(under(track, s, -5.2)).toBe('grass');
});

test('gravel lies beyond the edge and under the kerb', () => {
  expect(under(track, 50, 5.3)).toBe('kerb');
  expect(under(track, 50, 5.7)).toBe('gravel');
  expect(under(track, 70, 5.1)).toBe('gravel');
  expect(under(track, 70, 7.9)).toBe('gravel');
  expect(under(track, 70, 8.1)).toBe('grass');
  expect(under(track, 70, 4.9)).toBe('asphalt');
});

test('grip falls and resistance rises from asphalt to gravel', () => {
  const order = (['asphalt', 'kerb', 'grass', 'gravel'] as const).map((name) => SURFACES[name]);
  for (let k = 1; k < order.length; k++) {
    expect(order[k].friction).toBeLessThan(order[k - 1].friction);
    expect(order[k].resistance).toBeGreaterThanOrEqual(order[k - 1].resistance);
  }
});
