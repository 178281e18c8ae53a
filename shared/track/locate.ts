import type { Metres, Radians } from '../units/units.ts';
import type { CentreLine } from './centreline.ts';

/** A place relative to the road. */
export interface RoadPoint {
  /** Road coordinate of the nearest centre-line point, in [0, length). */
  s: Metres;
  /** From the centre line, positive to the left of the driving direction. */
  offset: Metres;
  /** Of the road, unwrapped along `distance`: one lap adds the track's `turn`. */
  heading: Radians;
  /** 1/m, positive in left-hand bends. */
  curvature: number;
  /** Half widths of the road at s. */
  left: Metres;
  right: Metres;
  /** s plus whole laps, near the hint that `locate` was given; negative behind the first start line. */
  distance: Metres;
}

/** A place and direction in the world. */
export interface Pose {
  x: Metres;
  y: Metres;
  heading: Radians;
}

/** How far round the hint `locate` searches. */
export const SEARCH_REACH: Metres = 20;

export const emptyRoadPoint = (): RoadPoint => ({
  s: 0,
  offset: 0,
  heading: 0,
  curvature: 0,
  left: 0,
  right: 0,
  distance: 0,
});

/**
 * The road point of (x, y), found from the hint `near`, an unwrapped road distance such as the car's own `distance`.
 *
 * Between samples the centre line is the chord and its direction the blended tangents, the exact inverse of `roadPose`:
 * the point lies on the normal where g(s) = (p − c(s))·t(s) = 0. Since g is the downhill slope of the squared distance,
 * walking from the hint the way g points, at most SEARCH_REACH, ends in the first interval where g changes sign, which
 * holds a nearest point. The answer depends on that interval alone, not on the hint within it: no other memory is kept.
 * A point whose foot is out of reach is measured from the end of the search. Writes into `out` and allocates nothing
 * when `out` is given.
 */
export function locate(
  track: CentreLine,
  x: Metres,
  y: Metres,
  near: Metres,
  out: RoadPoint = emptyRoadPoint(),
): RoadPoint {
  const { count } = track;
  let lap = Math.floor(near / track.length);
  let i = sampleBefore(track, (near - lap * track.length) / track.spacing);
  let j = i + 1 === count ? 0 : i + 1;
  let steps = Math.ceil(SEARCH_REACH / track.spacing);
  let here = slope(track, i, x, y);
  let ahead = slope(track, j, x, y);
  while (here < 0 && steps-- > 0) {
    ahead = here;
    j = i;
    if (i === 0) lap--;
    i = i === 0 ? count - 1 : i - 1;
    here = slope(track, i, x, y);
  }
  while (here >= 0 && ahead >= 0 && steps-- > 0) {
    here = ahead;
    i = j;
    if (i === 0) lap++;
    j = i + 1 === count ? 0 : i + 1;
    ahead = slope(track, j, x, y);
  }
  return project(track, x, y, i, foot(track, i, j, here, ahead), lap, out);
}

/**
 * The sample at or before a place given in spacings. Held at both ends: rounding may bring a place to the very end of the
 * lap, and s / length may underflow to −0 where s is less than nothing, which leaves it a hair before the first sample.
 */
const sampleBefore = (track: CentreLine, along: number): number =>
  Math.max(0, Math.min(Math.floor(along), track.count - 1));

/** g at sample i: how far ahead of that sample's cross-section the point lies. */
const slope = (track: CentreLine, i: number, x: Metres, y: Metres): Metres =>
  (x - track.x[i]) * track.tangentX[i] + (y - track.y[i]) * track.tangentY[i];

/**
 * Where in [0, 1] between samples i and j g vanishes, given g ≥ 0 at i and g < 0 at j. With chord D and tangent change E,
 * g(f) = here + (ahead − here + D·E) f − (D·E) f², solved in the form of the root that loses no digits.
 */
