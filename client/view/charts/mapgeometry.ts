import type { Corner } from '../../../shared/track/corners.ts';
import { roadPose } from '../../../shared/track/locate.ts';
import type { Track } from '../../../shared/track/track.ts';
import type { Metres } from '../../../shared/units/units.ts';
import { linePath, type Point } from './roadscale.ts';

/** World metres to a picture whose y points down: the only place where a map flips y. */
export interface MapFit {
  scale: number;
  at(x: Metres, y: Metres): Point;
}

/** Fit a track, north up, into a picture with `pad` pixels around the centre line. */
export function fitMap(track: Track, width: number, height: number, pad: number): MapFit {
  const [west, east] = [least(track.x), most(track.x)];
  const [south, north] = [least(track.y), most(track.y)];
  const scale = Math.min((width - 2 * pad) / (east - west), (height - 2 * pad) / (north - south));
  const left = (width - (east - west) * scale) / 2;
  const top = (height - (north - south) * scale) / 2;
  return {
    scale,
    at: (x, y) => ({ x: left + (x - west) * scale, y: top + (north - y) * scale }),
  };
}

/** The height at which a track just fills a picture of this width. */
export function heightFor(track: Track, width: number, pad: number): number {
  const scale = (width - 2 * pad) / (most(track.x) - least(track.x));
  return Math.ceil((most(track.y) - least(track.y)) * scale + 2 * pad);
}

const least = (values: Float64Array): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), -Infinity);

/** A closed or open line `offset` metres to the left of the centre line, one point every `step` metres. */
export function roadLine(track: Track, fit: MapFit, offset: (s: Metres) => Metres, step: Metres = 2): Point[] {
  const count = Math.max(8, Math.round(track.length / step));
  return Array.from({ length: count }, (_, k) => {
    const s = (k * track.length) / count;
    const { x, y } = roadPose(track, s, offset(s));
    return fit.at(x, y);
  });
}

/** A short stroke across the road, `reach` pixels to either side. */
export function acrossRoad(track: Track, fit: MapFit, s: Metres, reach: number): [Point, Point] {
  const ends = [reach, -reach].map((pixels) => {
    const { x, y } = roadPose(track, s, pixels / fit.scale);
    return fit.at(x, y);
  });
  return [ends[0]!, ends[1]!];
}

/** Where a corner's name stands: on the outside of its apex, `away` pixels from the centre line. */
export function cornerLabel(track: Track, fit: MapFit, corner: Corner, away: number): Point {
  const outwards = corner.direction === 'left' ? -1 : 1;
  const { x, y } = roadPose(track, corner.apex, (outwards * away) / fit.scale);
  return fit.at(x, y);
}

/** Road coordinate whose centre-line point is nearest to a pixel. */
export function nearestMetre(track: Track, fit: MapFit, pixel: Point): Metres {
  let nearest = 0;
  let distance = Infinity;
  const stride = Math.max(1, Math.round(1 / track.spacing));
  for (let i = 0; i < track.count; i += stride) {
    const point = fit.at(track.x[i], track.y[i]);
    const away = (point.x - pixel.x) ** 2 + (point.y - pixel.y) ** 2;
    if (away >= distance) continue;
    distance = away;
    nearest = i * track.spacing;
  }
  return nearest;
}

/** The spine of each island as an open path, to be stroked with round ends. */
export const islandPaths = (track: Track, fit: MapFit): string[] =>
  track.islands.map(({ spineX, spineY }) => linePath([...spineX].map((x, k) => fit.at(x, spineY[k]!))));
