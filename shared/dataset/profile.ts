import { FULL } from '../race/frame.ts';
import { emptyRoadPoint, locate } from '../track/locate.ts';
import type { Metres, MetresPerSecond } from '../units/units.ts';
import { type LapDemonstration, STATE_WIDTH, ticksOf } from './lap.ts';

/**
 * A lap as a function of the road in a few hundred bytes: what is kept of every lap to compare, draw and count it
 * without driving its log again.
 *
 * The road is cut into places of about five metres, evenly from the line. Each holds four bytes, the means over the
 * lap's ticks in it: lateral offset (int8, left positive, see OFFSETS), speed (uint8, 0.5 m/s, up to 127.5 m/s), steer
 * and pedal (int8, −127 to 127). An offset of −128 says that the lap was not in the place.
 */
export interface RoadProfile {
  places: number;
  /** [places] each; NaN where the lap was not. */
  offset: Float32Array;
  speed: Float32Array;
  /** In [−1, 1]. */
  steer: Float32Array;
  pedal: Float32Array;
}

/** Bytes of one place. */
export const PROFILE_WIDTH = 4;
export const SPEED_STEP: MetresPerSecond = 0.5;
/** The offset's byte in a place that the lap was not in. */
const ABSENT = -128;
/** Fine where roads are, coarse beyond, so that the widest road (30 m to a side) fits a byte. */
const FINE: Metres = 0.1;
const FINE_STEPS = 64;
const COARSE: Metres = 0.5;

const PLACE_LENGTH: Metres = 5;
const FEWEST = 64;
const MOST = 1024;
/** Values summed for a place: the four of the profile. */
const OFFSET = 0;
const SPEED = 1;
const STEER = 2;
const PEDAL = 3;
/** Columns of a state row (STATE_FIELDS). */
const VX = 3;
const VY = 4;
const DISTANCE = STATE_WIDTH - 1;

/** The offset that each byte (read without its sign) stands for: 0.1 m up to 6.4, 0.5 m up to 37.9; NaN for none. */
export const OFFSETS: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => {
  const signed = byte < 128 ? byte : byte - 256;
  if (signed === ABSENT) return Number.NaN;
  const steps = Math.abs(signed);
  const metres = Math.min(steps, FINE_STEPS) * FINE + Math.max(0, steps - FINE_STEPS) * COARSE;
  return Math.sign(signed) * metres;
});

function offsetByte(offset: Metres): number {
  const beyond = Math.abs(offset) - FINE_STEPS * FINE;
  const steps = beyond <= 0 ? Math.abs(offset) / FINE : FINE_STEPS + beyond / COARSE;
  return Math.sign(offset) * Math.min(FULL, Math.round(steps));
}

/** Places of a road: one for every five metres, at least 64 and at most 1024. */
export const placesOf = (length: Metres): number => Math.max(FEWEST, Math.min(MOST, Math.round(length / PLACE_LENGTH)));

/** [places · 4] bytes of a lap, from its states and the frames that were applied to them. */
export function profileOf(lap: Pick<LapDemonstration, 'track' | 'states' | 'frames'>): Uint8Array<ArrayBuffer> {
  const { track, states, frames } = lap;
  const places = placesOf(track.length);
  const sums = new Float64Array(places * PROFILE_WIDTH);
  const counts = new Float64Array(places);
  const point = emptyRoadPoint();
  for (let t = 0; t < ticksOf(lap); t++) {
    const row = t * STATE_WIDTH;
    locate(track, states[row], states[row + 1], states[row + DISTANCE], point);
    const place = placeAt(point.s, track.length, places);
    const at = place * PROFILE_WIDTH;
    sums[at + OFFSET] += point.offset;
    sums[at + SPEED] += Math.sqrt(states[row + VX] * states[row + VX] + states[row + VY] * states[row + VY]);
    sums[at + STEER] += frames[t * 2];
    sums[at + PEDAL] += frames[t * 2 + 1];
    counts[place]++;
  }
  return packed(sums, counts);
}

/** Which place the road coordinate `s` in [0, length) lies in. */
export const placeAt = (s: Metres, length: Metres, places: number): number =>
  Math.min(places - 1, Math.floor((s / length) * places));

function packed(sums: Float64Array, counts: Float64Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sums.length);
  const signed = new Int8Array(bytes.buffer);
  for (let place = 0; place < counts.length; place++) {
    const at = place * PROFILE_WIDTH;
    const count = counts[place];
    if (count === 0) {
      signed[at + OFFSET] = ABSENT;
      continue;
    }
    signed[at + OFFSET] = offsetByte(sums[at + OFFSET] / count);
    bytes[at + SPEED] = within(sums[at + SPEED] / count / SPEED_STEP, 0, 255);
    signed[at + STEER] = within(sums[at + STEER] / count, -FULL, FULL);
    signed[at + PEDAL] = within(sums[at + PEDAL] / count, -FULL, FULL);
  }
  return bytes;
}

const within = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, Math.round(value)));

/** The profile in `bytes`, in metres, m/s and shares of full lock and pedal. */
export function decodeProfile(bytes: Uint8Array): RoadProfile {
  const places = Math.floor(bytes.length / PROFILE_WIDTH);
  const column = () => new Float32Array(places).fill(Number.NaN);
  const profile: RoadProfile = { places, offset: column(), speed: column(), steer: column(), pedal: column() };
  const signed = signedOf(bytes);
  for (let place = 0; place < places; place++) {
    const at = place * PROFILE_WIDTH;
    if (signed[at + OFFSET] === ABSENT) continue;
    profile.offset[place] = OFFSETS[bytes[at + OFFSET]];
    profile.speed[place] = bytes[at + SPEED] * SPEED_STEP;
    profile.steer[place] = signed[at + STEER] / FULL;
    profile.pedal[place] = signed[at + PEDAL] / FULL;
  }
  return profile;
}

/** The same bytes, read with their sign. */
const signedOf = (bytes: Uint8Array): Int8Array => new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Lateral offset in metres, to 0.1, at `points` places evenly spread over the road; null where the lap was not. */
export function lineOf(bytes: Uint8Array, points: number): (number | null)[] {
  const places = bytes.length / PROFILE_WIDTH;
  return Array.from({ length: points }, (_, point) => {
    const offset = OFFSETS[bytes[Math.floor(((point + 0.5) / points) * places) * PROFILE_WIDTH]];
    return Number.isFinite(offset) ? Math.round(offset * 10) / 10 : null;
  });
}
