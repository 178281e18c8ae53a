import type { ControlPoint } from '../../../shared/track/centreline.ts';
import { parseTrackFile, type TrackFile } from '../../../shared/track/file.ts';
import { buildTrack, type Track } from '../../../shared/track/track.ts';

/** Control points on a circle about the origin, driven anticlockwise (or clockwise), starting at (radius, 0). */
export const circlePoints = (radius: number, halfWidth: number, count = 96, clockwise = false): ControlPoint[] =>
  Array.from({ length: count }, (_, k) => {
    const angle = ((clockwise ? -1 : 1) * 2 * Math.PI * k) / count;
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle), left: halfWidth, right: halfWidth };
  });

export const fileOf = (centreLine: ControlPoint[], more: Partial<TrackFile> = {}): TrackFile =>
  parseTrackFile({
    format: 1,
    id: 'shape',
    version: 1,
    name: { en: 'Shape', ko: '도형' },
    sectors: [0.33, 0.66],
    centreLine,
    ...more,
  });

export const circleTrack = (radius: number, halfWidth: number, more: Partial<TrackFile> = {}): Track =>
  buildTrack(fileOf(circlePoints(radius, halfWidth), more));
