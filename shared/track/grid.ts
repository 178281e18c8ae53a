import { clamp } from '../exact/trigonometry.ts';
import type { Metres, Radians } from '../units/units.ts';
import { locate, roadPose } from './locate.ts';
import type { Track } from './track.ts';

export interface GridSlot {
  x: Metres;
  y: Metres;
  heading: Radians;
  /** Unwrapped road distance: negative, behind the start line. */
  distance: Metres;
}

export const MAX_SLOTS = 16;
/** Pole stands this far behind the line, the others one row each behind it, on alternating sides. */
const POLE: Metres = 5;
const ROW: Metres = 6;
/** Road taken by a full grid, car length included; every track is longer. */
export const GRID_LENGTH: Metres = POLE + (MAX_SLOTS - 1) * ROW + 3;
/** From the edge to a car's centre at least, and from the centre line at most. */
const MARGIN: Metres = 1.6;
const STAGGER: Metres = 2;

/** Starting places for 1 to 16 cars, pole first, on the left. */
export function gridSlots(track: Track, count: number): GridSlot[] {
  if (!Number.isInteger(count) || count < 1 || count > MAX_SLOTS) {
    throw new RangeError(`A grid has 1 to ${MAX_SLOTS} slots, got ${count}. Ask for as many as there are cars.`);
  }
  return Array.from({ length: count }, (_, slot) => {
    const distance = -(POLE + slot * ROW);
    const centre = roadPose(track, distance, 0);
    const { left, right } = locate(track, centre.x, centre.y, distance);
    const offset = clamp(slot % 2 === 0 ? STAGGER : -STAGGER, MARGIN - right, left - MARGIN);
    return { ...roadPose(track, distance, offset), distance };
  });
}
