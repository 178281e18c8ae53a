import { cos, sin } from '../exact/trigonometry.ts';
import type { Metres, Radians } from '../units/units.ts';
import { emptySpinePoint, type Island, nearestOnSpine } from './island.ts';
import { edgeDistance, emptyRoadPoint, locate } from './locate.ts';
import type { Track } from './track.ts';

const origin = emptyRoadPoint();
const spine = emptySpinePoint();

/**
 * Distance from (x, y) in world direction `angle` to the first edge of the road, obstacle or island, at most `maxRange`.
 *
 * From a place on the road the ray is followed through the cross-sections ("gates") it passes: a gate whose two ends lie
 * on either side of the ray is crossed, the first that is not gives away the edge segment hit. From a place beyond an
 * edge, the edges of the road up to `maxRange` before and behind are tried one by one. Both see only the road joined to
 * the place by less than that, never another stretch behind the grass. `near` as for `locate`; cost grows with maxRange.
 */
export function castRay(track: Track, x: Metres, y: Metres, angle: Radians, near: Metres, maxRange: Metres): Metres {
  const dx = cos(angle);
  const dy = sin(angle);
  locate(track, x, y, near, origin);
  const start = Math.min(Math.floor(origin.s / track.spacing), track.count - 1);
  const onRoad = edgeDistance(origin) <= 0;
  const range = onRoad
    ? throughGates(track, x, y, dx, dy, start, maxRange)
    : toAnyEdge(track, x, y, dx, dy, start, maxRange);
  let nearest = toObstacle(track, x, y, dx, dy, range);
  for (const island of track.islands) nearest = toIsland(island, x, y, dx, dy, nearest);
  return nearest;
}

/** Twice the signed area: positive when (px, py) lies left of the ray. */
const side = (px: number, py: number, x: number, y: number, dx: number, dy: number): number =>
  dx * (py - y) - dy * (px - x);

function throughGates(
  track: Track,
  x: number,
  y: number,
  dx: number,
  dy: number,
  start: number,
  maxRange: Metres,
): Metres {
  const { leftX, leftY, rightX, rightY, count } = track;
  const isAhead = (i: number): boolean =>
    side(leftX[i], leftY[i], x, y, dx, dy) > 0 && side(rightX[i], rightY[i], x, y, dx, dy) < 0;
  const isBehind = (i: number): boolean =>
    side(leftX[i], leftY[i], x, y, dx, dy) < 0 && side(rightX[i], rightY[i], x, y, dx, dy) > 0;
  let i = start;
  let j = (start + 1) % count;
  const forward = isAhead(j);
  const crossed = forward ? isAhead : isBehind;
  for (let steps = 0; steps < count && crossed(forward ? j : i); steps++) {
    const gate = forward ? j : i;
    const reach = Math.min(
      (leftX[gate] - x) * dx + (leftY[gate] - y) * dy,
      (rightX[gate] - x) * dx + (rightY[gate] - y) * dy,
    );
    if (reach > maxRange) return maxRange;
    i = forward ? j : (i + count - 1) % count;
    j = (i + 1) % count;
  }
  const left = toSegment(leftX[i], leftY[i], leftX[j], leftY[j], x, y, dx, dy);
  const right = toSegment(rightX[i], rightY[i], rightX[j], rightY[j], x, y, dx, dy);
  return Math.min(left, right, maxRange);
}

function toAnyEdge(
  track: Track,
  x: number,
  y: number,
  dx: number,
  dy: number,
  start: number,
  maxRange: Metres,
): Metres {
  const { leftX, leftY, rightX, rightY, count } = track;
  const reach = Math.min(Math.ceil(maxRange / track.spacing), Math.floor(count / 2));
  let nearest = maxRange;
  for (let k = -reach; k <= reach; k++) {
    const i = (start + k + count) % count;
    const j = (i + 1) % count;
    nearest = Math.min(nearest, toSegment(leftX[i], leftY[i], leftX[j], leftY[j], x, y, dx, dy));
    nearest = Math.min(nearest, toSegment(rightX[i], rightY[i], rightX[j], rightY[j], x, y, dx, dy));
  }
  return nearest;
}

/** Distance along the ray to the segment from (ax, ay) to (bx, by); infinite when it misses or lies behind. */
function toSegment(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  x: number,
  y: number,
  dx: number,
  dy: number,
): Metres {
  const a = side(ax, ay, x, y, dx, dy);
  const b = side(bx, by, x, y, dx, dy);
  if (a > 0 === b > 0) return Infinity;
  const share = a / (a - b);
  const along = (ax + share * (bx - ax) - x) * dx + (ay + share * (by - ay) - y) * dy;
  return along >= 0 ? along : Infinity;
}

/** The lesser of `range` and the distance to the nearest obstacle; 0 inside one. */
function toObstacle(track: Track, x: number, y: number, dx: number, dy: number, range: Metres): Metres {
  let nearest = range;
  for (const obstacle of track.obstacles) {
    nearest = Math.min(nearest, toDisc(obstacle.x - x, obstacle.y - y, obstacle.radius, dx, dy));
  }
  return nearest;
}

/** Distance along the ray to a disc whose centre lies (toX, toY) away; infinite when it misses, 0 inside. */
function toDisc(toX: number, toY: number, radius: Metres, dx: number, dy: number): Metres {
  const along = toX * dx + toY * dy;
  const beside = toX * dy - toY * dx;
  const half = radius * radius - beside * beside;
  if (half < 0) return Infinity;
  const chord = Math.sqrt(half);
  return along + chord >= 0 ? Math.max(along - chord, 0) : Infinity;
}

/** The lesser of `range` and the distance to an island, the union of a disc and two flanks at each step of its spine. */
function toIsland(island: Island, x: number, y: number, dx: number, dy: number, range: Metres): Metres {
  const { spineX, spineY, halfWidth } = island;
  if (toDisc(island.x - x, island.y - y, island.reach, dx, dy) >= range) return range;
  if (nearestOnSpine(island, x, y, spine).square < halfWidth * halfWidth) return 0;
  let nearest = range;
  for (let k = 0; k < spineX.length; k++) {
    nearest = Math.min(nearest, toDisc(spineX[k] - x, spineY[k] - y, halfWidth, dx, dy));
    if (k === 0) continue;
    const alongX = spineX[k] - spineX[k - 1];
    const alongY = spineY[k] - spineY[k - 1];
    const scale = halfWidth / Math.sqrt(alongX * alongX + alongY * alongY);
    for (const flank of [scale, -scale]) {
      const [outX, outY] = [-alongY * flank, alongX * flank];
      const hit = toSegment(
        ...[spineX[k - 1] + outX, spineY[k - 1] + outY, spineX[k] + outX, spineY[k] + outY],
        ...[x, y, dx, dy],
      );
      nearest = Math.min(nearest, hit);
    }
  }
  return nearest;
}
