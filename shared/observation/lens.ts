import type { Metres } from '../units/units.ts';

/** A pinhole that looks along the car and down by its pitch; `focal` in pixels. */
export interface Lens {
  width: number;
  height: number;
  focal: number;
  sinPitch: number;
  cosPitch: number;
}

/** Where a lens is, and where it looks: (c, s) is the cosine and sine of the car's heading. Nothing beyond `far` is seen. */
export interface Eye extends Lens {
  x: Metres;
  y: Metres;
  up: Metres;
  c: number;
  s: number;
  far: Metres;
}

/** Row in the picture, a fraction, of a point so far forward and up of the lens; `near` keeps it finite. */
export function rowOf({ height, focal, sinPitch, cosPitch }: Lens, forward: Metres, up: Metres, near: Metres): number {
  const depth = Math.max(near, forward * cosPitch - up * sinPitch);
  return height / 2 - ((forward * sinPitch + up * cosPitch) / depth) * focal;
}

/** The first pixel whose middle lies at or after a coordinate, within a side's bounds. */
export const pixelAt = (coordinate: number, side: number): number =>
  Math.min(side, Math.max(0, Math.floor(coordinate + 0.5)));
