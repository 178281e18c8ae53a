import type { Bodywork } from './bodywork.ts';
import type { Touch } from './impulse.ts';

/** Gathers the corners of one box that lie in the other. */
const corners = { weight: 0, x: 0, y: 0 };
let deepest = 0;
let normalX = 0;
let normalY = 0;

/**
 * Whether two oriented boxes overlap, and if so where, along which normal (out of `second`) and how deep.
 *
 * Separating axes: the four sides' normals; the least overlap is the way out (Gottschalk, Lin & Manocha 1996, in 2-D).
 * The touch is the mean of all corners of one box inside the other, each weighted by how far it is in, so that it moves
 * without a jump as corners come and go, and two cars side by side are pushed apart without turning.
 */
export function touchBoxes(first: Bodywork, second: Bodywork, out: Touch): boolean {
  deepest = Infinity;
  if (!overlapAlong(first, second, first.ahead, first.across)) return false;
  if (!overlapAlong(first, second, -first.across, first.ahead)) return false;
  if (!overlapAlong(first, second, second.ahead, second.across)) return false;
  if (!overlapAlong(first, second, -second.across, second.ahead)) return false;
  out.depth = deepest;
  out.normalX = normalX;
  out.normalY = normalY;
  cornersInside(first, second);
  const { weight, x, y } = corners;
  cornersInside(second, first);
  const total = weight + corners.weight;
  out.x = total > 0 ? (x + corners.x) / total : (first.x + second.x) / 2;
  out.y = total > 0 ? (y + corners.y) / total : (first.y + second.y) / 2;
  return true;
}

/** Overlap of the boxes' shadows on an axis; keeps the axis if it is the least so far. */
function overlapAlong(first: Bodywork, second: Bodywork, axisX: number, axisY: number): boolean {
  const between = (first.x - second.x) * axisX + (first.y - second.y) * axisY;
  const overlap = shadow(first, axisX, axisY) + shadow(second, axisX, axisY) - Math.abs(between);
  if (overlap <= 0) return false;
  if (overlap < deepest) {
    deepest = overlap;
    normalX = between < 0 ? -axisX : axisX;
    normalY = between < 0 ? -axisY : axisY;
  }
  return true;
}

/** Half the length of a box's shadow on an axis. */
const shadow = (box: Bodywork, axisX: number, axisY: number): number =>
  box.halfLength * Math.abs(box.ahead * axisX + box.across * axisY) +
  box.halfWidth * Math.abs(box.ahead * axisY - box.across * axisX);

/** Left and right are added before front and rear: mirrored boxes then give mirrored bits. */
function cornersInside(of: Bodywork, box: Bodywork): void {
  const frontLeft = depthInside(of.cornerX[0], of.cornerY[0], box);
  const frontRight = depthInside(of.cornerX[1], of.cornerY[1], box);
  const rearLeft = depthInside(of.cornerX[2], of.cornerY[2], box);
  const rearRight = depthInside(of.cornerX[3], of.cornerY[3], box);
  corners.weight = frontLeft + frontRight + (rearLeft + rearRight);
  corners.x = weighted(of.cornerX, frontLeft, frontRight, rearLeft, rearRight);
  corners.y = weighted(of.cornerY, frontLeft, frontRight, rearLeft, rearRight);
}

const weighted = (at: Float64Array, a: number, b: number, c: number, d: number): number =>
  at[0] * a + at[1] * b + (at[2] * c + at[3] * d);

/** How far a point is inside a box, 0 outside. */
function depthInside(x: number, y: number, box: Bodywork): number {
  const dx = x - box.x;
  const dy = y - box.y;
  const along = box.halfLength - Math.abs(dx * box.ahead + dy * box.across);
  const aside = box.halfWidth - Math.abs(dy * box.ahead - dx * box.across);
  return Math.max(0, Math.min(along, aside));
}
