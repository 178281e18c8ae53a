import { expect, test } from 'vitest';
import { newCar } from '../../../shared/race/car.ts';
import { FALL_ANGLE, STUCK_TICKS } from '../../../shared/race/constants.ts';
import { BUTTON_RESPAWN, frameOf, NEUTRAL_FRAME } from '../../../shared/race/frame.ts';
import { placeCar } from '../../../shared/race/placing.ts';
import { stepCar } from '../../../shared/race/step.ts';
import { locate } from '../../../shared/track/locate.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { readState, STATE_FIELDS, writeState } from '../../../shared/vehicle/state.ts';
import { follow, RING, shippedTrack } from './rings.ts';

const car = () => newCar('car', CLUB_RACER);
const BRAKE = frameOf({ steer: 0, pedal: -1 });
const numbers = (of: ReturnType<typeof car>): number[] => {
  const row: number[] = [];
  writeState(of, row, 0);
  return row;
};

test('nothing moves unless the race is on', () => {
  for (const phase of ['waiting', 'countdown', 'finished'] as const) {
    const standing = car();
    placeCar(RING, standing, { distance: 10, speed: 20 });
    const before = numbers(standing);
    stepCar(RING, standing, frameOf({ steer: 1, pedal: 1 }, BUTTON_RESPAWN), phase);
    expect(numbers(standing)).toEqual(before);
  }
});

test('a step reads the eight fields and stuckTicks, and leaves float32 values', () => {
  const one = car();
  placeCar(RING, one, { distance: -5, offset: 1, speed: 6 });
  for (let tick = 0; tick < 600; tick++) {
    // A second car that has lived through nothing, given only what the wire carries.
    const fresh = car();
    const row: number[] = [];
    writeState(one, row, 0);
    readState(row, 0, fresh);
    fresh.stuckTicks = one.stuckTicks;
    const frame = tick % 200 > 150 ? frameOf({ steer: -1, pedal: 1 }) : follow(RING, one, 14);
    stepCar(RING, one, frame, 'racing');
    stepCar(RING, fresh, frame, 'racing');
    expect(numbers(fresh)).toEqual(numbers(one));
    for (const field of STATE_FIELDS) expect(Math.fround(one[field])).toBe(one[field]);
  }
});

test('more than two metres beyond the edge is a fall, back to the centre line along the road at 8 m/s', () => {
  const wide = car();
  placeCar(RING, wide, { distance: 3, offset: 6.9, speed: 5, turned: 0.4 });
  const turned = wide.heading;
  expect(stepCar(RING, wide, NEUTRAL_FRAME, 'racing').fell).toBe(false);
  expect(wide.offTrack).toBe(true);
  placeCar(RING, wide, { distance: 3, offset: 7.05, speed: 5, turned: 0.4 });
  wide.heading += 8 * Math.PI;
  expect(stepCar(RING, wide, NEUTRAL_FRAME, 'racing')).toMatchObject({ fell: true, cause: 'edge', offTrack: true });
  const at = locate(RING, wide.x, wide.y, wide.distance);
  expect(at.offset).toBeCloseTo(0, 4);
  expect(at.distance).toBeCloseTo(3.08, 1);
  expect(wide.heading).toBeCloseTo(at.heading + 8 * Math.PI, 4);
  expect(Math.abs(wide.heading - turned - 8 * Math.PI)).toBeLessThan(0.5);
  expect([wide.vx, wide.vy, wide.yawRate, wide.steer, wide.stuckTicks]).toEqual([8, 0, 0, 0, 0]);
  expect(wide.offTrack).toBe(false);
});

test('a heading over 126° from the road is a fall, under it the wrong way', () => {
  for (const side of [1, -1]) {
    const spun = car();
    placeCar(RING, spun, { distance: 2, turned: side * (FALL_ANGLE - 0.02), speed: 2 });
    expect(stepCar(RING, spun, NEUTRAL_FRAME, 'racing')).toMatchObject({ fell: false, wrongWay: true });
    placeCar(RING, spun, { distance: 2, turned: side * (FALL_ANGLE + 0.02), speed: 2 });
    expect(stepCar(RING, spun, NEUTRAL_FRAME, 'racing')).toMatchObject({ fell: true, cause: 'angle' });
  }
});

test('three seconds under 1 m/s is a fall, and not a tick less', () => {
  const stuck = car();
  placeCar(RING, stuck, { distance: 20 });
  for (let tick = 1; tick < STUCK_TICKS; tick++) expect(stepCar(RING, stuck, BRAKE, 'racing').fell).toBe(false);
  expect(stepCar(RING, stuck, BRAKE, 'racing')).toMatchObject({ fell: true, cause: 'stuck' });
  expect(stuck.vx).toBe(8);
  expect(stuck.distance).toBeCloseTo(20, 4);
});

test('the respawn button puts the car back before it drives on', () => {
  const lost = car();
  placeCar(RING, lost, { distance: 30, offset: -4, speed: 3, turned: 1 });
  expect(stepCar(RING, lost, frameOf({ steer: 0, pedal: 0 }, BUTTON_RESPAWN), 'racing')).toMatchObject({
    fell: true,
    cause: 'button',
  });
  const at = locate(RING, lost.x, lost.y, lost.distance);
  expect(Math.abs(at.offset)).toBeLessThan(0.05);
  expect(lost.distance - 30).toBeCloseTo(8 / 60, 2);
});

test('no respawn puts a car in front of an obstacle that it cannot avoid', () => {
  const track = shippedTrack('obstacle');
  const [obstacle] = track.obstacles;
  for (const lap of [0, 2]) {
    const crashed = car();
    placeCar(track, crashed, { distance: lap * track.length + obstacle.s - 3.6 });
    for (let tick = 0; tick < STUCK_TICKS; tick++) stepCar(track, crashed, BRAKE, 'racing');
    expect(crashed.distance).toBeCloseTo(lap * track.length + obstacle.s - 20, 1);
    const way = track.heading[Math.round(crashed.distance / track.spacing) % track.count];
    expect(Math.cos(crashed.heading - way)).toBeCloseTo(1, 3);
  }
});
