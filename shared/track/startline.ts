import type { Metres } from '../units/units.ts';
import type { CentreLine } from './centreline.ts';
import { corners } from './corners.ts';
import { GRID_LENGTH } from './grid.ts';
import { covers } from './surface.ts';

/** A stretch without a corner; `from` may lie after the start line and the end beyond it. */
export interface Straight {
  from: Metres;
  length: Metres;
}

/** The longest stretch between two corners, or null on a line that has no corner or is nothing but one. */
export function longestStraight(line: CentreLine): Straight | null {
  const found = corners(line);
  let longest: Straight | null = null;
  for (const [k, corner] of found.entries()) {
    const gap = found[(k + 1) % found.length].from - corner.to;
    const length = gap > 0 ? gap : gap + line.length;
    if (length > 2 * line.spacing && (longest === null || length > longest.length))
      longest = { from: corner.to, length };
  }
  return longest;
}

/** Whether the line's first point lies in a corner. */
export const startsInBend = (line: CentreLine): boolean => corners(line).some((corner) => covers(corner, 0));

/** Where on a straight the start line goes: room for the whole grid behind it, or as much as six tenths of it give. */
export const startOn = (straight: Straight, length: Metres): Metres => {
  const at = straight.from + Math.min(GRID_LENGTH, 0.6 * straight.length);
  return at >= length ? at - length : at;
};
