import { describe, expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { STATE_WIDTH, stretchesOf, ticksOf } from '../../../shared/dataset/lap.ts';
import { mirroredDrives } from '../../../shared/dataset/mirror.ts';
import { samplesOfDrives } from '../../../shared/dataset/samples.ts';
import { type ObservationSpec, observationNames, RAYS } from '../../../shared/observation/spec.ts';
import { newCar } from '../../../shared/race/car.ts';
import { stepCar } from '../../../shared/race/step.ts';
import { cueSide } from '../../../shared/track/cue.ts';
import { mirroredTrack } from '../../../shared/track/mirror.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { readState, writeState } from '../../../shared/vehicle/state.ts';
import { loadTrack } from '../driver/racing.ts';
import { record } from './recorded.ts';

/** Numbers that stay as they are in a mirror; every other one changes its sign. */
const EVEN = [
  ...['headingErrorCosine', 'vx', 'obstacleSeen', 'obstacleDistance', 'obstacleNear', 'cueVisible', 'cueDistance'],
  'previousPedal',
];

describe.each(['technical', 'obstacle', 'cue'])('a lap of %s in the mirror', (name) => {
  const track = loadTrack(`assets/tracks/${name}.json`);
  const { log, episodes } = record(track, [{ hands: 'keyboard', skill: 'mid', seed: 3 }], 1);
  const drives = stretchesOf(lapsOfLog(log, track, episodes));
  const [mirror] = mirroredDrives(drives);

  test('is seen as the lap is, with left for right', () => {
    const spec: ObservationSpec = {
      version: 1,
      blocks: ['trackFeatures', 'obstacle', 'cue', 'previousAction', 'rangeFinder'],
    };
    const names = observationNames(spec);
    const [real, mirrored] = [samplesOfDrives(drives, spec, 7), samplesOfDrives([mirror!], spec, 7)];
    const rays = names.indexOf('ray0');
    let compared = 0;
    for (let row = 0; row < real.size; row++) {
      for (let j = 0; j < rays; j++) {
        const value = real.observations[row * real.width + j]!;
        const expected = EVEN.includes(names[j]!) ? value : -value;
        expect(mirrored.observations[row * real.width + j]! + 0).toBeCloseTo(expected + 0, 5);
        compared += Math.abs(value) > 1e-3 ? 1 : 0;
      }
      for (let k = 0; k < RAYS; k++) {
        const other = real.observations[row * real.width + rays + RAYS - 1 - k]!;
        expect(mirrored.observations[row * real.width + rays + k]).toBeCloseTo(other, 4);
      }
      expect(mirrored.actions[2 * row]! + 0).toBe(0 - real.actions[2 * row]!);
      expect(mirrored.actions[2 * row + 1]).toBe(real.actions[2 * row + 1]);
    }
    expect(compared).toBeGreaterThan(10 * real.size);
  });

  test('is driven by the same physics: its frames on the mirrored track give its states', () => {
    const car = newCar('mirrored', CLUB_RACER);
    readState(mirror!.states, 0, car);
    const row = new Float32Array(STATE_WIDTH);
    for (let tick = 0; tick < ticksOf(mirror!); tick++) {
      const [steer, pedal] = mirror!.frames.subarray(2 * tick, 2 * tick + 2);
      stepCar(mirror!.track, car, { steer: steer!, pedal: pedal!, buttons: 0 }, 'racing');
      writeState(car, row, 0);
      const wanted = mirror!.states.subarray((tick + 1) * STATE_WIDTH, (tick + 2) * STATE_WIDTH);
      for (let k = 0; k < STATE_WIDTH; k++) expect(Math.abs(row[k]! - wanted[k]!)).toBeLessThan(0.02);
    }
  });

  test('in two mirrors is the lap itself', () => {
    const [back] = mirroredDrives([mirror!]);
    expect(back!.frames).toEqual(drives[0]!.frames);
    expect(back!.states.map((value) => value + 0)).toEqual(drives[0]!.states.map((value) => value + 0));
    const twice = mirroredTrack(mirror!.track);
    expect(twice.leftX).toEqual(track.leftX);
    expect(twice.curvature.map((value) => value + 0)).toEqual(track.curvature.map((value) => value + 0));
    expect(twice.hazards.map(({ offset }) => offset + 0)).toEqual(track.hazards.map(({ offset }) => offset + 0));
  });
});

test('every board tells the other side in the mirror', () => {
  const track = loadTrack('assets/tracks/cue.json');
  const mirror = mirroredTrack(track);
  const sides = Array.from({ length: 20 }, (_, lap) => cueSide(track, lap, 0));
  const others = Array.from({ length: 20 }, (_, lap) => cueSide(mirror, lap, 0));
  expect(new Set(sides).size).toBe(2);
  expect(others).toEqual(sides.map((side) => (side === 'left' ? 'right' : 'left')));
});
