import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DrawnCar } from '../../../client/connection/pose.ts';
import { type CarMotion, follow, stillCar } from '../../../client/race/carmotion.ts';
import { rearWheels } from '../../../client/race/wheels.ts';
import { roadPose } from '../../../shared/track/locate.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { shippedTrack } from '../../shared/track/shipped.ts';

const track = shippedTrack('oval');

/** A car on a circle of its own whose nose points `slide` rad inside the way it goes. */
function circling(time: number, speed: number, radius: number, slide: number): DrawnCar {
  const turned = (speed / radius) * time;
  const { x, y } = track.file.centreLine[0]!;
  const heading = turned + Math.PI / 2 + slide;
  const place = { x: x + radius * Math.cos(turned), y: y + radius * Math.sin(turned) };
  return { ...place, heading, steer: 0, speed, distance: 0 };
}

function after(seconds: number, rate: number, at: (time: number) => DrawnCar): CarMotion {
  const car = stillCar(CLUB_RACER);
  for (let i = 0; i <= seconds * rate; i++) follow(car, at(i / rate), track, i === 0 ? 0 : 1 / rate);
  return car;
}

test.each([30, 60, 144])(
  'speed, turn and slip of a slide on a circle are those of geometry, at %i frames a second',
  (rate) => {
    const [speed, radius, slide] = [12, 30, 0.3];
    const car = after(2, rate, (time) => circling(time, speed, radius, slide));
    // The frame's chord, and a velocity that lags by its smoothing, change little at 0.4 rad/s.
    expect(car.speed).toBeCloseTo(speed, 1);
    expect(car.yawRate).toBeCloseTo(speed / radius, 2);
    // In the car's frame v = s (cos β, −sin β); the rear axle adds −l ω to the side.
    const lag = (speed / radius) * 0.06;
    const aside = -speed * Math.sin(slide + lag) - (CLUB_RACER.rearAxle * speed) / radius;
    expect(car.slip).toBeCloseTo(Math.atan2(Math.abs(aside), speed * Math.cos(slide + lag)), 1);
    expect(car.leapt).toBe(false);
  },
);

test('a car that is put elsewhere has leapt, stands still and slips nowhere', () => {
  const car = after(1, 60, (time) => circling(time, 20, 40, 0));
  follow(car, { ...circling(1, 20, 40, 0), x: 500 }, track, 1 / 60);
  expect(car).toMatchObject({ leapt: true, speed: 0, slip: 0, jolt: 0 });
});

test('a car put back on the road 7 m away has leapt, however few frames there are; a fast one that drives has not', () => {
  for (const rate of [12, 60, 144]) {
    const car = after(1, rate, (time) => circling(time, 18, 60, 0));
    const now = circling(1, 18, 60, 0);
    follow(car, { ...now, x: now.x + 7, speed: 8 }, track, 1 / rate);
    expect(car.leapt).toBe(true);
    expect(after(1, rate, (time) => circling(time, 60, 300, 0)).leapt).toBe(false);
  }
});

test('a wall that takes 6 m/s in a frame is a jolt of that much, driving is none', () => {
  const pose = roadPose(track, 100, 0);
  const along = (metres: number): DrawnCar => ({
    ...roadPose(track, 100, 0),
    x: pose.x + metres * Math.cos(pose.heading),
    y: pose.y + metres * Math.sin(pose.heading),
    steer: 0,
    speed: 15,
    distance: 100,
  });
  const car = stillCar(CLUB_RACER);
  for (let i = 0; i <= 60; i++) follow(car, along((15 * i) / 60), track, 1 / 60);
  expect(car.jolt).toBeLessThan(0.1);
  follow(car, along(15 + 9 / 60), track, 1 / 60);
  expect(car.jolt).toBeCloseTo(6, 1);
});

test('what lies under the car is what the track says', () => {
  const [car, grass] = [stillCar(CLUB_RACER), roadPose(track, 20, track.left[20]! + 3)];
  follow(car, { ...roadPose(track, 20, 0), steer: 0, speed: 0, distance: 20 }, track, 0);
  expect([car.surface, car.outerSurface]).toEqual(['asphalt', 'asphalt']);
  // The middle half a metre on the road, the outer wheels beyond its edge.
  const edge = roadPose(track, 20, track.left[Math.round(20 / track.spacing)]! - 0.5);
  follow(car, { ...edge, steer: 0, speed: 0, distance: 20 }, track, 0);
  expect([car.surface, car.outerSurface]).toEqual(['asphalt', 'grass']);
  follow(car, { ...grass, steer: 0, speed: 0, distance: 20 }, track, 0);
  expect(car.surface).toBe('grass');
  expect(car.offset - car.halfWidth).toBeCloseTo(3, 0);
});

test('the rear wheels are behind the car, one on either side, whichever way it points', () => {
  fc.assert(
    fc.property(fc.double({ min: -7, max: 7, noNaN: true }), (heading) => {
      const car = { ...stillCar(CLUB_RACER), x: 3, y: -2, heading };
      const [left, right] = rearWheels(car);
      const [cos, sin] = [Math.cos(heading), Math.sin(heading)];
      const inCar = ({ x, y }: { x: number; y: number }) => [
        (x - 3) * cos + (y + 2) * sin,
        (y + 2) * cos - (x - 3) * sin,
      ];
      const [l, r] = [inCar(left), inCar(right)];
      expect(l[0]).toBeLessThan(-1);
      expect(l[0]).toBeCloseTo(r[0]!, 9);
      expect(l[1]).toBeGreaterThan(0.5);
      expect(l[1]).toBeCloseTo(-r[1]!, 9);
    }),
  );
});
