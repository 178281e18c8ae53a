import { TAU } from '../exact/trigonometry.ts';
import { emptyRoadPoint, locate, roadPose } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import type { Metres, MetresPerSecond, Radians, RadiansPerSecond } from '../units/units.ts';
import { roundState } from '../vehicle/state.ts';
import type { Car, MovingCar } from './car.ts';
import { RESPAWN_CLEARANCE, RESPAWN_SPEED } from './constants.ts';
import { placeProgress } from './laps.ts';

const point = emptyRoadPoint();

/** Where and how to put a car; what is left out is 0. */
export interface Placing {
  /** Unwrapped road distance. */
  distance: Metres;
  /** To the left of the centre line. */
  offset?: Metres;
  /** From the road's direction, counter-clockwise. */
  turned?: Radians;
  speed?: MetresPerSecond;
  vy?: MetresPerSecond;
  yawRate?: RadiansPerSecond;
  steer?: Radians;
}

/** Put a car anywhere on the road, in any motion, its laps counted from there as of the start of `tick`. */
export function placeCar(track: Track, car: Car, placing: Placing, tick = 0): void {
  const pose = roadPose(track, placing.distance, placing.offset ?? 0);
  car.x = pose.x;
  car.y = pose.y;
  car.heading = pose.heading + (placing.turned ?? 0);
  car.vx = placing.speed ?? 0;
  car.vy = placing.vy ?? 0;
  car.yawRate = placing.yawRate ?? 0;
  car.steer = placing.steer ?? 0;
  car.distance = placing.distance;
  roundState(car);
  car.stuckTicks = 0;
  car.offTrack = false;
  car.wrongWay = false;
  placeProgress(track, car, tick);
}

/**
 * Back on the centre line at the car's distance, along the road, at RESPAWN_SPEED.
 *
 * The heading stays unwrapped: of all whole turns the nearest to the old one. Where an obstacle stands on the centre
 * line there or close ahead, the car goes back to RESPAWN_CLEARANCE before it, or it would fall again for ever; beside
 * an island it stands in the middle of the branch it is in.
 */
export function respawn(track: Track, car: MovingCar): void {
  const distance = clearOfHazards(track, car);
  const pose = roadPose(track, distance, besideIsland(track, car, distance));
  car.x = pose.x;
  car.y = pose.y;
  car.heading = pose.heading + TAU * Math.round((car.heading - pose.heading) / TAU);
  car.vx = RESPAWN_SPEED;
  car.vy = 0;
  car.yawRate = 0;
  car.steer = 0;
  car.distance = distance;
  car.stuckTicks = 0;
  car.offTrack = false;
  car.wrongWay = false;
}

function clearOfHazards(track: Track, car: MovingCar): Metres {
  let { distance } = car;
  for (const hazard of track.hazards) {
    if (Math.abs(hazard.offset) >= hazard.radius + car.spec.width) continue;
    const laps = Math.round((distance - hazard.s) / track.length);
    const ahead = hazard.s + laps * track.length - distance;
    const behind = hazard.after > hazard.radius ? 0 : hazard.radius + car.spec.length;
    if (ahead > -behind && ahead < RESPAWN_CLEARANCE) distance += ahead - RESPAWN_CLEARANCE;
  }
  return distance;
}

/** Offset at which a car can stand at an unwrapped road distance: 0, or the middle of the car's branch at an island. */
function besideIsland(track: Track, car: MovingCar, distance: Metres): Metres {
  for (const { from, to, offset, halfWidth } of track.islands) {
    if (Math.abs(offset) >= halfWidth + car.spec.width) continue;
    const s = distance - track.length * Math.floor(distance / track.length);
    if (s < from || s > to + car.spec.length) continue;
    const here = locate(track, car.x, car.y, car.distance, point);
    const left = here.offset > offset;
    return left ? (offset + halfWidth + here.left) / 2 : (offset - halfWidth - here.right) / 2;
  }
  return 0;
}
