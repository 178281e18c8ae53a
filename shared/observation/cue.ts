import { CUE_SIGHT, cueInSight } from '../track/cue.ts';
import type { Track } from '../track/track.ts';
import type { Metres } from '../units/units.ts';

export const CUE_NAMES: readonly string[] = ['cueVisible', 'cueSide', 'cueDistance'];

/**
 * The board that can be read now: visible, its side (+1 left, −1 right), road to it over its sight. Nothing of it is
 * left in the observation once it is passed; a driver who is to take the told side must remember.
 */
export function writeCue(track: Track, distance: Metres, out: Float32Array, at: number): number {
  const seen = cueInSight(track, distance);
  out[at] = seen ? 1 : 0;
  out[at + 1] = seen ? (seen.side === 'left' ? 1 : -1) : 0;
  out[at + 2] = seen ? seen.ahead / CUE_SIGHT : 1;
  return at + 3;
}
