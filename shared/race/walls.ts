import { cos, sin } from '../exact/trigonometry.ts';
import { edgeDistance, emptyRoadPoint, locate, type RoadPoint } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import type { Metres } from '../units/units.ts';
import { type Bodywork, bodyworkOf, halfDiagonal, newBodywork, strike } from './bodywork.ts';
import type { MovingCar } from './car.ts';
import { contactImpulse, type Impulse, newBody, type Touch } from './impulse.ts';

/** Edges and headings change along a car; inside this margin every corner is looked at on its own. */
const WALL_MARGIN = 1;

const GROUND = newBody();
const box = newBodywork();
const corner = emptyRoadPoint();
export const newTouch = (): Touch => ({ x: 0, y: 0, normalX: 0, normalY: 0, depth: 0 });
const touch = newTouch();
const impulse: Impulse = { x: 0, y: 0, approach: 0 };

/**
 * Push the car off the wall its corners are in, if any, and let it scrape along; `at` is where its centre is.
 *
 * A wall stands `track.wall` beyond either edge. The deepest corner gives side, direction and depth; where two corners
 * of one side are in, the touch lies between them by depth, so that a car that slides along flat does not turn.
 */
export function pushOffWalls(track: Track, car: MovingCar, at: RoadPoint): boolean {
  const clear = halfDiagonal(car) + WALL_MARGIN;
  if (at.left + track.wall - at.offset > clear && at.right + track.wall + at.offset > clear) return false;
  bodyworkOf(car, box);
  let side = 0;
  let weight = 0;
  touch.depth = 0;
  touch.x = 0;
  touch.y = 0;
  for (let i = 0; i < 4; i++) {
    locate(track, box.cornerX[i], box.cornerY[i], at.distance, corner);
    const depth = edgeDistance(corner) - track.wall;
    if (depth <= 0) continue;
    const where = corner.offset >= 0 ? 1 : -1;
    if (depth > touch.depth) {
      if (where !== side) weight = touch.x = touch.y = 0;
      side = where;
      touch.depth = depth;
      touch.normalX = side * sin(corner.heading);
      touch.normalY = -side * cos(corner.heading);
    }
    if (where !== side) continue;
    weight += depth;
    touch.x += depth * box.cornerX[i];
    touch.y += depth * box.cornerY[i];
  }
  if (weight === 0) return false;
  touch.x /= weight;
  touch.y /= weight;
  pushOff(car, box, touch);
  return true;
}

/** Push the car off every obstacle it is in. */
export function pushOffObstacles(track: Track, car: MovingCar): boolean {
  let touched = false;
  for (const obstacle of track.obstacles) {
    const dx = car.x - obstacle.x;
    const dy = car.y - obstacle.y;
    const clear = obstacle.radius + halfDiagonal(car);
    if (dx * dx + dy * dy >= clear * clear) continue;
    bodyworkOf(car, box);
    if (!touchCircle(obstacle, box, touch)) continue;
    pushOff(car, box, touch);
    touched = true;
  }
  return touched;
}

/** Fill `out` for a box against a circle, by the point of the box nearest to the circle's centre. */
export function touchCircle(circle: { x: Metres; y: Metres; radius: Metres }, car: Bodywork, out: Touch): boolean {
  const dx = circle.x - car.x;
  const dy = circle.y - car.y;
  const along = dx * car.ahead + dy * car.across;
  const aside = dy * car.ahead - dx * car.across;
  const nearAlong = Math.max(-car.halfLength, Math.min(car.halfLength, along));
  const nearAside = Math.max(-car.halfWidth, Math.min(car.halfWidth, aside));
  // From the circle to the car, in the car's frame.
  let outX = nearAlong - along;
  let outY = nearAside - aside;
  const gap = Math.sqrt(outX * outX + outY * outY);
  if (gap >= circle.radius) return false;
  if (gap > 0) {
    outX /= gap;
    outY /= gap;
    out.depth = circle.radius - gap;
  } else {
    // The centre is inside the box: out by the nearer side.
    const lengthways = car.halfLength - Math.abs(along) < car.halfWidth - Math.abs(aside);
    outX = lengthways ? (along > 0 ? -1 : 1) : 0;
    outY = lengthways ? 0 : aside > 0 ? -1 : 1;
    out.depth = circle.radius + Math.min(car.halfLength - Math.abs(along), car.halfWidth - Math.abs(aside));
  }
  out.normalX = outX * car.ahead - outY * car.across;
  out.normalY = outX * car.across + outY * car.ahead;
  out.x = car.x + nearAlong * car.ahead - nearAside * car.across;
  out.y = car.y + nearAlong * car.across + nearAside * car.ahead;
  return true;
}

/** Apply a touch to the car, whose box is `body`, against something that does not move. */
export function pushOff(car: MovingCar, body: Bodywork, at: Touch): void {
  contactImpulse(body, GROUND, at, impulse);
  const moment = (at.x - body.x) * impulse.y - (at.y - body.y) * impulse.x;
  strike(car, body, impulse.x, impulse.y, moment);
  car.x += at.normalX * at.depth;
  car.y += at.normalY * at.depth;
}
