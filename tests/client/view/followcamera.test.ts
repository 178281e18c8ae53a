import { describe, expect, test } from 'vitest';
import { FollowCamera, type Followed, PLAIN_WISH, type View } from '../../../client/view/followcamera.ts';

const NORTH_UP = { ...PLAIN_WISH, northUp: true };
const car = (heading: number): Followed => ({ x: 10, y: 20, heading, speed: 25 });
const follow = (camera: FollowCamera, followed: Followed, passed: number, wish = PLAIN_WISH): View =>
  camera.follow(followed, passed, 1440, 900, wish);

/** A car in a slalom of 1 rad to each side whose speed swells between 10 and 40 m/s: pose at a time in closed form. */
function slalom(time: number): Followed {
  const speed = 25 + 15 * Math.sin(0.7 * time);
  return { x: 30 * Math.sin(0.4 * time), y: 25 * time, heading: Math.PI / 2 + Math.sin(1.3 * time), speed };
}

/** Where the camera is after 6 s of the slalom. */
function after(framesPerSecond: number, wish = PLAIN_WISH): View {
  const camera = new FollowCamera();
  for (let i = 0; i <= 6 * framesPerSecond; i++)
    follow(camera, slalom(i / framesPerSecond), i === 0 ? 0 : 1 / framesPerSecond, wish);
  return camera.view;
}

describe.each([
  ['heading up', PLAIN_WISH],
  ['north up', NORTH_UP],
])('the same drive with %s', (_, wish) => {
  test.each([30, 60, 144])('at %i frames a second ends within a centimetre of 1,000 frames a second', (rate) => {
    const [here, there] = [after(rate, wish), after(1000, wish)];
    expect(Math.hypot(here.x - there.x, here.y - there.y)).toBeLessThan(0.01);
    expect(Math.abs(here.up - there.up)).toBeLessThan(0.002);
    expect(Math.abs(here.scale / there.scale - 1)).toBeLessThan(1e-4);
  });
});

test('frames that come unevenly end where even ones do', () => {
  const camera = new FollowCamera();
  const times = [0];
  while (times.at(-1)! < 6) times.push(Math.min(6, times.at(-1)! + [0.008, 0.03, 0.017, 0.004][times.length % 4]!));
  for (const [i, time] of times.entries()) follow(camera, slalom(time), i === 0 ? 0 : time - times[i - 1]!);
  expect(Math.hypot(camera.view.x - after(1000).x, camera.view.y - after(1000).y)).toBeLessThan(0.01);
});

test('a steady turn is followed by as much as the time constant says', () => {
  const camera = new FollowCamera();
  for (let i = 0; i <= 600; i++) follow(camera, car(i / 100), i === 0 ? 0 : 1 / 100);
  // A first-order lag of τ is behind a ramp of 1 rad/s by τ rad.
  expect(car(6).heading - camera.view.up).toBeCloseTo(0.32, 3);
});

test('a heading past a whole turn does not spin the picture', () => {
  const camera = new FollowCamera();
  follow(camera, car(0), 0);
  for (let i = 0; i < 300; i++) follow(camera, car(2 * Math.PI + 0.1), 1 / 60);
  expect(Math.sin(camera.view.up - 0.1)).toBeCloseTo(0, 3);
  expect(Math.cos(camera.view.up - 0.1)).toBeCloseTo(1, 3);
});

test('with north up the picture never turns, and after the choice of heading up it turns there', () => {
  const camera = new FollowCamera();
  for (let i = 0; i < 60; i++) {
    follow(camera, car(i / 10), 1 / 60, NORTH_UP);
    expect(camera.view.up).toBe(Math.PI / 2);
  }
  for (let i = 0; i < 300; i++) follow(camera, car(0.4), 1 / 60);
  expect(Math.cos(camera.view.up - 0.4)).toBeCloseTo(1, 5);
});

test('with reduced motion another wish is met in the next frame', () => {
  const camera = new FollowCamera();
  follow(camera, car(0), 0);
  const { scale } = { ...camera.view };
  follow(camera, car(0), 1 / 60, { northUp: true, zoomWithSpeed: true, zoom: 2, calm: true });
  expect(camera.view.up).toBe(Math.PI / 2);
  expect(camera.view.scale).toBeCloseTo(2 * scale, 9);
});

test('fast driving shows more road, unless that is not wanted', () => {
  const scaleAt = (speed: number, zoomWithSpeed: boolean): number =>
    follow(new FollowCamera(), { ...car(0), speed }, 0, { ...PLAIN_WISH, zoomWithSpeed }).scale;
  expect(scaleAt(40, true)).toBeLessThan(scaleAt(5, true));
  expect(scaleAt(40, false)).toBe(scaleAt(5, false));
});

test('the road ahead gets more of the screen than the road behind', () => {
  const camera = new FollowCamera();
  for (let i = 0; i < 300; i++) follow(camera, car(0), 1 / 60);
  expect(camera.view.x).toBeGreaterThan(car(0).x + 5);
  expect(camera.view.y).toBeCloseTo(car(0).y, 6);
});

test('after a cut the next car is there at once', () => {
  const camera = new FollowCamera();
  follow(camera, car(0), 0);
  camera.cut();
  expect(follow(camera, { ...car(3), x: 900 }, 1 / 60).up).toBe(3);
});
