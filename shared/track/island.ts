import type { Metres } from '../units/units.ts';
import type { CentreLine } from './centreline.ts';
import { roadPose } from './locate.ts';

/** An island as its file has it: `from` and `to` are its nose and tail in road coordinates, `offset` its middle. */
export interface IslandFile {
  from: Metres;
  to: Metres;
  offset: Metres;
  halfWidth: Metres;
}

/**
 * A solid island that forks the road: all ground within `halfWidth` of a spine that runs along the road, from
 * `halfWidth` after the nose to `halfWidth` before the tail. Its ends are half discs.
 */
export interface Island extends IslandFile {
  spineX: Float64Array;
  spineY: Float64Array;
  /** A circle that holds it all. */
  x: Metres;
  y: Metres;
  reach: Metres;
}

const SPINE_STEP: Metres = 1;

export function buildIsland(line: CentreLine, file: IslandFile): Island {
  const { from, to, offset, halfWidth } = file;
  const steps = Math.max(1, Math.ceil((to - from - 2 * halfWidth) / SPINE_STEP));
  const spineX = new Float64Array(steps + 1);
  const spineY = new Float64Array(steps + 1);
  for (let k = 0; k <= steps; k++) {
    const pose = roadPose(line, from + halfWidth + ((to - from - 2 * halfWidth) * k) / steps, offset);
    spineX[k] = pose.x;
    spineY[k] = pose.y;
  }
  const x = (spineX[0] + spineX[steps]) / 2;
  const y = (spineY[0] + spineY[steps]) / 2;
  let farthest = 0;
  for (let k = 0; k <= steps; k++) {
    farthest = Math.max(farthest, (spineX[k] - x) * (spineX[k] - x) + (spineY[k] - y) * (spineY[k] - y));
  }
  return { ...{ from, to, offset, halfWidth }, spineX, spineY, x, y, reach: Math.sqrt(farthest) + halfWidth };
}

/** The point of a spine nearest to a place; `square` is the squared distance to it. */
export interface SpinePoint {
  x: Metres;
  y: Metres;
  square: number;
}

export const emptySpinePoint = (): SpinePoint => ({ x: 0, y: 0, square: 0 });

export function nearestOnSpine(island: Island, x: Metres, y: Metres, out: SpinePoint): SpinePoint {
  const { spineX, spineY } = island;
  out.square = Number.POSITIVE_INFINITY;
  for (let k = 1; k < spineX.length; k++) {
    const alongX = spineX[k] - spineX[k - 1];
    const alongY = spineY[k] - spineY[k - 1];
    const share = ((x - spineX[k - 1]) * alongX + (y - spineY[k - 1]) * alongY) / (alongX * alongX + alongY * alongY);
    const t = Math.min(1, Math.max(0, share));
    const nearX = spineX[k - 1] + t * alongX;
    const nearY = spineY[k - 1] + t * alongY;
    const square = (x - nearX) * (x - nearX) + (y - nearY) * (y - nearY);
    if (square >= out.square) continue;
    out.x = nearX;
    out.y = nearY;
    out.square = square;
  }
  return out;
}
