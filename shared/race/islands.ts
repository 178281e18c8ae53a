import { emptySpinePoint, type Island, nearestOnSpine } from '../track/island.ts';
import type { Track } from '../track/track.ts';
import { bodyworkOf, halfDiagonal, newBodywork } from './bodywork.ts';
import type { MovingCar } from './car.ts';
import type { Touch } from './impulse.ts';
import { newTouch, pushOff, touchCircle } from './walls.ts';

/** Touches whose normals differ by less than about 18° share one contact, so that a car sliding along does not turn. */
const SAME_FLANK = 0.95;

const box = newBodywork();
const spine = emptySpinePoint();
const deepest: Touch = newTouch();
const other: Touch = newTouch();
const disc = { x: 0, y: 0, radius: 0 };

/** Push the car off every island it is in, and let it scrape along. */
export function pushOffIslands(track: Track, car: MovingCar): boolean {
  let touched = false;
  for (const island of track.islands) {
    const dx = car.x - island.x;
    const dy = car.y - island.y;
    const clear = island.reach + halfDiagonal(car);
    if (dx * dx + dy * dy >= clear * clear) continue;
    bodyworkOf(car, box);
    if (!touchIsland(island)) continue;
    pushOff(car, box, deepest);
    touched = true;
  }
  return touched;
}

/**
 * Fill `deepest` for the car in `box`. The nearest points of a box and a spine that do not cross are a corner of the one
 * or a vertex of the other: all of them are tried. The deepest gives direction and depth; the place is the mean of all
 * on the same flank, weighted by depth.
 */
function touchIsland(island: Island): boolean {
  deepest.depth = 0;
  visitTouches(island, (touch) => {
    if (touch.depth > deepest.depth) Object.assign(deepest, touch);
  });
  if (deepest.depth === 0) return false;
  let weight = 0;
  let x = 0;
  let y = 0;
  visitTouches(island, (touch) => {
    if (touch.normalX * deepest.normalX + touch.normalY * deepest.normalY < SAME_FLANK) return;
    weight += touch.depth;
    x += touch.depth * touch.x;
    y += touch.depth * touch.y;
  });
  deepest.x = x / weight;
  deepest.y = y / weight;
  return true;
}

/** Every corner of the box inside the island and every disc of the island that reaches into the box. */
function visitTouches(island: Island, visit: (touch: Touch) => void): void {
  for (let corner = 0; corner < 4; corner++) if (touchCorner(island, corner)) visit(other);
  disc.radius = island.halfWidth;
  for (let k = 0; k < island.spineX.length; k++) {
    disc.x = island.spineX[k];
    disc.y = island.spineY[k];
    if (touchCircle(disc, box, other)) visit(other);
  }
}

/** Fill `other` for a corner of the box, if it is in the island; one that is past the spine goes back to its car's side. */
function touchCorner(island: Island, corner: number): boolean {
  const x = box.cornerX[corner];
  const y = box.cornerY[corner];
  const { square } = nearestOnSpine(island, x, y, spine);
  if (square >= island.halfWidth * island.halfWidth || square === 0) return false;
  const past = (x - spine.x) * (box.x - spine.x) + (y - spine.y) * (box.y - spine.y) < 0;
  const distance = past ? -Math.sqrt(square) : Math.sqrt(square);
  other.x = x;
  other.y = y;
  other.normalX = (x - spine.x) / distance;
  other.normalY = (y - spine.y) / distance;
  other.depth = island.halfWidth - distance;
  return true;
}
