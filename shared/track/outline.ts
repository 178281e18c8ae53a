import type { Metres, Radians } from '../units/units.ts';
import { type Corner, corners } from './corners.ts';
import type { TrackFile } from './file.ts';
import { gridSlots, MAX_SLOTS } from './grid.ts';
import type { IslandFile } from './island.ts';
import type { Cue, Track } from './track.ts';

/** Neighbouring points of the published centre line are no further apart than this. */
const MAX_GAP: Metres = 2;

/** A track as the HTTP interface shows it; grown from the shape DESIGN.md promises, `name` in English. */
export interface PublicTrack {
  id: string;
  name: string;
  names: { en: string; ko: string };
  version: number;
  hash: string;
  length: Metres;
  closed: true;
  centreLine: { x: Metres; y: Metres; left: Metres; right: Metres }[];
  wall: Metres;
  obstacles: { x: Metres; y: Metres; radius: Metres }[];
  /** Nose, tail and middle in road coordinates. */
  islands: IslandFile[];
  cues: Cue[];
  grid: { x: Metres; y: Metres; heading: Radians }[];
  /** Road coordinate at which each sector starts. */
  sectors: Metres[];
  corners: Corner[];
  /** What the track is built from; `buildTrack` of it is this track to the bit. */
  file: TrackFile;
}

export function publicTrack(track: Track): PublicTrack {
  const stride = Math.max(1, Math.floor(MAX_GAP / track.spacing));
  const centreLine = [];
  for (let i = 0; i < track.count; i += stride) {
    centreLine.push({ x: track.x[i], y: track.y[i], left: track.left[i], right: track.right[i] });
  }
  return {
    id: track.id,
    name: track.name.en,
    names: track.name,
    version: track.version,
    hash: track.hash,
    length: track.length,
    closed: true,
    centreLine,
    wall: track.wall,
    obstacles: track.obstacles.map(({ x, y, radius }) => ({ x, y, radius })),
    islands: track.islands.map(({ from, to, offset, halfWidth }) => ({ from, to, offset, halfWidth })),
    cues: track.cues,
    grid: gridSlots(track, MAX_SLOTS).map(({ x, y, heading }) => ({ x, y, heading })),
    sectors: track.sectors,
    corners: corners(track),
    file: track.file,
  };
}
