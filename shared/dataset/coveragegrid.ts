import { emptySpinePoint, nearestOnSpine } from '../track/island.ts';
import { roadPose } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import type { Metres } from '../units/units.ts';
import { placesOf } from './profile.ts';

/**
 * The unrolled road cut into cells: places along it (profile.ts), lanes of a metre across it, from the right (−reach)
 * to the left (+reach). Cell of place p and lane l: p · lanes + l.
 */
export interface CoverageGrid {
  places: number;
  lanes: number;
  reach: Metres;
  /** 1 for cells whose middle a car may stand in: between the edges, outside obstacles and islands. */
  onRoad: Uint8Array;
  /** How many of these there are. */
  roadCells: number;
}

/** A car falls when its centre is this far beyond the edge. */
const VERGE: Metres = 2;
/** A wider road has wider lanes. */
const MOST_LANES = 24;

export function coverageGrid(track: Track): CoverageGrid {
  const widest = Math.max(...track.left, ...track.right);
  const reach = Math.ceil(widest) + VERGE;
  const lanes = Math.min(MOST_LANES, 2 * reach);
  const places = placesOf(track.length);
  const onRoad = new Uint8Array(places * lanes);
  for (let place = 0; place < places; place++) {
    const s = ((place + 0.5) / places) * track.length;
    for (let lane = 0; lane < lanes; lane++) {
      if (isRoad(track, s, laneOffset({ lanes, reach }, lane))) onRoad[place * lanes + lane] = 1;
    }
  }
  return { places, lanes, reach, onRoad, roadCells: onRoad.reduce((sum, on) => sum + on, 0) };
}

/** Lateral offset of a lane's middle. */
export const laneOffset = ({ lanes, reach }: Pick<CoverageGrid, 'lanes' | 'reach'>, lane: number): Metres =>
  ((lane + 0.5) / lanes) * 2 * reach - reach;

/** The lane at a lateral offset; −1 beyond the outermost. */
export function laneAt({ lanes, reach }: Pick<CoverageGrid, 'lanes' | 'reach'>, offset: Metres): number {
  const lane = Math.floor(((offset + reach) / (2 * reach)) * lanes);
  return lane >= 0 && lane < lanes ? lane : -1;
}

function isRoad(track: Track, s: Metres, offset: Metres): boolean {
  const sample = Math.min(track.count - 1, Math.round(s / track.spacing));
  if (offset > track.left[sample] || -offset > track.right[sample]) return false;
  const { x, y } = roadPose(track, s, offset);
  const isFree = (there: { x: Metres; y: Metres; radius: Metres }): boolean =>
    (there.x - x) * (there.x - x) + (there.y - y) * (there.y - y) > there.radius * there.radius;
  if (!track.obstacles.every(isFree)) return false;
  const near = emptySpinePoint();
  return track.islands.every(
    (island) => nearestOnSpine(island, x, y, near).square > island.halfWidth * island.halfWidth,
  );
}
