import { expect, test } from 'vitest';
import { observe } from '../../../shared/observation/observe.ts';
import {
  LOOK_AHEAD,
  type ObservationSpec,
  observationNames,
  observationSize,
  observationSpecFor,
  observationSpecSchema,
  RANGE_FINDER,
  RAY_SPAN,
  RAYS,
  TRACK_AND_OBSTACLE,
  TRACK_FEATURES,
} from '../../../shared/observation/spec.ts';
import { roadPose } from '../../../shared/track/locate.ts';
import type { Track } from '../../../shared/track/track.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import type { VehicleState } from '../../../shared/vehicle/state.ts';
import { oval, ring } from '../driver/roads.ts';

const onRoad = (track: Track, s: number, offset: number, more: Partial<VehicleState> = {}): VehicleState => ({
  vx: 15,
  vy: 0,
  yawRate: 0,
  steer: 0,
  distance: s,
  ...roadPose(track, s, offset),
  ...more,
});

function named(spec: ObservationSpec, track: Track, state: VehicleState): Record<string, number> {
  const out = new Float32Array(observationSize(spec));
  observe(spec, track, CLUB_RACER, state, out, 0);
  return Object.fromEntries(observationNames(spec).map((name, i) => [name, out[i]]));
}

test('on a ring the road ahead lies where the circle is', () => {
  const radius = 40;
  const track = ring(radius);
  const seen = named(TRACK_FEATURES, track, onRoad(track, 30, 0, { vx: 22.5, vy: 1, yawRate: 0.5, steer: 0.1 }));
  expect(seen.offset).toBeCloseTo(0, 4);
  expect(seen.headingErrorSine).toBeCloseTo(0, 3);
  expect(seen.headingErrorCosine).toBeCloseTo(1, 4);
  for (const d of LOOK_AHEAD) {
    const turned = d / radius;
    expect(seen[`curvature${d}m`]).toBeCloseTo(15 / radius, 2);
    expect(seen[`bearing${d}m`]).toBeCloseTo(((radius * (1 - Math.cos(turned))) / d) * 1.5, 2);
  }
  expect(seen).toMatchObject({ vx: 0.5, vy: 0.5, yawRate: 0.5 });
  expect(seen.steer).toBeCloseTo(0.6, 6);
});

test('offset is in half-widths, to the left positive, and heading error is counter-clockwise', () => {
  const track = oval({ half: 6 });
  const state = onRoad(track, 60, 3);
  state.heading += 0.2;
  const seen = named(TRACK_FEATURES, track, state);
  expect(seen.offset).toBeCloseTo(0.5, 3);
  expect(seen.headingErrorSine).toBeCloseTo(2 * Math.sin(0.2), 3);
  const right = named(TRACK_FEATURES, track, onRoad(track, 60, -6));
  expect(right.offset).toBeCloseTo(-1, 3);
  expect(right.bearing8m).toBeCloseTo((6 / 8) * 1.5, 3); // the centre line is to the left
});

test('the same place a lap later looks the same', () => {
  const track = ring(40);
  const state = onRoad(track, 20, 1);
  const later = { ...state, distance: state.distance + 3 * track.length, heading: state.heading + 3 * track.turn };
  const [now, then] = [named(TRACK_FEATURES, track, state), named(TRACK_FEATURES, track, later)];
  for (const name of Object.keys(now)) expect(then[name]).toBeCloseTo(now[name], 5);
});

test('an obstacle appears 60 m ahead, with its side, and is gone 3 m behind it', () => {
  const obstacle = { s: 120, offset: 1, radius: 1.4 };
  const track = oval({ obstacles: [obstacle] });
  expect(observationSpecFor(track)).toEqual(TRACK_AND_OBSTACLE);
  const at = (s: number, offset: number) => named(TRACK_AND_OBSTACLE, track, onRoad(track, s, offset));
  const rim = obstacle.s - obstacle.radius;
  expect(at(rim - 61, 0)).toMatchObject({ obstacleSeen: 0, obstacleOffset: 0, obstacleSide: 0, obstacleBearing: 0 });
  const near = at(rim - 15, 3);
  expect(near.obstacleSeen).toBe(1);
  expect(near.obstacleDistance).toBeCloseTo(0.5, 3);
  expect(near.obstacleNear).toBeCloseTo(1.5, 3);
  expect(near.obstacleOffset).toBeCloseTo(2 / 3, 3);
  expect(near.obstacleBearing).toBeCloseTo((2 / 15) * 10, 2);
  expect(near.obstacleSide).toBeGreaterThan(0.9);
  expect(at(rim - 15, -1).obstacleSide).toBeLessThan(-0.9);
  expect(at(obstacle.s + obstacle.radius + 2, 4).obstacleSeen).toBe(1);
  expect(at(obstacle.s + obstacle.radius + 4, 4).obstacleSeen).toBe(0);
});

test('how far ahead an obstacle appears is part of the specification', () => {
  const obstacle = { s: 120, offset: 1, radius: 1.4 };
  const track = oval({ obstacles: [obstacle] });
  const rim = obstacle.s - obstacle.radius;
  const near: ObservationSpec = { ...TRACK_AND_OBSTACLE, sight: 20 };
  expect(observationSpecSchema.parse(near)).toEqual(near);
  expect(named(near, track, onRoad(track, rim - 20.5, 3)).obstacleSeen).toBe(0);
  // from then on the numbers are those of anybody who sees it
  for (const ahead of [19.5, 10, 1]) {
    const state = onRoad(track, rim - ahead, 3);
    expect(named(near, track, state)).toEqual(named(TRACK_AND_OBSTACLE, track, state));
  }
});

test('rays measure the way to the edges of a straight', () => {
  const half = 6;
  const track = oval({ half });
  const seen = named(RANGE_FINDER, track, onRoad(track, 60, 0));
  for (let k = 0; k < RAYS; k++) {
    const angle = -RAY_SPAN / 2 + (RAY_SPAN * k) / (RAYS - 1);
    const way = half / Math.abs(Math.sin(angle));
    if (way < 50) expect((seen[`ray${k}`] + 1) * 15).toBeCloseTo(way, 0);
  }
});

test('written into a batch, an observation leaves its neighbours alone', () => {
  const track = ring(40);
  const width = observationSize(TRACK_FEATURES);
  const out = new Float32Array(width * 3).fill(7);
  observe(TRACK_FEATURES, track, CLUB_RACER, onRoad(track, 10, 0), out, width);
  expect([...out.subarray(0, width), ...out.subarray(2 * width)].every((value) => value === 7)).toBe(true);
  expect(out.subarray(width, 2 * width).every((value) => value !== 7)).toBe(true);
});

test('a specification of another version, or with history, is not read', () => {
  expect(observationSize(TRACK_FEATURES)).toBe(23);
  expect(observationSpecSchema.safeParse(TRACK_FEATURES).success).toBe(true);
  expect(observationSpecSchema.safeParse({ version: 2, blocks: ['trackFeatures'] }).success).toBe(false);
  expect(observationSpecSchema.safeParse({ ...TRACK_FEATURES, history: 3 }).success).toBe(false);
});
