import { hypot } from '../exact/trigonometry.ts';
import type { Metres } from '../units/units.ts';
import { type ControlPoint, sampleCentreLine } from './centreline.ts';

/** What narrowing has to tell: point k of the line, metres taken off its half width, radius of the bend. */
export interface NarrowingReport {
  narrowed(k: number, by: Metres, radius: Metres): void;
  tooTight(k: number, radius: Metres, expected: string): never;
}

/** A car at full lock turns on a radius of 5.2 m; with less than this no line through the bend can be driven. */
export const LEAST_RADIUS: Metres = 6;
/** The inner edge of a bend keeps this radius, a little more than a track file must have. */
const EDGE_RADIUS: Metres = 0.6;
const MIN_HALF: Metres = 1.8;
/** No more than this is taken off one side of the road: beyond it the circuit would be another. */
const MOST_NARROWING: Metres = 3;
/** Half widths change by no more than this for each metre of road, so that the edge has no step. */
const TAPER = 0.3;
const ROUNDS = 4;

/**
 * The same line with its inner half width cut where a bend's radius is smaller (the edge would fold), and both half
 * widths changing no faster along the road than TAPER. The report hears once of each bend. Points must be evenly spaced.
 */
export function narrowBends(points: readonly ControlPoint[], report: NarrowingReport): ControlPoint[] {
  const n = points.length;
  const out = points.map((point) => ({ ...point }));
  const radii = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const line = sampleCentreLine(points);
  for (let i = 0; i < line.count; i++) {
    const radius = 1 / Math.max(Math.abs(line.curvature[i]), 1e-9);
    const k = Math.floor((i * n) / line.count);
    const side = line.curvature[i] > 0 ? 'left' : 'right';
    const room = radius - EDGE_RADIUS;
    if (radius < LEAST_RADIUS) report.tooTight(k, radius, `at least ${LEAST_RADIUS} m, or no car gets round`);
    if (line[side][i] <= room) continue;
    if (line[side][i] - room > MOST_NARROWING) {
      report.tooTight(
        k,
        radius,
        `at least ${Math.round((line[side][i] - MOST_NARROWING) * 10) / 10} m on so wide a road`,
      );
    }
    for (let near = k - 1; near <= k + 2; near++) {
      const at = (near + n) % n;
      out[at][side] = Math.max(MIN_HALF, Math.min(out[at][side], room));
      radii[at] = Math.min(radii[at], radius);
    }
  }
  for (const side of ['left', 'right'] as const) taper(out, side);
  tell(points, out, radii, report);
  return out;
}

/** Forwards and backwards round the loop, twice, since it is closed. */
function taper(points: ControlPoint[], side: 'left' | 'right'): void {
  const n = points.length;
  for (let k = 0; k < ROUNDS * n; k++) {
    const forwards = k < 2 * n;
    const here = points[forwards ? k % n : n - 1 - (k % n)];
    const next = points[forwards ? (k + 1) % n : (2 * n - 2 - (k % n)) % n];
    next[side] = Math.min(next[side], here[side] + TAPER * hypot(next.x - here.x, next.y - here.y));
  }
}

/** Each run of neighbouring narrowed points is one bend, told where the most was taken off. */
function tell(
  before: readonly ControlPoint[],
  after: readonly ControlPoint[],
  radii: Float64Array,
  report: NarrowingReport,
): void {
  const by = before.map((point, k) => Math.max(point.left - after[k].left, point.right - after[k].right));
  for (let k = 0, worst = -1; k <= by.length; k++) {
    const cut = k < by.length && radii[k] < Number.POSITIVE_INFINITY && by[k] > 0;
    if (cut && (worst < 0 || by[k] > by[worst])) worst = k;
    if (cut || worst < 0) continue;
    report.narrowed(worst, by[worst], radii[worst]);
    worst = -1;
  }
}
