import { expect, test } from 'vitest';
import { StateHash } from '../../../shared/exact/hash.ts';
import { parseTrackFile } from '../../../shared/track/file.ts';
import { publicTrack } from '../../../shared/track/outline.ts';
import { buildTrack } from '../../../shared/track/track.ts';
import { SHIPPED, shippedJson, shippedTrack } from './shipped.ts';

/** Hashes as Node 24 computes them; any engine must compute the same. A change means another physics. */
const PINNED: Record<string, string> = {
  oval: '0b3d74dddeaffcb6',
  technical: 'bc5733e364840d16',
  obstacle: '0d1f302bfbeb6455',
  ring150: 'b8e46ed9ad72d642',
  island: '14c83bb165bf9197',
  cue: 'e3026837a2c50a4b',
  sweep: '3d26095b4e71dac9',
  kart: 'eab60d2f26a1403d',
  park: 'd1ba85328be223ec',
};

test('the compiled samples of every shipped track keep their bits', () => {
  const digests = SHIPPED.map((id) => {
    const track = shippedTrack(id);
    const hash = new StateHash();
    for (const column of [track.x, track.y, track.heading, track.curvature, track.left, track.right]) {
      // The float32 and what it leaves of the float64: nearly every bit counts.
      for (const value of column) {
        hash.add(value);
        hash.add(value - Math.fround(value));
      }
    }
    return [id, hash.digest()];
  });
  expect(Object.fromEntries(digests)).toEqual(PINNED);
});

test('walls of neighbouring stretches keep clear of each other', () => {
  for (const id of SHIPPED) {
    const track = shippedTrack(id);
    const reach = track.left[0] + track.wall;
    let nearest = Infinity;
    for (let i = 0; i < track.count; i += 2) {
      for (let j = i + Math.ceil(40 / track.spacing); track.length - (j - i) * track.spacing >= 40; j += 2) {
        const k = j % track.count;
        nearest = Math.min(nearest, Math.hypot(track.x[i] - track.x[k], track.y[i] - track.y[k]));
      }
    }
    expect(nearest).toBeGreaterThan(2 * reach);
    // No bend so tight that the inner wall folds.
    expect(Math.max(...track.curvature.map(Math.abs)) * reach).toBeLessThan(1);
  }
});

test('tracks keep to the lengths and widths they are meant to have', () => {
  const technical = shippedTrack('technical');
  expect(technical.length).toBeGreaterThan(600);
  expect(technical.length).toBeLessThan(900);
  expect(shippedTrack('oval').left[0]).toBe(6);
  expect(shippedTrack('ring150').length).toBeCloseTo(150, 1);
  const obstacle = shippedTrack('obstacle');
  expect(obstacle.obstacles).toHaveLength(1);
  expect(obstacle.left[0] - obstacle.obstacles[0].radius).toBeGreaterThan(4);
});

test('sectors start at the fractions of the file, and the hash tells contents apart', () => {
  const track = shippedTrack('oval');
  expect(track.sectors).toEqual([0, 0.33 * track.length, 0.66 * track.length]);
  const other = shippedJson('oval');
  other.centreLine[7].left = 6.001;
  expect(buildTrack(parseTrackFile(other)).hash).not.toBe(track.hash);
  expect(shippedTrack('oval').hash).toBe(track.hash);
});

test('the public outline is fine enough and rebuilds the track', () => {
  for (const id of SHIPPED) {
    const track = shippedTrack(id);
    const outline = JSON.parse(JSON.stringify(publicTrack(track)));
    expect(outline).toMatchObject({ id, version: 1, length: track.length, closed: true });
    expect(outline.grid).toHaveLength(16);
    const line = outline.centreLine;
    let length = 0;
    for (let k = 0; k < line.length; k++) {
      const next = line[(k + 1) % line.length];
      const gap = Math.hypot(next.x - line[k].x, next.y - line[k].y);
      expect(gap).toBeLessThanOrEqual(2);
      length += gap;
    }
    expect(Math.abs(length / track.length - 1)).toBeLessThan(0.005);
    expect(buildTrack(parseTrackFile(outline.file)).hash).toBe(track.hash);
  }
});
