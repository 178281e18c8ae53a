import { hypot } from '../exact/trigonometry.ts';
import type { Metres } from '../units/units.ts';
import { type CentreLine, type ControlPoint, centreLineLength, sampleCentreLine } from './centreline.ts';
import { findCrossing } from './crossing.ts';
import { type Fault, fault, shown } from './fault.ts';
import type { TrackFile } from './file.ts';
import { cueFault, islandFault } from './forkfaults.ts';
import { GRID_LENGTH } from './grid.ts';

const MIN_LENGTH: Metres = 120;
const MAX_LENGTH: Metres = 10_000;
const MIN_POINT_GAP: Metres = 0.5;
/** The inner edge of a bend keeps at least this radius; at 0 the edge would fold. */
const MIN_EDGE_RADIUS: Metres = 0.5;
/** Lets a 1.8 m wide car through with room to spare. */
const MIN_PASSAGE: Metres = 2.4;
/** Obstacles closer than this along the road, rim to rim, cannot be passed one after the other. */
const SLALOM_GAP: Metres = 6;
const MIN_SECTOR: Metres = 10;

/** The first fault found, or null for a track that can be driven. */
export function roadFault(file: TrackFile): Fault | null {
  const { centreLine: points } = file;
  const uneven = pointFault(points);
  if (uneven) return uneven;
  // The polygon first: what the spline costs grows with its length.
  const length = polygonLength(points) <= MAX_LENGTH ? centreLineLength(points) : polygonLength(points);
  if (!(length >= MIN_LENGTH && length <= MAX_LENGTH)) {
    return fault('centreLine', `${shown(length)} m long`, `a lap of ${MIN_LENGTH} to ${MAX_LENGTH} m`);
  }
  const line = sampleCentreLine(points);
  return (
    bendFault(line, points) ??
    crossingFault(line) ??
    bandFault(file, length) ??
    sectorFault(file, length) ??
    obstacleFault(file, line) ??
    islandFault(file, line) ??
    cueFault(file)
  );
}

function polygonLength(points: readonly ControlPoint[]): Metres {
  let sum = 0;
  for (let k = 0; k < points.length; k++) {
    const next = points[(k + 1) % points.length];
    sum += hypot(next.x - points[k].x, next.y - points[k].y);
  }
  return sum;
}

function pointFault(points: readonly ControlPoint[]): Fault | null {
  for (let k = 0; k < points.length; k++) {
    const next = (k + 1) % points.length;
    const gap = hypot(points[next].x - points[k].x, points[next].y - points[k].y);
    if (gap < MIN_POINT_GAP) {
      const hint = next === 0 ? ' (the line closes by itself; do not repeat the first point)' : '';
      return fault(`centreLine[${k}]`, `${shown(gap)} m from the next point`, `at least ${MIN_POINT_GAP} m${hint}`);
    }
    for (const side of ['left', 'right'] as const) {
      const change = Math.abs(points[next][side] - points[k][side]);
      if (change > gap) {
        const expected = `a change no greater than the ${shown(gap)} m between the points`;
        return fault(`centreLine[${k}].${side}`, `${shown(change)} m different from the next point's`, expected);
      }
    }
  }
  return null;
}

function bendFault(line: CentreLine, points: readonly ControlPoint[]): Fault | null {
  for (let i = 0; i < line.count; i++) {
    const inner = line.curvature[i] > 0 ? line.left[i] : line.right[i];
    if (Math.abs(line.curvature[i]) * (inner + MIN_EDGE_RADIUS) <= 1) continue;
    const radius = shown(1 / Math.abs(line.curvature[i]));
    const field = `centreLine[${nearestPoint(points, line.x[i], line.y[i])}]`;
    const expected = `at least ${shown(inner + MIN_EDGE_RADIUS)} m, or the road's inner edge folds`;
    return fault(field, `in a bend of radius ${radius} m at s = ${shown(i * line.spacing)} m`, expected);
  }
  return null;
}

function nearestPoint(points: readonly ControlPoint[], x: Metres, y: Metres): number {
  let nearest = 0;
  for (let k = 1; k < points.length; k++) {
    const gain = hypot(points[nearest].x - x, points[nearest].y - y) - hypot(points[k].x - x, points[k].y - y);
    if (gain > 0) nearest = k;
  }
  return nearest;
}

function crossingFault(line: CentreLine): Fault | null {
  const crossing = findCrossing(line);
  if (!crossing) return null;
  const [a, b] = crossing.map((i) => shown(i * line.spacing));
  return fault(
    'centreLine',
    `a road that crosses or overlaps itself, s = ${a} m with s = ${b} m`,
    'one loop, its edges apart',
  );
}

function bandFault(file: TrackFile, length: Metres): Fault | null {
  for (const kind of ['kerbs', 'gravel'] as const) {
    for (const [k, band] of file[kind].entries()) {
      for (const end of ['from', 'to'] as const) {
        if (band[end] > length) {
          return fault(`${kind}[${k}].${end}`, shown(band[end]), `a road coordinate from 0 to ${shown(length)} m`);
        }
      }
      if (band.from === band.to) return fault(`${kind}[${k}].to`, `${band.to}, equal to from`, 'another place');
    }
  }
  return null;
}

function sectorFault(file: TrackFile, length: Metres): Fault | null {
  const starts = [0, ...file.sectors, 1];
  for (let k = 1; k < starts.length; k++) {
    if ((starts[k] - starts[k - 1]) * length >= MIN_SECTOR) continue;
    const field = k <= file.sectors.length ? `sectors[${k - 1}]` : `sectors[${k - 2}]`;
    const got = `${k <= file.sectors.length ? starts[k] : starts[k - 1]}`;
    return fault(field, got, `fractions in ascending order, each sector at least ${MIN_SECTOR} m long`);
  }
  return null;
}

function obstacleFault(file: TrackFile, line: CentreLine): Fault | null {
  for (const [k, { s, offset, radius }] of file.obstacles.entries()) {
    const last = line.length - GRID_LENGTH;
    if (s - radius < 0 || s + radius > last) {
      return fault(`obstacles[${k}].s`, shown(s), `a place between the start line and the grid, 0 to ${shown(last)} m`);
    }
    const i = Math.min(Math.floor(s / line.spacing), line.count - 1);
    if (offset > line.left[i] || offset < -line.right[i]) {
      const expected = `on the road, −${shown(line.right[i])} to ${shown(line.left[i])} m`;
      return fault(`obstacles[${k}].offset`, shown(offset), expected);
    }
    if (widestPassage(file, k, line.left[i], line.right[i]) < MIN_PASSAGE) {
      return fault(`obstacles[${k}]`, 'blocking the whole road', `a gap of at least ${MIN_PASSAGE} m beside it`);
    }
  }
  return null;
}

/** Widest gap in the cross-section at obstacle k, with all obstacles too near to be passed separately moved into it. */
function widestPassage(file: TrackFile, k: number, left: Metres, right: Metres): Metres {
  const here = file.obstacles[k];
  const group = file.obstacles.filter((o) => Math.abs(o.s - here.s) < o.radius + here.radius + SLALOM_GAP);
  group.sort((a, b) => a.offset - a.radius - (b.offset - b.radius));
  let free = -right;
  let widest = 0;
  for (const { offset, radius } of group) {
    widest = Math.max(widest, offset - radius - free);
    free = Math.max(free, offset + radius);
  }
  return Math.max(widest, left - free);
}
