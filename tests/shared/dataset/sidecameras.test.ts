import { expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { STATE_WIDTH, ticksOf } from '../../../shared/dataset/lap.ts';
import { SIDE_CAMERAS, sideCameraDrives, steeringBack } from '../../../shared/dataset/sidecameras.ts';
import { newCar } from '../../../shared/race/car.ts';
import { frameOf } from '../../../shared/race/frame.ts';
import { placeCar } from '../../../shared/race/placing.ts';
import { stepCar } from '../../../shared/race/step.ts';
import { edgeDistance, locate } from '../../../shared/track/locate.ts';
import { longestStraight } from '../../../shared/track/startline.ts';
import { TICK } from '../../../shared/units/units.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { loadTrack } from '../driver/racing.ts';
import { record } from './recorded.ts';

const track = loadTrack('assets/tracks/oval.json');
const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 2 }], 2);
const laps = lapsOfLog(log, track, episodes);
const drives = sideCameraDrives(laps, { ...SIDE_CAMERAS, segments: 40 });

test('the person’s way is looked at from one place aside, always on the road', () => {
  expect(drives.length).toBeGreaterThan(30);
  for (const { states, frames } of drives) {
    const rows = states.length / STATE_WIDTH;
    expect(rows).toBe(frames.length / 2 + 1);
    const at = laps.find((lap) => lap.states[3] !== undefined && find(lap.states, states[7]!) >= 0)!;
    const first = find(at.states, states[7]!);
    const gap = (row: number): number => {
      const [own, person] = [row * STATE_WIDTH, (first + row) * STATE_WIDTH];
      if (person + STATE_WIDTH > at.states.length) return Number.NaN;
      expect(states[own + 3]).toBe(at.states[person + 3]); // the same speed
      return Math.hypot(states[own]! - at.states[person]!, states[own + 1]! - at.states[person + 1]!);
    };
    const gaps = Array.from({ length: rows }, (_, row) => gap(row)).filter((value) => !Number.isNaN(value));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(SIDE_CAMERAS.lateral + 1e-4);
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThan(1e-3);
    for (let row = 0; row < rows; row++) {
      const k = row * STATE_WIDTH;
      expect(edgeDistance(locate(track, states[k]!, states[k + 1]!, states[k + 7]!))).toBeLessThanOrEqual(0);
    }
  }
});

const find = (states: Float32Array, distance: number): number => {
  for (let row = 0; row * STATE_WIDTH < states.length; row++)
    if (states[row * STATE_WIDTH + 7] === distance) return row;
  return -1;
};

test('labels steer back, pedals stay the person’s, and what was done stays known', () => {
  let changed = 0;
  for (const drive of drives) {
    for (let tick = 0; tick < ticksOf(drive); tick++) {
      expect(drive.intended![2 * tick + 1]).toBe(drive.frames[2 * tick + 1]);
      if (drive.intended![2 * tick] !== drive.frames[2 * tick]) changed++;
    }
  }
  expect(changed).toBeGreaterThan(drives.length * 50);
  expect(sideCameraDrives(laps, { ...SIDE_CAMERAS, segments: 40 })).toEqual(drives);
  const still = sideCameraDrives(laps, { ...SIDE_CAMERAS, segments: 5, lateral: 0, heading: 0 });
  for (const { frames, intended } of still) expect(intended).toEqual(frames);
});

test.each([
  [1, 0],
  [-1.2, 0.05],
  [0.4, -0.1],
  [-0.5, -0.08],
])(
  '%f m aside and turned by %f rad, the label’s steering is back on a straight path in two seconds',
  (aside, turned) => {
    const straight = longestStraight(track)!;
    const car = newCar('aside', CLUB_RACER);
    placeCar(track, car, { distance: straight.from + 8, offset: aside, speed: 14 });
    const along = locate(track, car.x, car.y, car.distance).heading;
    car.heading += turned;
    let at = locate(track, car.x, car.y, car.distance);
    for (let tick = 0; tick < 120; tick++) {
      // As a clone that learned it would: the same question again at every moment, with what is left of the two seconds.
      const left = Math.max(0.5, 2 - tick * TICK);
      const steer = steeringBack(CLUB_RACER, car.vx, at.offset, car.heading - along, left);
      stepCar(track, car, frameOf({ steer, pedal: 0.3 }), 'racing');
      at = locate(track, car.x, car.y, car.distance);
    }
    expect(Math.abs(at.offset)).toBeLessThan(0.15);
    expect(Math.abs(car.heading - along)).toBeLessThan(0.05);
  },
);
