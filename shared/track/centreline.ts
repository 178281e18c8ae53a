import { atan2, hypot, TAU, wrapAngle } from '../exact/trigonometry.ts';
import type { Metres, Radians } from '../units/units.ts';
import { type ClosedCubic, closedCubic } from './spline.ts';

/** A point the centre line passes through, with the half widths of the road there, metres. */
export interface ControlPoint {
  x: Metres;
  y: Metres;
  left: Metres;
  right: Metres;
}

/** The road sampled at equal arc length: entry i lies at s = i · spacing, and entry `count` would be entry 0 again. */
export interface CentreLine {
  length: Metres;
  count: number;
  spacing: Metres;
  x: Float64Array;
  y: Float64Array;
  /** Unit vector of the driving direction; (cos, sin) of `heading` without computing either. */
  tangentX: Float64Array;
  tangentY: Float64Array;
  /** Unwrapped along the loop from the start line on. */
  heading: Float64Array;
  /** Heading gained in one lap: +2π anticlockwise, −2π clockwise. */
  turn: Radians;
  /** 1/m, positive in left-hand bends. */
  curvature: Float64Array;
  left: Float64Array;
  right: Float64Array;
}

/** Samples are no further apart than this. */
export const MAX_SPACING: Metres = 0.5;

const GAUSS_NODES = [0, -0.5384693101056831, 0.5384693101056831, -0.906179845938664, 0.906179845938664];
const GAUSS_WEIGHTS = [
  0.5688888888888889, 0.4786286704993665, 0.4786286704993665, 0.2369268850561891, 0.2369268850561891,
];

/** Pieces of the spline short enough for five-point Gauss quadrature to measure them to rounding error. */
interface Piece {
  interval: number;
  start: number;
  size: number;
  from: Metres;
  length: Metres;
}

/** The two coordinate splines over chord-length knots. */
class Curve {
  readonly step: Float64Array;
  readonly x: ClosedCubic;
  readonly y: ClosedCubic;

  constructor(points: readonly ControlPoint[]) {
    const n = points.length;
    this.step = Float64Array.from(points, (point, k) => {
      const next = points[(k + 1) % n];
      return hypot(next.x - point.x, next.y - point.y);
    });
    this.x = closedCubic(
      Float64Array.from(points, (point) => point.x),
      this.step,
    );
    this.y = closedCubic(
      Float64Array.from(points, (point) => point.y),
      this.step,
    );
  }

  speed(k: number, t: number): number {
    return hypot(slope(this.x, k, t), slope(this.y, k, t));
  }

  /** Arc length of interval k from t to t + size. */
  arc(k: number, t: number, size: number): Metres {
    let sum = 0;
    for (let g = 0; g < 5; g++) sum += GAUSS_WEIGHTS[g] * this.speed(k, t + (size / 2) * (1 + GAUSS_NODES[g]));
    return (sum * size) / 2;
  }
}

const value = (cubic: ClosedCubic, k: number, t: number): number =>
  cubic.a[k] + t * (cubic.b[k] + t * (cubic.c[k] + t * cubic.d[k]));
const slope = (cubic: ClosedCubic, k: number, t: number): number =>
  cubic.b[k] + t * (2 * cubic.c[k] + t * 3 * cubic.d[k]);
const bend = (cubic: ClosedCubic, k: number, t: number): number => 2 * cubic.c[k] + 6 * cubic.d[k] * t;

/** Arc length of the closed spline through `points`; what `sampleCentreLine` would give, without sampling. */
export function centreLineLength(points: readonly ControlPoint[]): Metres {
  const last = measure(new Curve(points)).at(-1)!;
  return last.from + last.length;
}

/** Sample the closed spline through `points` (at least 3, no two neighbours in one place) at equal arc length. */
export function sampleCentreLine(points: readonly ControlPoint[]): CentreLine {
  const curve = new Curve(points);
  const pieces = measure(curve);
  const last = pieces[pieces.length - 1];
  const length = last.from + last.length;
  const count = Math.ceil(length / MAX_SPACING);
  const line = emptyLine(length, count);
  let p = 0;
  for (let i = 0; i < count; i++) {
    const s = i * line.spacing;
    while (p < pieces.length - 1 && pieces[p].from + pieces[p].length <= s) p++;
    fillSample(line, i, curve, pieces[p].interval, parameterAt(curve, pieces[p], s), points);
  }
  const closing = line.heading[count - 1] + wrapAngle(line.heading[0] - line.heading[count - 1]) - line.heading[0];
  line.turn = TAU * Math.round(closing / TAU);
  return line;
}

function emptyLine(length: Metres, count: number): CentreLine {
  const column = (): Float64Array => new Float64Array(count);
  return {
    length,
    count,
    spacing: length / count,
    x: column(),
    y: column(),
    tangentX: column(),
    tangentY: column(),
    heading: column(),
    turn: 0,
    curvature: column(),
    left: column(),
    right: column(),
  };
}

function measure(curve: Curve): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let interval = 0; interval < curve.step.length; interval++) {
    const parts = Math.ceil(curve.step[interval]);
    const size = curve.step[interval] / parts;
    for (let part = 0; part < parts; part++) {
      const length = curve.arc(interval, part * size, size);
      pieces.push({ interval, start: part * size, size, from, length });
      from += length;
    }
  }
  return pieces;
}

/** The spline parameter at road coordinate s within `piece`, by Newton's method on the arc length. */
function parameterAt(curve: Curve, piece: Piece, s: Metres): number {
  const wanted = s - piece.from;
  let offset = (wanted / piece.length) * piece.size;
  for (let round = 0; round < 4; round++) {
    const missing = wanted - curve.arc(piece.interval, piece.start, offset);
    offset += missing / Math.max(curve.speed(piece.interval, piece.start + offset), 1e-3);
    offset = Math.min(Math.max(offset, 0), piece.size);
  }
  return piece.start + offset;
}

/** Curvature κ = (x′y″ − y′x″) / (x′² + y′²)^{3/2}. */
function fillSample(
  line: CentreLine,
  i: number,
  curve: Curve,
  k: number,
  t: number,
  points: readonly ControlPoint[],
): void {
  const dx = slope(curve.x, k, t);
  const dy = slope(curve.y, k, t);
  const speed = Math.max(hypot(dx, dy), 1e-9);
  line.x[i] = value(curve.x, k, t);
  line.y[i] = value(curve.y, k, t);
  line.tangentX[i] = dx / speed;
  line.tangentY[i] = dy / speed;
  const angle = atan2(dy, dx);
  line.heading[i] = i === 0 ? angle : line.heading[i - 1] + wrapAngle(angle - line.heading[i - 1]);
  line.curvature[i] = (dx * bend(curve.y, k, t) - dy * bend(curve.x, k, t)) / (speed * speed * speed);
  const next = points[(k + 1) % points.length];
  const share = t / curve.step[k];
  line.left[i] = points[k].left + (next.left - points[k].left) * share;
  line.right[i] = points[k].right + (next.right - points[k].right) * share;
}
