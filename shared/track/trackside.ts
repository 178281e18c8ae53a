import type { Metres, Radians } from '../units/units.ts';
import type { CentreLine } from './centreline.ts';
import { type Corner, corners } from './corners.ts';
import type { BandFile } from './file.ts';

const KERB_WIDTH: Metres = 1;
/** The kerb at the way out begins just before the corner ends and goes on this far. */
const EXIT_OVERLAP: Metres = 1.5;
const EXIT_KERB: Metres = 17;
/** A corner that turns less than this (35°) is left without straightening up, and needs no kerb at its way out. */
const EXIT_ANGLE: Radians = 0.6;
/** Who misses a bend this tight or tighter, turning at least this far (50°), lands in gravel. */
const GRAVEL_RADIUS: Metres = 45;
const GRAVEL_ANGLE: Radians = 0.87;
/** Gravel begins before the corner and ends beyond it, where a car that went straight on would come to rest. */
const GRAVEL_BEFORE: Metres = 4;
const GRAVEL_BEYOND: Metres = 9;
/** What a track file may hold of each. */
const MOST_BANDS = 200;

/**
 * What stands beside a road by habit, from its shape alone: a kerb inside every corner and outside its way out, gravel
 * outside the tight ones as far as the wall, three sectors of equal length.
 */
export function trackside(
  line: CentreLine,
  wall: Metres,
): { kerbs: BandFile[]; gravel: BandFile[]; sectors: number[] } {
  const kerbs: BandFile[] = [];
  const gravel: BandFile[] = [];
  const found = corners(line);
  for (const [k, corner] of found.entries()) {
    const inside = corner.direction;
    const outside = inside === 'left' ? 'right' : 'left';
    const { angle, radius } = shapeOf(line, corner);
    kerbs.push({ ...band(line, corner.from, corner.to), side: inside, width: KERB_WIDTH });
    const exit = exitKerb(line, corner, found[(k + 1) % found.length]);
    if (angle >= EXIT_ANGLE && exit > 0) {
      const stretch = band(line, corner.to - EXIT_OVERLAP, corner.to + exit);
      kerbs.push({ ...stretch, side: outside, width: KERB_WIDTH });
    }
    if (angle >= GRAVEL_ANGLE && radius <= GRAVEL_RADIUS) {
      const zone = band(line, corner.from - GRAVEL_BEFORE, corner.to + GRAVEL_BEYOND);
      gravel.push({ ...zone, side: outside, width: wall });
    }
  }
  return { kerbs: kerbs.slice(0, MOST_BANDS), gravel: gravel.slice(0, MOST_BANDS), sectors: [0.333, 0.667] };
}

/** How far the kerb goes on after a corner: not into the one inside the next corner, which lies on the same side. */
function exitKerb(line: CentreLine, corner: Corner, next: Corner): Metres {
  const between = next.from - corner.to;
  const gap = between >= 0 ? between : between + line.length;
  return next.direction === corner.direction ? EXIT_KERB : Math.min(EXIT_KERB, gap);
}

/** How far a corner turns, and the radius where it is tightest. */
function shapeOf(line: CentreLine, corner: Corner): { angle: Radians; radius: Metres } {
  const first = Math.round(corner.from / line.spacing);
  const last = Math.round(corner.to / line.spacing) + (corner.from > corner.to ? line.count : 0);
  let turned = 0;
  let sharpest = 0;
  for (let i = first; i <= last; i++) {
    const curvature = Math.abs(line.curvature[i % line.count]);
    turned += curvature * line.spacing;
    sharpest = Math.max(sharpest, curvature);
  }
  return { angle: turned, radius: 1 / sharpest };
}

/** Road coordinates of a stretch to the decimetre, wrapped into the lap. */
function band(line: CentreLine, from: Metres, to: Metres): { from: Metres; to: Metres } {
  const inLap = (s: Metres): Metres => {
    const wrapped = s - line.length * Math.floor(s / line.length);
    return Math.floor(wrapped * 10) / 10;
  };
  return { from: inLap(from), to: inLap(to) };
}
