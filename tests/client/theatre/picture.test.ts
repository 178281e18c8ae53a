import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { followView, wholeView } from '../../../client/theatre/camera.ts';
import { replayOf } from '../../../client/theatre/replay.ts';
import { type Box, stacked } from '../../../client/theatre/tags.ts';
import { levelFor, sideOf, tilesInView } from '../../../client/theatre/tiles.ts';
import { poseAt } from '../../../client/theatre/timeline.ts';
import { drive, RING } from '../../shared/episode/drives.ts';

const SCREEN = { width: 1000, height: 640 };
const replay = replayOf(drive({ cars: 1, ticks: 900 }).log, RING);

test('the camera keeps the car on the picture and turns smoothly through the whole race', () => {
  let last = followView(replay, 0, 0, SCREEN, false).up;
  for (let tick = 0; tick <= replay.ticks; tick += 0.5) {
    const view = followView(replay, 0, tick, SCREEN, false);
    const { x, y } = poseAt(replay, 0, tick);
    const away = Math.hypot(x - view.x, y - view.y) * view.scale;
    expect(away).toBeLessThan(0.2 * SCREEN.height);
    // At most 120° a second, where the fastest bend of the ring asks for 60.
    expect(Math.abs(view.up - last)).toBeLessThan((2 * Math.PI) / 3 / 120);
    last = view.up;
  }
  expect(followView(replay, 0, 450, SCREEN, true).up).toBe(Math.PI / 2);
});

test('the whole view holds every point of the road', () => {
  const area = { west: -30, east: 170, south: -5, north: 42 };
  const view = wholeView(area, SCREEN);
  for (const [x, y] of [
    [area.west, area.south],
    [area.east, area.north],
  ] as const) {
    expect(Math.abs(x - view.x) * view.scale).toBeLessThan(SCREEN.width / 2);
    expect(Math.abs(y - view.y) * view.scale).toBeLessThan(SCREEN.height / 2);
  }
});

test('whatever the camera shows lies on a tile, and what is drawn is never much coarser than the screen', () => {
  fc.assert(
    fc.property(
      fc.record({
        x: fc.double({ min: -900, max: 900, noNaN: true }),
        y: fc.double({ min: -900, max: 900, noNaN: true }),
        up: fc.double({ min: 0, max: 6.3, noNaN: true }),
        scale: fc.double({ min: 0.5, max: 14, noNaN: true }),
      }),
      (view) => {
        const level = levelFor(view.scale);
        expect(level * 1.25).toBeGreaterThanOrEqual(Math.min(view.scale, 15));
        const side = sideOf(level);
        const tiles = tilesInView(view, SCREEN, level).map(({ column, row }) => `${column} ${row}`);
        for (const [dx, dy] of [
          [-0.5, -0.5],
          [0.5, 0.5],
          [-0.5, 0.5],
          [0.3, -0.5],
        ] as const) {
          const [right, up] = [(dx * SCREEN.width) / view.scale, (dy * SCREEN.height) / view.scale];
          const x = view.x + right * Math.sin(view.up) + up * Math.cos(view.up);
          const y = view.y - right * Math.cos(view.up) + up * Math.sin(view.up);
          expect(tiles).toContain(`${Math.floor(x / side)} ${Math.floor(y / side)}`);
        }
      },
    ),
  );
});

test('names in a pack do not cover each other, and the first stays where it is', () => {
  const pack: Box[] = Array.from({ length: 5 }, (_, k) => ({ x: 100 + 9 * k, y: 200 + 4 * k, width: 90, height: 24 }));
  const placed = stacked(pack);
  expect(placed[0]).toEqual(pack[0]);
  for (let a = 0; a < placed.length; a++) {
    for (let b = a + 1; b < placed.length; b++) {
      const apart = Math.abs(placed[a]!.y - placed[b]!.y) >= 24 || Math.abs(placed[a]!.x - placed[b]!.x) >= 90;
      expect(apart).toBe(true);
    }
  }
});
