import { roadPose } from '../../../shared/track/locate.ts';
import type { Track } from '../../../shared/track/track.ts';
import type { Metres } from '../../../shared/units/units.ts';
import type { Coverage } from '../../../shared/wire/laps.ts';
import { cellColour, type HeatScale, isRoad } from './heat.ts';
import type { MapFit } from './mapgeometry.ts';
import type { Point } from './roadscale.ts';

/** The road on a map is drawn this many pixels wide where it would be narrower, but at most so many times its width. */
const LEGIBLE = 26;
const MOST_WIDENED = 2.4;

/** How many times as wide as it is the road has to be drawn for its lanes to be told apart. */
export function widening(track: Track, fit: MapFit): number {
  const width = (track.left[0]! + track.right[0]!) * fit.scale;
  return Math.min(MOST_WIDENED, Math.max(1, LEGIBLE / width));
}

/** Where the lanes' borders cross the borders of the places: [places + 1][lanes + 1] points of the map. */
export function cellCorners(track: Track, coverage: Coverage, fit: MapFit, wide: number): Point[][] {
  return Array.from({ length: coverage.places + 1 }, (_, place) => {
    const s = ((place % coverage.places) * track.length) / coverage.places;
    return Array.from({ length: coverage.lanes + 1 }, (_, border) => {
      const offset = (border * 2 * coverage.reach) / coverage.lanes - coverage.reach;
      const { x, y } = roadPose(track, s, offset * wide);
      return fit.at(x, y);
    });
  });
}

/** Paint all cells on a map; `ratio` screen pixels make one of the page. */
export function paintMap(
  canvas: HTMLCanvasElement,
  { track, coverage, scale, fit, wide }: HeatPainting,
  ratio: number,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.width / ratio, canvas.height / ratio);
  const corner = cellCorners(track, coverage, fit, wide);
  // Each cell is outlined in its own colour, or the ground shows between neighbours.
  context.lineWidth = 0.6;
  for (let place = 0; place < coverage.places; place++) {
    for (let lane = 0; lane < coverage.lanes; lane++) {
      const road = isRoad(track, coverage, place, lane);
      const colour = cellColour(scale, coverage, place * coverage.lanes + lane, road);
      if (colour === null) continue;
      const [from, to] = [corner[place]!, corner[place + 1]!];
      context.beginPath();
      for (const { x, y } of [from[lane]!, to[lane]!, to[lane + 1]!, from[lane + 1]!]) context.lineTo(x, y);
      context.closePath();
      context.fillStyle = colour;
      context.strokeStyle = colour;
      context.fill();
      context.stroke();
    }
  }
}

export interface HeatPainting {
  track: Track;
  coverage: Coverage;
  scale: HeatScale;
  fit: MapFit;
  wide: number;
}

/** The unrolled road as a picture of one pixel a cell, left on top, to be drawn large without smoothing. */
export function roadPicture(track: Track, coverage: Coverage, scale: HeatScale): string {
  const canvas = document.createElement('canvas');
  canvas.width = coverage.places;
  canvas.height = coverage.lanes;
  const context = canvas.getContext('2d');
  if (!context) return '';
  for (let place = 0; place < coverage.places; place++) {
    for (let lane = 0; lane < coverage.lanes; lane++) {
      const road = isRoad(track, coverage, place, lane);
      const colour = cellColour(scale, coverage, place * coverage.lanes + lane, road);
      if (colour === null) continue;
      context.fillStyle = colour;
      context.fillRect(place, coverage.lanes - 1 - lane, 1, 1);
    }
  }
  return canvas.toDataURL('image/png');
}

/** Round one side of a stretch, from the centre line to the end of the lanes that are road. */
export function stretchOutline(
  track: Track,
  fit: MapFit,
  wide: number,
  { from, to, side }: { from: Metres; to: Metres; side: 'left' | 'right' },
): Point[] {
  const end = to >= from ? to : to + track.length;
  const steps = Math.max(2, Math.ceil((end - from) / 2));
  const at = (k: number, inner: boolean): Point => {
    const s = (from + ((end - from) * k) / steps) % track.length;
    const sample = Math.floor(s / track.spacing) % track.count;
    const edge = side === 'left' ? track.left[sample]! : -track.right[sample]!;
    const { x, y } = roadPose(track, s, inner ? 0 : edge * wide);
    return fit.at(x, y);
  };
  const outer = Array.from({ length: steps + 1 }, (_, k) => at(k, false));
  const inner = Array.from({ length: steps + 1 }, (_, k) => at(steps - k, true));
  return [...outer, ...inner];
}
