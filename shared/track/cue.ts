import { seededRandom } from '../exact/random.ts';
import type { Metres } from '../units/units.ts';
import type { Track } from './track.ts';

export type Side = 'left' | 'right';

/** A board can be read from this far before it, and no longer once it is passed. */
export const CUE_SIGHT: Metres = 60;

/**
 * Which side of its island board `cue` tells in a lap (0 the first): drawn anew for each lap from the track's hash, so
 * that it is known to server, client and replay without being stored, and repeats in no order. In the mirror the other.
 */
export function cueSide(track: Track, lap: number, cue: number): Side {
  const content = Number.parseInt(track.hash.slice(0, 8), 16);
  const random = seededRandom(content + 4_294_967_296 * (16 * lap + cue));
  return random.uniform() < 0.5 !== (track.mirrored ?? false) ? 'left' : 'right';
}

/** A board in sight. */
export interface CueInSight {
  cue: number;
  side: Side;
  /** Road between the car and the board. */
  ahead: Metres;
}

/** The board that can be read from an unwrapped road distance, or null. */
export function cueInSight(track: Track, distance: Metres): CueInSight | null {
  for (let cue = 0; cue < track.cues.length; cue++) {
    const lap = Math.ceil((distance - track.cues[cue].s) / track.length);
    const ahead = lap * track.length + track.cues[cue].s - distance;
    if (ahead <= CUE_SIGHT) return { cue, side: cueSide(track, lap, cue), ahead };
  }
  return null;
}

/** The side that the board of an island, if it has one, tells in a lap. */
export function toldSide(track: Track, island: number, lap: number): Side | null {
  const cue = track.cues.findIndex((board) => board.island === island);
  return cue < 0 ? null : cueSide(track, lap, cue);
}
