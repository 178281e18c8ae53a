import { hypot } from '../exact/trigonometry.ts';
import type { Metres } from '../units/units.ts';
import type { CentreLine, ControlPoint } from './centreline.ts';

/** How far the two passes of one round of smoothing go: towards the neighbours' middle, then a little more back. */
const SHRINK = 0.5;
const GROW = -0.53;

/** `count` points at equal arc length on a sampled line, the first on its start. */
export function evenPoints(line: CentreLine, count: number): ControlPoint[] {
  return Array.from({ length: count }, (_, k) => {
    const at = (k * line.count) / count;
    const i = Math.floor(at);
    const j = (i + 1) % line.count;
    const mix = (values: Float64Array): number => values[i] + (values[j] - values[i]) * (at - i);
    return { x: mix(line.x), y: mix(line.y), left: mix(line.left), right: mix(line.right) };
  });
}

/**
 * Take the jitter out of evenly spaced points round a closed line without shrinking its bends.
 *
 * Each round moves every point by λ and then by μ times its distance to its neighbours' middle (Taubin 1995, "Curve and
 * surface smoothing without shrinkage"): waves shorter than about 5 points fade, those longer than 20 stay. Half widths
 * are smoothed with them.
 */
export function smoothed(points: readonly ControlPoint[], rounds: number): ControlPoint[] {
  let out = points.map((point) => ({ ...point }));
  for (let round = 0; round < rounds; round++) out = diffused(diffused(out, SHRINK), GROW);
  return out;
}

function diffused(points: readonly ControlPoint[], share: number): ControlPoint[] {
  const n = points.length;
  return points.map((here, k) => {
    const before = points[(k + n - 1) % n];
    const after = points[(k + 1) % n];
    const moved = (key: keyof ControlPoint): number => here[key] + share * ((before[key] + after[key]) / 2 - here[key]);
    return { x: moved('x'), y: moved('y'), left: moved('left'), right: moved('right') };
  });
}

/** The same loop, started at point `first`. */
export const startedAt = (points: readonly ControlPoint[], first: number): ControlPoint[] => [
  ...points.slice(first),
  ...points.slice(0, first),
];

/** To the millimetre: what a track file needs and a person can read. */
export const toMillimetres = (points: readonly ControlPoint[]): ControlPoint[] =>
  points.map(({ x, y, left, right }) => ({
    x: millimetres(x),
    y: millimetres(y),
    left: millimetres(left),
    right: millimetres(right),
  }));

const millimetres = (x: Metres): Metres => Math.round(x * 1000) / 1000;

/** Road distance from the first point to each, along the straight pieces between them; one more entry, the whole way round. */
export function distancesAlong(points: readonly { x: Metres; y: Metres }[]): Float64Array {
  const along = new Float64Array(points.length + 1);
  for (let k = 0; k < points.length; k++) {
    const next = points[(k + 1) % points.length];
    along[k + 1] = along[k] + hypot(next.x - points[k].x, next.y - points[k].y);
  }
  return along;
}
