import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { WorldContext } from '../../../client/view/area.ts';
import { besideEdge, STEP, traceLoop, traceStretch, unwrapped } from '../../../client/view/outline.ts';
import { shapePath } from '../../../client/view/shapes.ts';
import { parseTrackFile } from '../../../shared/track/file.ts';
import { edgeDistance, locateAnywhere } from '../../../shared/track/locate.ts';
import { buildTrack } from '../../../shared/track/track.ts';

const file = new URL('../../../assets/tracks/technical.json', import.meta.url);
const track = buildTrack(parseTrackFile(JSON.parse(readFileSync(file, 'utf8'))));

/** A pen that only remembers where it was. */
function pen(): { context: WorldContext; points: [number, number][] } {
  const points: [number, number][] = [];
  const put = (x: number, y: number) => points.push([x, y]);
  const context = { beginPath() {}, closePath() {}, moveTo: put, lineTo: put } as unknown as WorldContext;
  return { context, points };
}

test('what is painted as the edge is the edge that the race measures', () => {
  for (const side of ['left', 'right'] as const) {
    const { context, points } = pen();
    traceLoop(context, track, side, 0);
    expect(points.length).toBe(Math.ceil(track.length / STEP));
    for (const [x, y] of points) expect(Math.abs(edgeDistance(locateAnywhere(track, x, y)))).toBeLessThan(0.05);
  }
});

test('a stretch lies between its two offsets, across the start line too', () => {
  const [from, to] = unwrapped(track, { from: track.length - 10, to: 10 });
  expect(to - from).toBeCloseTo(20, 9);
  const { context, points } = pen();
  traceStretch(
    context,
    track,
    from,
    to,
    () => 1,
    () => 3,
  );
  for (const [x, y] of points) {
    const { s, offset } = locateAnywhere(track, x, y);
    expect(Math.min(s, track.length - s)).toBeLessThanOrEqual(10.01);
    expect(Math.min(Math.abs(offset - 1), Math.abs(offset - 3))).toBeLessThan(1e-6);
  }
});

test('beyond an edge is outwards on both sides', () => {
  expect(besideEdge(track, 50, 'left', 2) - besideEdge(track, 50, 'left', 0)).toBe(2);
  expect(besideEdge(track, 50, 'right', 2) - besideEdge(track, 50, 'right', 0)).toBe(-2);
});

test('eight drivers have eight shapes', () => {
  expect(new Set([1, 2, 3, 4, 5, 6, 7, 8].map((driver) => shapePath(driver, 6))).size).toBe(8);
});
