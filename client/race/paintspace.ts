import { type Pose, roadPose } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';

/** A canvas whose units are metres, x east and y north. */
export type Ink = CanvasRenderingContext2D;

/** The part of the world that is being painted. */
export interface Region {
  west: Metres;
  east: Metres;
  south: Metres;
  north: Metres;
}

/** Whether something of this size can show in the region. */
export const reaches = (region: Region, x: Metres, y: Metres, size: Metres): boolean =>
  x > region.west - size && x < region.east + size && y > region.south - size && y < region.north + size;

/** A point `out` metres beyond one edge of the road; `s` may be anywhere along it. */
export function edgePose(track: Track, s: Metres, side: 'left' | 'right', out: Metres): Pose {
  const along = s - Math.floor(s / track.length) * track.length;
  const edge = track[side][Math.min(track.count - 1, Math.floor(along / track.spacing))];
  return roadPose(track, along, side === 'left' ? edge + out : -edge - out);
}

/** Both edges of the road, moved outwards by `grow`, as one path: fill it with the even-odd rule. */
export function traceRoad(ink: Ink, track: Track, grow: Metres): void {
  ink.beginPath();
  traceLine(ink, track, (i) => track.left[i] + grow);
  ink.closePath();
  traceLine(ink, track, (i) => -track.right[i] - grow);
  ink.closePath();
}

/** Add a line at an offset of each sample to the path; samples count on over the start line. */
export function traceLine(ink: Ink, track: Track, offset: (i: number) => Metres, from = 0, to = track.count): void {
  for (let k = from; k < to; k++) {
    const i = ((k % track.count) + track.count) % track.count;
    const out = offset(i);
    const x = track.x[i] - out * track.tangentY[i];
    const y = track.y[i] + out * track.tangentX[i];
    if (k === from) ink.moveTo(x, y);
    else ink.lineTo(x, y);
  }
}
