import { cueSide } from '../track/cue.ts';
import { emptyRoadPoint, locate } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import type { Metres } from '../units/units.ts';
import type { VehicleState } from '../vehicle/state.ts';

const point = emptyRoadPoint();

/**
 * Whether the tick that took the car from distance `before` to where it is led past the middle of an island on the other
 * side than its board told for that lap.
 */
export function tookWrongSide(track: Track, car: Pick<VehicleState, 'x' | 'y' | 'distance'>, before: Metres): boolean {
  for (let k = 0; k < track.cues.length; k++) {
    const { from, to, offset } = track.islands[track.cues[k].island];
    const middle = (from + to) / 2;
    const lap = Math.floor((car.distance - middle) / track.length);
    if (before >= lap * track.length + middle) continue;
    const side = locate(track, car.x, car.y, car.distance, point).offset > offset ? 'left' : 'right';
    if (side !== cueSide(track, lap, k)) return true;
  }
  return false;
}
