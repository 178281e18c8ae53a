import type { Metres } from '../units/units.ts';
import type { CentreLine } from './centreline.ts';
import { type Fault, fault, shown } from './fault.ts';
import type { TrackFile } from './file.ts';
import { GRID_LENGTH } from './grid.ts';

/** Road left free on either side of an island, all along it: two cars abreast. */
export const LEAST_BRANCH: Metres = 4;
/** Straight flank between an island's two round ends. */
const LEAST_FLANK: Metres = 1;
/** Road kept free before and after an island: there a driver turns off, and a respawned car stands. */
const CLEAR_ROAD: Metres = 20;
/** From a board to the nose of its island: seen in time, gone from sight at the fork. */
const NEAREST_CUE: Metres = 50;
const FURTHEST_CUE: Metres = 150;

/** The first fault of an island, or null. */
export function islandFault(file: TrackFile, line: CentreLine): Fault | null {
  const islands = file.islands ?? [];
  const last = line.length - GRID_LENGTH;
  for (const [k, { from, to, halfWidth }] of islands.entries()) {
    const field = `islands[${k}]`;
    if (from < CLEAR_ROAD || to > last) {
      const place = from < CLEAR_ROAD ? 'from' : 'to';
      const expected = `between ${CLEAR_ROAD} m after the start line and the grid, ${CLEAR_ROAD} to ${shown(last)} m`;
      return fault(`${field}.${place}`, shown(from < CLEAR_ROAD ? from : to), expected);
    }
    const least = 2 * halfWidth + LEAST_FLANK;
    if (to - from < least) {
      return fault(`${field}.to`, `${shown(to - from)} m after from`, `at least ${shown(least)} m, its width and more`);
    }
    const found = branchFault(file, line, k) ?? neighbourFault(file, k);
    if (found) return found;
  }
  return null;
}

/** Where the road beside an island is too narrow. */
function branchFault(file: TrackFile, line: CentreLine, k: number): Fault | null {
  const { from, to, offset, halfWidth } = file.islands![k];
  const first = Math.floor(from / line.spacing);
  for (let i = first; i <= Math.ceil(to / line.spacing) && i < line.count; i++) {
    for (const side of ['left', 'right'] as const) {
      const free = side === 'left' ? line.left[i] - offset - halfWidth : line.right[i] + offset - halfWidth;
      if (free >= LEAST_BRANCH) continue;
      const got = `${shown(free)} m from the road's ${side} edge at s = ${shown(i * line.spacing)} m`;
      return fault(`islands[${k}]`, got, `at least ${LEAST_BRANCH} m of road on both sides of it`);
    }
  }
  return null;
}

/** An obstacle or another island too near to be passed separately. */
function neighbourFault(file: TrackFile, k: number): Fault | null {
  const { from, to } = file.islands![k];
  const expected = `at least ${CLEAR_ROAD} m of free road before and after it`;
  for (const [o, { s, radius }] of file.obstacles.entries()) {
    if (s + radius <= from - CLEAR_ROAD || s - radius >= to + CLEAR_ROAD) continue;
    return fault(`islands[${k}]`, `too near to obstacles[${o}] at s = ${shown(s)} m`, expected);
  }
  for (const [o, other] of file.islands!.entries()) {
    if (o === k || other.to <= from - CLEAR_ROAD || other.from >= to + CLEAR_ROAD) continue;
    return fault(`islands[${k}]`, `too near to islands[${o}] at s = ${shown(other.from)} m`, expected);
  }
  return null;
}

/** The first fault of a cue board, or null. */
export function cueFault(file: TrackFile): Fault | null {
  const cues = file.cues ?? [];
  for (const [k, { s, island }] of cues.entries()) {
    const told = file.islands?.[island];
    if (!told)
      return fault(
        `cues[${k}].island`,
        `${island}`,
        `the number of an island, of which there are ${file.islands?.length ?? 0}`,
      );
    const before = told.from - s;
    if (before < NEAREST_CUE || before > FURTHEST_CUE) {
      const expected = `${NEAREST_CUE} to ${FURTHEST_CUE} m before the nose at s = ${shown(told.from)} m`;
      return fault(`cues[${k}].s`, `${shown(s)}, ${shown(before)} m before the nose`, expected);
    }
    if (cues.findIndex((other) => other.island === island) < k) {
      return fault(`cues[${k}].island`, `${island}, which has a board already`, 'one board for an island');
    }
  }
  return null;
}
