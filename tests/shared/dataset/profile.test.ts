import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STATE_WIDTH } from '../../../shared/dataset/lap.ts';
import { decodeProfile, lineOf, OFFSETS, PROFILE_WIDTH, placesOf, profileOf } from '../../../shared/dataset/profile.ts';
import { roadPose } from '../../../shared/track/locate.ts';
import { loadTrack } from '../driver/racing.ts';

const track = loadTrack('tests/tracks/ring150.json');
const technical = loadTrack('assets/tracks/technical.json');

interface Drive {
  on?: typeof track;
  /** Share of the road that is driven, from the line. */
  share?: number;
  speed?: number;
  steer?: number;
  pedal?: number;
}

/** A lap along the road at the lateral offset that `offset` gives for each road distance. */
function lapAlong(offset: (s: number) => number, drive: Drive = {}) {
  const { on = track, share = 1, speed = 20, steer = 0, pedal = 0 } = drive;
  const ticks = Math.ceil(on.length * share);
  const states = new Float32Array((ticks + 1) * STATE_WIDTH);
  const frames = new Int8Array(ticks * 2);
  for (let t = 0; t <= ticks; t++) {
    const distance = (on.length * share * t) / ticks;
    const { x, y, heading } = roadPose(on, distance, offset(distance));
    // Body frame: 3-4-5, so that the speed is not one of its components.
    states.set([x, y, heading, 0.8 * speed, 0.6 * speed, 0, 0, distance], t * STATE_WIDTH);
    if (t < ticks) frames.set([steer, pedal], t * 2);
  }
  return { track: on, states, frames };
}

describe('the profile of a lap', () => {
  test('is the offset, speed and controls that it was driven with', () => {
    const profile = decodeProfile(profileOf(lapAlong(() => -2.3, { speed: 31, steer: 127, pedal: -64 })));
    expect(profile.places).toBe(placesOf(track.length));
    for (let place = 0; place < profile.places; place++) {
      expect(profile.offset[place]).toBeCloseTo(-2.3, 1);
      expect(profile.speed[place]).toBeCloseTo(31, 5);
      expect(profile.steer[place]).toBe(1);
      expect(profile.pedal[place]).toBeCloseTo(-64 / 127, 6);
    }
  });

  test('has a place for every five metres', () => {
    expect([placesOf(100), placesOf(1000), placesOf(20_000)]).toEqual([64, 200, 1024]);
    const weave = (s: number) => 2 * Math.sin((2 * Math.PI * s) / 100);
    const { offset, places } = decodeProfile(profileOf(lapAlong(weave, { on: technical })));
    for (let place = 0; place < places; place++) {
      const middle = ((place + 0.5) / places) * technical.length;
      // The mean of a sine over 5 m is not its middle, by less than 1 %; 0.1 m is one step.
      expect(Math.abs(offset[place] - weave(middle))).toBeLessThan(0.15);
    }
  });

  test('says where the lap was not', () => {
    const half = profileOf(lapAlong(() => 1, { share: 0.5 }));
    const { offset, places } = decodeProfile(half);
    expect(Array.from(offset).filter(Number.isNaN)).toHaveLength(places / 2 - 1);
    const line = lineOf(half, 8);
    expect(line).toEqual([1, 1, 1, 1, null, null, null, null]);
  });

  test('tells offsets of any road to half a step', () => {
    // 0.1 m up to 6.4 m, 0.5 m beyond; each byte stands for itself.
    const bytes = Uint8Array.from({ length: 256 * PROFILE_WIDTH }, (_, i) => i / PROFILE_WIDTH);
    expect(Array.from(decodeProfile(bytes).offset)).toEqual(Array.from(OFFSETS));
    fc.assert(
      fc.property(fc.double({ min: -37, max: 37, noNaN: true }), (offset) => {
        const nearest = Math.min(
          ...Array.from(OFFSETS, (known) => (Number.isNaN(known) ? 99 : Math.abs(known - offset))),
        );
        expect(nearest).toBeLessThanOrEqual(Math.abs(offset) <= 6.4 ? 0.0501 : 0.2501);
      }),
    );
  });
});
