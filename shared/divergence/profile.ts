import type { Metres, MetresPerSecond, Seconds } from '../units/units.ts';

/**
 * One lap as a function of the road: a value for every whole metre of the road coordinate, 0 … ⌊length⌋ − 1.
 *
 * Laps of people and of clones are compared metre by metre, never tick by tick: two cars at the same metre are at the
 * same place of the track, two cars at the same tick are not.
 */
export interface LapProfile {
  /** Lateral offset from the centre line, + left. */
  offset: Float32Array;
  speed: Float32Array;
  /** Time since the lap's own start at the line. */
  time: Float32Array;
  /** First metre at which the car fell, was put back or touched something; the profile's length if never. */
  brokenAt: Metres;
}

const profileLength = (length: Metres): number => Math.floor(length);

/** Where a car was at one tick of a lap. */
export interface RoadSample {
  /** Metres since the lap's start; may exceed the lap or fall below 0 at its ends. */
  distance: Metres;
  offset: Metres;
  speed: MetresPerSecond;
  time: Seconds;
}

/**
 * Resample a lap's ticks to whole metres by linear interpolation.
 *
 * Samples must be in order of time. Where the car went backwards only its furthest progress counts; metres that the
 * lap never reached keep the last value.
 */
export function profileOf(samples: readonly RoadSample[], length: Metres, brokenAt: Metres = Infinity): LapProfile {
  const metres = profileLength(length);
  const profile: LapProfile = {
    offset: new Float32Array(metres),
    speed: new Float32Array(metres),
    time: new Float32Array(metres),
    brokenAt: Math.min(brokenAt, metres),
  };
  let metre = 0;
  let from = samples[0];
  for (const to of samples) {
    if (from === undefined || to.distance <= from.distance) {
      if (from === undefined || to.time === from.time) from = to;
      continue;
    }
    while (metre < metres && metre <= to.distance) {
      const share = Math.max(0, (metre - from.distance) / (to.distance - from.distance));
      write(profile, metre++, from, to, share);
    }
    from = to;
  }
  while (metre < metres && from !== undefined) write(profile, metre++, from, from, 0);
  return profile;
}

function write(profile: LapProfile, metre: number, from: RoadSample, to: RoadSample, share: number): void {
  profile.offset[metre] = from.offset + share * (to.offset - from.offset);
  profile.speed[metre] = from.speed + share * (to.speed - from.speed);
  profile.time[metre] = from.time + share * (to.time - from.time);
}
