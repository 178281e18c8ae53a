import { contentHash } from '../exact/content.ts';
import type { Metres } from '../units/units.ts';
import { type CentreLine, sampleCentreLine } from './centreline.ts';
import type { BandFile, TrackFile } from './file.ts';
import { buildIsland, type Island } from './island.ts';
import { roadPose } from './locate.ts';

/** A round obstacle on the road: (s, offset) in road coordinates, (x, y) in the world. */
export interface Obstacle {
  x: Metres;
  y: Metres;
  radius: Metres;
  s: Metres;
  offset: Metres;
}

/** An obstacle, or the nose of an island: what drivers must choose a side of. */
export interface Hazard extends Obstacle {
  /** Road from its centre to its end: an obstacle's radius, or the way to an island's tail. */
  after: Metres;
}

/** A board at `s` that tells which side of an island to take. */
export interface Cue {
  s: Metres;
  /** Index in `islands`. */
  island: number;
}

/** A track ready to drive on. Nothing in it changes after `buildTrack`. */
export interface Track extends CentreLine {
  id: string;
  version: number;
  name: { en: string; ko: string };
  /** SHA-256 of the file's content; a race log names the track by it. */
  hash: string;
  /** Ends of the road's cross-section at sample i. */
  leftX: Float64Array;
  leftY: Float64Array;
  rightX: Float64Array;
  rightY: Float64Array;
  /** The wall stands this far beyond either edge. */
  wall: Metres;
  kerbs: BandFile[];
  gravel: BandFile[];
  obstacles: Obstacle[];
  islands: Island[];
  cues: Cue[];
  /** All obstacles, then the noses of all islands. */
  hazards: Hazard[];
  /** Where each sector starts, the first at 0. */
  sectors: Metres[];
  /** Seen in a mirror (mirror.ts). */
  mirrored?: boolean;
  file: TrackFile;
}

/** Compile a checked track file (`parseTrackFile`): same file, same bits, on every engine. */
export function buildTrack(file: TrackFile): Track {
  const line = sampleCentreLine(file.centreLine);
  const { count } = line;
  const track: Track = {
    ...line,
    id: file.id,
    version: file.version,
    name: file.name,
    hash: contentHash(file),
    leftX: new Float64Array(count),
    leftY: new Float64Array(count),
    rightX: new Float64Array(count),
    rightY: new Float64Array(count),
    wall: file.wall,
    kerbs: file.kerbs,
    gravel: file.gravel,
    obstacles: [],
    islands: [],
    cues: file.cues ?? [],
    hazards: [],
    sectors: [0, ...file.sectors.map((fraction) => fraction * line.length)],
    file,
  };
  for (let i = 0; i < count; i++) {
    track.leftX[i] = line.x[i] - line.left[i] * line.tangentY[i];
    track.leftY[i] = line.y[i] + line.left[i] * line.tangentX[i];
    track.rightX[i] = line.x[i] + line.right[i] * line.tangentY[i];
    track.rightY[i] = line.y[i] - line.right[i] * line.tangentX[i];
  }
  track.obstacles = file.obstacles.map(({ s, offset, radius }) => {
    const { x, y } = roadPose(track, s, offset);
    return { x, y, radius, s, offset };
  });
  track.islands = (file.islands ?? []).map((island) => buildIsland(line, island));
  track.hazards = [
    ...track.obstacles.map((obstacle) => ({ ...obstacle, after: obstacle.radius })),
    ...track.islands.map(noseOf),
  ];
  return track;
}

/** The half disc an island begins with, whole. */
function noseOf({ from, to, offset, halfWidth, spineX, spineY }: Island): Hazard {
  const s = from + halfWidth;
  return { x: spineX[0], y: spineY[0], radius: halfWidth, s, offset, after: to - s };
}
