import { expect, test } from 'vitest';
import { observe } from '../../../shared/observation/observe.ts';
import {
  observationNames,
  observationSize,
  observationSpecFor,
  TRACK_AND_OBSTACLE,
} from '../../../shared/observation/spec.ts';
import { roadPose } from '../../../shared/track/locate.ts';
import type { Track } from '../../../shared/track/track.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { restingState } from '../../../shared/vehicle/state.ts';
import { shippedTrack } from '../track/shipped.ts';

const track = shippedTrack('cue');
const [board] = track.cues;

/** What a car on the road at an unwrapped distance sees, by name. */
function seen(on: Track, distance: number, offset = 0): Record<string, number> {
  const spec = observationSpecFor(on);
  const out = new Float32Array(observationSize(spec));
  observe(spec, on, CLUB_RACER, { ...restingState(), ...roadPose(on, distance, offset), distance }, out, 0);
  return Object.fromEntries(observationNames(spec).map((name, k) => [name, out[k]]));
}

test('a track with a board has the cue in its observation, one with an island alone its nose as an obstacle', () => {
  expect(observationSpecFor(track).blocks).toEqual(['trackFeatures', 'obstacle', 'cue']);
  expect(observationSpecFor(shippedTrack('island'))).toBe(TRACK_AND_OBSTACLE);
  expect(observationSpecFor(track, 'traffic').blocks).toEqual(['trackFeatures', 'obstacle', 'cue', 'neighbours']);
});

test('the board is seen, its side read and its distance known for 60 m, and nothing of it after', () => {
  expect(seen(track, board.s - 61)).toMatchObject({ cueVisible: 0, cueSide: 0, cueDistance: 1 });
  const sides = [0, 1, 2, 3, 4, 5].map((lap) => {
    const view = seen(track, lap * track.length + board.s - 30);
    expect(view.cueVisible).toBe(1);
    expect(view.cueDistance).toBeCloseTo(0.5, 5);
    expect(Math.abs(view.cueSide)).toBe(1);
    return view.cueSide;
  });
  expect(new Set(sides).size).toBe(2);
  // Two laps that tell different sides look the same from behind the board to the fork.
  const [left, right] = [sides.indexOf(1), sides.indexOf(-1)];
  for (let s = board.s + 1; s < track.islands[0].from; s += 5) {
    const [one, other] = [left, right].map((lap) => seen(track, lap * track.length + s, 1));
    for (const [name, value] of Object.entries(one)) expect(other[name], name).toBeCloseTo(value, 4);
  }
});

test("an island's nose is seen as an obstacle of its half width", () => {
  const island = shippedTrack('island');
  const [{ from, halfWidth, offset }] = island.islands;
  const view = seen(island, from - 20, 2);
  expect(view.obstacleSeen).toBe(1);
  expect(view.obstacleDistance * 30).toBeCloseTo(20, 3);
  expect(view.obstacleOffset * 3).toBeCloseTo(2 - offset, 3);
  expect(seen(island, from + 2 * halfWidth + 4, 6).obstacleSeen).toBe(0);
});
