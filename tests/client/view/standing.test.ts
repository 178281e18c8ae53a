import { describe, expect, test } from 'vitest';
import { brakingBoards, outlineOf } from '../../../client/view/boards.ts';
import { clearOfRoad } from '../../../client/view/standing.ts';
import { placeIn, type Stand, standsOf } from '../../../client/view/stands.ts';
import { COVERS, forEachGrown } from '../../../client/view/trees.ts';
import { generateTrack } from '../../../shared/track/generator.ts';
import { locate, roadPose } from '../../../shared/track/locate.ts';
import { buildTrack, type Track } from '../../../shared/track/track.ts';
import { SHIPPED, shippedTrack } from '../../shared/track/shipped.ts';

interface Place {
  x: number;
  y: number;
}

const shipped = SHIPPED.map((id): [string, Track] => [id, shippedTrack(id)]);
const generated = Array.from({ length: 50 }, (_, seed): [string, Track] => [
  `generated ${seed}`,
  buildTrack(generateTrack({ id: `generated-${seed}`, name: { en: 'Generated', ko: '만든 트랙' }, seed })),
]);
const tracks = [...shipped, ...generated];

/** Metres from a point to the nearest cross-section of the road, drawn out to both walls: plain segments. */
function awayFromGround(track: Track, { x, y }: Place): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < track.count; i++) {
    const s = i * track.spacing;
    const from = roadPose(track, s, track.left[i]! + track.wall);
    const to = roadPose(track, s, -track.right[i]! - track.wall);
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const share = Math.max(0, Math.min(1, ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy)));
    least = Math.min(least, Math.hypot(from.x + share * dx - x, from.y + share * dy - y));
  }
  return least;
}

/** Cross-sections stand this close: a point nearer than half of it may lie between two of them. */
const between = (track: Track): number => 0.6 * track.spacing;

/** Points round a stand, at most a metre apart. */
function outlineOfStand(stand: Stand): Place[] {
  const points: Place[] = [];
  for (let along = -0.5; along <= 0.5; along += 1 / Math.ceil(stand.length))
    for (const aside of [-0.5, 0.5]) points.push(placeIn(stand, along * stand.length, aside * stand.depth));
  return points;
}

describe('nothing that stands hides the road or its run-off', () => {
  test.each(tracks)('no stand and no braking board on %s', (_, track) => {
    const points = [...standsOf(track).flatMap(outlineOfStand), ...brakingBoards(track).flatMap(outlineOf)];
    for (const point of points) expect(awayFromGround(track, point)).toBeGreaterThan(between(track));
  });

  test.each(tracks)('nothing that grows on %s', (_, track) => {
    const grown: (Place & { radius: number; clear: number })[] = [];
    forEachGrown(track, aroundRoad(track), (x, y, radius) =>
      grown.push({ x, y, radius, clear: clearOfRoad(track, x, y) }),
    );
    // Of many, those that come nearest: all others are further.
    const near = grown.sort((a, b) => a.clear - b.clear).slice(0, 8);
    for (const tree of near) expect(awayFromGround(track, tree)).toBeGreaterThan(COVERS * tree.radius + between(track));
  });

  test('what is said to be clear is never more than the true distance', () => {
    for (const [, track] of tracks.slice(0, 12)) {
      for (let k = 0; k < 40; k++) {
        const pose = roadPose(track, (k * track.length) / 40, ((k * 7) % 60) - 30);
        expect(clearOfRoad(track, pose.x, pose.y)).toBeLessThanOrEqual(awayFromGround(track, pose) + between(track));
      }
    }
  });
});

test('boards say 100 and 50 m before a tight corner, and stand that far before it along the road', () => {
  const technical = shippedTrack('technical');
  const boards = brakingBoards(technical);
  expect(boards.length).toBeGreaterThan(1);
  for (const board of boards) {
    const before = locate(technical, board.x, board.y, nearestMetre(technical, board));
    const ahead = locate(technical, board.x, board.y, before.s);
    expect(Math.abs(ahead.offset)).toBeGreaterThan(technical.wall);
    // From there on the road bends within the distance that the board says, and not much before.
    const bendAt = (metres: number): number =>
      Math.abs(technical.curvature[Math.floor(((before.s + metres) % technical.length) / technical.spacing)]!);
    expect(bendAt(board.metres + 6)).toBeGreaterThan(1 / 90);
    expect(bendAt(board.metres - 12)).toBeLessThan(1 / 80);
  }
});

test('most circuits have room for people to watch', () => {
  const without = tracks.filter(([, track]) => standsOf(track).length === 0);
  expect(without.length).toBeLessThan(tracks.length / 4);
});

/** All the country that a camera on the road can show. */
function aroundRoad(track: Track): { west: number; east: number; south: number; north: number } {
  const [west, east] = [Math.min(...track.x) - 70, Math.max(...track.x) + 70];
  return { west, east, south: Math.min(...track.y) - 70, north: Math.max(...track.y) + 70 };
}

/** Whole metre of the road that is nearest to a place. */
function nearestMetre(track: Track, { x, y }: Place): number {
  let best = 0;
  for (let i = 1; i < track.count; i++)
    if (Math.hypot(track.x[i]! - x, track.y[i]! - y) < Math.hypot(track.x[best]! - x, track.y[best]! - y)) best = i;
  return best * track.spacing;
}
