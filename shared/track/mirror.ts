import type { Metres } from '../units/units.ts';
import type { BandFile, TrackFile } from './file.ts';
import type { Island } from './island.ts';
import type { Track } from './track.ts';

/**
 * The track seen in a mirror that stands along the x axis: y, headings, curvatures and offsets change their sign, left and
 * right change places, to the last bit. Distances stay, and every board tells the other side. Nobody races on it: it keeps
 * the hash of the track it shows.
 */
export function mirroredTrack(track: Track): Track {
  return {
    ...track,
    y: negated(track.y),
    tangentY: negated(track.tangentY),
    heading: negated(track.heading),
    turn: -track.turn,
    curvature: negated(track.curvature),
    left: track.right,
    right: track.left,
    leftX: track.rightX,
    leftY: negated(track.rightY),
    rightX: track.leftX,
    rightY: negated(track.leftY),
    kerbs: track.kerbs.map(otherSide),
    gravel: track.gravel.map(otherSide),
    obstacles: track.obstacles.map(mirrored),
    islands: track.islands.map(mirroredIsland),
    hazards: track.hazards.map(mirrored),
    mirrored: !track.mirrored,
    file: mirroredFile(track.file),
  };
}

const negated = (values: Float64Array): Float64Array => values.map((value) => -value);

const mirrored = <Placed extends { y: Metres; offset: Metres }>(placed: Placed): Placed => ({
  ...placed,
  y: -placed.y,
  offset: -placed.offset,
});

const otherSide = (band: BandFile): BandFile => ({ ...band, side: band.side === 'left' ? 'right' : 'left' });

const mirroredIsland = (island: Island): Island => ({ ...mirrored(island), spineY: negated(island.spineY) });

function mirroredFile(file: TrackFile): TrackFile {
  return {
    ...file,
    centreLine: file.centreLine.map(({ x, y, left, right }) => ({ x, y: -y, left: right, right: left })),
    kerbs: file.kerbs.map(otherSide),
    gravel: file.gravel.map(otherSide),
    obstacles: file.obstacles.map((obstacle) => ({ ...obstacle, offset: -obstacle.offset })),
    ...(file.islands && { islands: file.islands.map((island) => ({ ...island, offset: -island.offset })) }),
  };
}
