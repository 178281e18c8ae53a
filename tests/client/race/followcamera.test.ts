import { expect, test } from 'vitest';
import { FollowCamera } from '../../../client/race/followcamera.ts';

const car = (heading: number) => ({ x: 10, y: 20, heading, speed: 25 });

/** Half a second at some frame rate after a turn of a quarter. */
function after(framesPerSecond: number): number {
  const camera = new FollowCamera();
  camera.follow(car(0), 0, 1440, 900, false);
  for (let i = 0; i < framesPerSecond / 2; i++) camera.follow(car(Math.PI / 2), 1 / framesPerSecond, 1440, 900, false);
  return camera.view.up;
}

test('the same turn takes the same time at 20 and at 144 frames a second', () => {
  expect(after(20)).toBeCloseTo(after(144), 6);
  expect(after(60)).toBeGreaterThan(Math.PI / 4);
});

test('a heading past a whole turn does not spin the picture', () => {
  const camera = new FollowCamera();
  camera.follow(car(0), 0, 1440, 900, false);
  for (let i = 0; i < 300; i++) camera.follow(car(2 * Math.PI + 0.1), 1 / 60, 1440, 900, false);
  expect(camera.view.up).toBeCloseTo(0.1, 3);
});

test('with north up the picture never turns', () => {
  const camera = new FollowCamera();
  for (let i = 0; i < 60; i++) camera.follow(car(i / 10), 1 / 60, 1440, 900, true);
  expect(camera.view.up).toBe(Math.PI / 2);
});

test('the road ahead gets more of the screen than the road behind', () => {
  const camera = new FollowCamera();
  for (let i = 0; i < 300; i++) camera.follow(car(0), 1 / 60, 1440, 900, false);
  expect(camera.view.x).toBeGreaterThan(car(0).x + 5);
  expect(camera.view.y).toBeCloseTo(car(0).y, 6);
});
