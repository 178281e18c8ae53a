import { cos, sin } from '../exact/trigonometry.ts';
import { edgeDistance, emptyRoadPoint, locate, type RoadPoint } from '../track/locate.ts';
import type { Obstacle, Track } from '../track/track.ts';
import { type Bodywork, bodyworkOf, halfDiagonal, newBodywork, strike } from './bodywork.ts';
import type { MovingCar } from './car.ts';
import { contactImpulse, type Impulse, newBody, type Touch } from './impulse.ts';

/** Edges and headings change along a car; inside this margin every corner is looked at on its own. */
const WALL_MARGIN = 1;

const GROUND = newBody();
const box = newBodywork();
const corner = emptyRoadPoint();
const touch: Touch = { x: 0, y: 0, normalX: 0, normalY: 0, depth: 0 };
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
  pushOff(car);
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
    if (!touchCircle(obstacle, box)) continue;
    pushOff(car);
    touched = true;
  }
  return touched;
}

/** Fill `touch` for a box against a circle, by the point of the box nearest to the circle's centre. */
function touchCircle(obstacle: Obstacle, car: Bodywork): boolean {
  const dx = obstacle.x - car.x;
  const dy = obstacle.y - car.y;
  const along = dx * car.ahead + dy * car.across;
  const aside = dy * car.ahead - dx * car.across;
  const nearAlong = Math.max(-car.halfLength, Math.min(car.halfLength, along));
  const nearAside = Math.max(-car.halfWidth, Math.min(car.halfWidth, aside));
  // From the circle to the car, in the car's frame.
  let outX = nearAlong - along;
  let outY = nearAside - aside;
  const gap = Math.sqrt(outX * outX + outY * outY);
  if (gap >= obstacle.radius) return false;
  if (gap > 0) {
    outX /= gap;
    outY /= gap;
    touch.depth = obstacle.radius - gap;
  } else {
    // The centre is inside the box: out by the nearer side.
    const lengthways = car.halfLength - Math.abs(along) < car.halfWidth - Math.abs(aside);
    outX = lengthways ? (along > 0 ? -1 : 1) : 0;
    outY = lengthways ? 0 : aside > 0 ? -1 : 1;
    touch.depth = obstacle.radius + Math.min(car.halfLength - Math.abs(along), car.halfWidth - Math.abs(aside));
  }
  touch.normalX = outX * car.ahead - outY * car.across;
  touch.normalY = outX * car.across + outY * car.ahead;
  touch.x = car.x + nearAlong * car.ahead - nearAside * car.across;
  touch.y = car.y + nearAlong * car.across + nearAside * car.ahead;
  return true;
}

/** Apply `touch` to the car in `box`, against something that does not move. */
function pushOff(car: MovingCar): void {
  contactImpulse(box, GROUND, touch, impulse);
  const moment = (touch.x - box.x) * impulse.y - (touch.y - box.y) * impulse.x;
  strike(car, box, impulse.x, impulse.y, moment);
  car.x += touch.normalX * touch.depth;
  car.y += touch.normalY * touch.depth;
}
