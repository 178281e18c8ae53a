import type { Metres } from '../../shared/units/units.ts';

export interface Place {
  x: Metres;
  y: Metres;
}

/** More are not drawn: a line on a screen has fewer pixels. */
const MOST_DRAWN = 4000;

/** The points of a CSV as far as they are numbers, for a picture of what was read; nothing is checked. */
export function rawPoints(text: string): Place[] {
  const points: Place[] = [];
  for (const row of text.split(/\r\n|\r|\n/)) {
    const [x, y] = row.split(',').map((cell) => (cell.trim() === '' ? Number.NaN : Number(cell)));
    if (Number.isFinite(x) && Number.isFinite(y)) points.push({ x: x!, y: y! });
  }
  const stride = Math.max(1, Math.ceil(points.length / MOST_DRAWN));
  return points.filter((_, k) => k % stride === 0);
}
