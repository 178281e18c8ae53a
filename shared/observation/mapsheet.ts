import { cos, sin } from '../exact/trigonometry.ts';
import type { Metres } from '../units/units.ts';
import { pixelAt } from './lens.ts';

/** A picture from above: the car in its middle column at `centreRow`, `pixel` metres a pixel, driving direction up. */
export interface MapSheet {
  x: Metres;
  y: Metres;
  c: number;
  s: number;
  width: number;
  height: number;
  pixel: Metres;
  centreRow: number;
  out: Uint8Array;
  at: number;
}

/** Fill the pixels whose middles lie in a disc of the world. */
export function stampDisc(sheet: MapSheet, x: Metres, y: Metres, radius: Metres, bright: number): void {
  stamp(sheet, x, y, radius, bright, (forward, left) => forward * forward + left * left <= radius * radius);
}

/** Fill the pixels whose middles lie in a box of the world that points along `heading`. */
export function stampBox(
  sheet: MapSheet,
  { x, y, heading }: { x: Metres; y: Metres; heading: number },
  halfLength: Metres,
  halfWidth: Metres,
  bright: number,
): void {
  const c = cos(heading);
  const s = sin(heading);
  // The box's long side in the sheet's frame.
  const alongC = c * sheet.c + s * sheet.s;
  const alongS = s * sheet.c - c * sheet.s;
  stamp(sheet, x, y, halfLength + halfWidth, bright, (forward, left) => {
    const along = forward * alongC + left * alongS;
    const aside = left * alongC - forward * alongS;
    return Math.abs(along) <= halfLength && Math.abs(aside) <= halfWidth;
  });
}

/** `isInside` is asked for metres forward and left of the shape's middle, in the sheet's frame. */
function stamp(
  { x, y, c, s, width, height, pixel, centreRow, out, at }: MapSheet,
  middleX: Metres,
  middleY: Metres,
  reach: Metres,
  bright: number,
  isInside: (forward: Metres, left: Metres) => boolean,
): void {
  const dx = middleX - x;
  const dy = middleY - y;
  const column = width / 2 - (dy * c - dx * s) / pixel;
  const row = centreRow - (dx * c + dy * s) / pixel;
  const lastRow = pixelAt(row + reach / pixel, height);
  const lastColumn = pixelAt(column + reach / pixel, width);
  for (let j = pixelAt(row - reach / pixel, height); j < lastRow; j++) {
    for (let i = pixelAt(column - reach / pixel, width); i < lastColumn; i++) {
      if (isInside((row - (j + 0.5)) * pixel, (column - (i + 0.5)) * pixel)) out[at + j * width + i] = bright;
    }
  }
}
