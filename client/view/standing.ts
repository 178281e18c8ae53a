import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';

/** Waypoints along the centre line, each with how far the ground of the race reaches from it: x, y, reach. */
const grounds = new WeakMap<Track, Float64Array>();
const EVERY: Metres = 1;

/**
 * Metres from a place to the ground of the race, road and run-off up to the walls; negative within. Never more than the
 * true distance, so that what stands clear by this does.
 */
export function clearOfRoad(track: Track, x: Metres, y: Metres): Metres {
  const ground = groundOf(track);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ground.length; i += 3) {
    const dx = ground[i]! - x;
    const dy = ground[i + 1]! - y;
    least = Math.min(least, Math.sqrt(dx * dx + dy * dy) - ground[i + 2]!);
  }
  return least;
}

/** A circle about each waypoint that holds the cross-sections up to half way to its neighbours. */
function groundOf(track: Track): Float64Array {
  const known = grounds.get(track);
  if (known) return known;
  const stride = Math.max(1, Math.floor(EVERY / track.spacing));
  const count = Math.ceil(track.count / stride);
  const ground = new Float64Array(3 * count);
  for (let k = 0; k < count; k++) {
    const i = k * stride;
    let reach = 0;
    for (let j = i - stride; j <= i + stride; j++) {
      const at = (j + track.count) % track.count;
      reach = Math.max(reach, track.left[at]!, track.right[at]!);
    }
    ground[3 * k] = track.x[i]!;
    ground[3 * k + 1] = track.y[i]!;
    ground[3 * k + 2] = reach + track.wall + 0.6 * stride * track.spacing;
  }
  grounds.set(track, ground);
  return ground;
}
