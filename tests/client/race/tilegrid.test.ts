import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { farthestTile, nearestTile, tilesNearRoad } from '../../../client/race/tilegrid.ts';
import { parseTrackFile } from '../../../shared/track/file.ts';
import { buildTrack } from '../../../shared/track/track.ts';

const SIDE = 85;
const MARGIN = 64;
const file = new URL('../../../assets/tracks/technical.json', import.meta.url);
const track = buildTrack(parseTrackFile(JSON.parse(readFileSync(file, 'utf8'))));

test('every place within the margin of the road lies on a tile, once', () => {
  const tiles = tilesNearRoad(track, SIDE, MARGIN);
  for (let i = 0; i < track.count; i += 7) {
    for (const [dx, dy] of [
      [0, 0],
      [MARGIN - 8, 0],
      [0, 8 - MARGIN],
      [40, 40],
    ] as const) {
      const [x, y] = [track.x[i]! + dx, track.y[i]! + dy];
      const over = tiles.filter((t) => x >= t.west && x < t.west + SIDE && y <= t.north && y > t.north - SIDE);
      expect(over).toHaveLength(1);
    }
  }
});

test('the country inside a long circuit has no tiles', () => {
  // A circle of 600 m radius: the grid over it has 16 × 16 squares, the road passes near half of them.
  const points = Array.from({ length: 60 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 60;
    return { x: 600 * Math.cos(angle), y: 600 * Math.sin(angle), left: 6, right: 6 };
  });
  const large = buildTrack(parseTrackFile({ ...track.file, id: 'circle', centreLine: points, kerbs: [], gravel: [] }));
  const tiles = tilesNearRoad(large, SIDE, MARGIN);
  expect(tiles.length).toBeLessThan(150);
  expect(tiles.every((t) => Math.hypot(t.west + SIDE / 2, t.north - SIDE / 2) > 600 - MARGIN - SIDE)).toBe(true);
});

test('the nearest unpainted and the furthest painted tile are found', () => {
  const tile = (west: number, painted: boolean) => ({ west, north: SIDE, painted });
  const tiles = [tile(0, true), tile(SIDE, false), tile(2 * SIDE, false), tile(3 * SIDE, true)];
  expect(nearestTile(tiles, SIDE, 0, 0, false)).toBe(tiles[1]);
  expect(farthestTile(tiles, SIDE, 0, 0)).toBe(tiles[3]);
  expect(nearestTile([], SIDE, 0, 0, true)).toBeUndefined();
});