function foot(track: CentreLine, i: number, j: number, here: Metres, ahead: Metres): number {
  if (here < 0) return 0;
  if (ahead >= 0) return 1;
  const bow =
    (track.x[j] - track.x[i]) * (track.tangentX[j] - track.tangentX[i]) +
    (track.y[j] - track.y[i]) * (track.tangentY[j] - track.tangentY[i]);
  const linear = ahead - here + bow;
  const below = Math.sqrt(Math.max(linear * linear + 4 * bow * here, 0)) - linear;
  return below > 0 ? Math.min((2 * here) / below, 1) : 0;
}

/** Fill `out` with the point measured from the fraction f of the interval after sample i. */
function project(
  track: CentreLine,
  x: Metres,
  y: Metres,
  i: number,
  f: number,
  lap: number,
  out: RoadPoint,
): RoadPoint {
  const wraps = i + 1 === track.count;
  const j = wraps ? 0 : i + 1;
  const tangentX = track.tangentX[i] + f * (track.tangentX[j] - track.tangentX[i]);
  const tangentY = track.tangentY[i] + f * (track.tangentY[j] - track.tangentY[i]);
  const centreX = track.x[i] + f * (track.x[j] - track.x[i]);
  const centreY = track.y[i] + f * (track.y[j] - track.y[i]);
  const size = Math.sqrt(tangentX * tangentX + tangentY * tangentY);
  const along = (i + f) * track.spacing;
  const headingAhead = wraps ? track.heading[0] + track.turn : track.heading[j];
  out.s = along < track.length ? along : 0;
  out.offset = ((y - centreY) * tangentX - (x - centreX) * tangentY) / size;
  out.heading = track.heading[i] + f * (headingAhead - track.heading[i]) + lap * track.turn;
  out.curvature = track.curvature[i] + f * (track.curvature[j] - track.curvature[i]);
  out.left = track.left[i] + f * (track.left[j] - track.left[i]);
  out.right = track.right[i] + f * (track.right[j] - track.right[i]);
  out.distance = lap * track.length + along;
  return out;
}

/** The road point of (x, y) with no hint: nearest of all samples first. Slow; for placing things, not for every tick. */
export function locateAnywhere(track: CentreLine, x: Metres, y: Metres, out: RoadPoint = emptyRoadPoint()): RoadPoint {
  let nearest = 0;
  let least = Infinity;
  for (let i = 0; i < track.count; i++) {
    const dx = x - track.x[i];
    const dy = y - track.y[i];
    if (dx * dx + dy * dy < least) {
      least = dx * dx + dy * dy;
      nearest = i;
    }
  }
  const point = locate(track, x, y, nearest * track.spacing, out);
  // Just behind the start line the walk ends in the lap before; with no hint the answer is the lap from 0 to length.
  point.heading -= Math.floor(point.distance / track.length) * track.turn;
  point.distance = point.s;
  return point;
}

/**
 * The pose at road coordinate s, any number of laps before or after the start line, `offset` to the left of the centre
 * line, heading along the road. Continuous in s and offset, and undone by `locate`.
 */
export function roadPose(track: CentreLine, s: Metres, offset: Metres): Pose {
  const lap = Math.floor(s / track.length);
  const along = (s - lap * track.length) / track.spacing;
  const i = sampleBefore(track, along);
  const f = along - i;
  const wraps = i + 1 === track.count;
  const j = wraps ? 0 : i + 1;
  const tangentX = track.tangentX[i] + f * (track.tangentX[j] - track.tangentX[i]);
  const tangentY = track.tangentY[i] + f * (track.tangentY[j] - track.tangentY[i]);
  const size = Math.sqrt(tangentX * tangentX + tangentY * tangentY);
  const headingAhead = wraps ? track.heading[0] + track.turn : track.heading[j];
  return {
    x: track.x[i] + f * (track.x[j] - track.x[i]) - (offset * tangentY) / size,
    y: track.y[i] + f * (track.y[j] - track.y[i]) + (offset * tangentX) / size,
    heading: track.heading[i] + f * (headingAhead - track.heading[i]) + lap * track.turn,
  };
}

/** How far the point is beyond the nearer edge of the road, negative on the road. */
export const edgeDistance = (point: RoadPoint): Metres =>
  point.offset >= 0 ? point.offset - point.left : -point.offset - point.right;
