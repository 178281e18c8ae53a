import type { Metres } from '../units/units.ts';
import { OFFSETS, PROFILE_WIDTH } from './profile.ts';

/**
 * How unlike others a lap's line is: the root mean square lateral distance, along the road, to the line that is nearest
 * to it, by their profiles (profile.ts). Infinity without another. All on one version of a track.
 */
export function noveltyAmong(profile: Uint8Array, others: Iterable<Uint8Array>): Metres {
  let least = Number.POSITIVE_INFINITY;
  for (const other of others) least = Math.min(least, gapOf(profile, other));
  return least;
}

/** The novelty of each lap among all the others. */
export const noveltiesOf = (profiles: readonly Uint8Array[]): Metres[] =>
  profiles.map((profile, i) =>
    noveltyAmong(
      profile,
      profiles.filter((_, j) => i !== j),
    ),
  );

/** Places that either lap was not in do not count. */
function gapOf(one: Uint8Array, other: Uint8Array): Metres {
  const end = Math.min(one.length, other.length);
  let sum = 0;
  let count = 0;
  for (let at = 0; at < end; at += PROFILE_WIDTH) {
    const gap = OFFSETS[one[at]] - OFFSETS[other[at]];
    if (Number.isNaN(gap)) continue;
    sum += gap * gap;
    count++;
  }
  return count > 0 ? Math.sqrt(sum / count) : Number.POSITIVE_INFINITY;
}
