import { TAU } from '../exact/trigonometry.ts';
import { roadPose } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import type { Metres, MetresPerSecond, Radians, RadiansPerSecond } from '../units/units.ts';
import { roundState } from '../vehicle/state.ts';
import type { Car, MovingCar } from './car.ts';
import { RESPAWN_CLEARANCE, RESPAWN_SPEED } from './constants.ts';
import { placeProgress } from './laps.ts';

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
 * line there or close ahead, the car goes back to RESPAWN_CLEARANCE before it, or it would fall again for ever.
 */
export function respawn(track: Track, car: MovingCar): void {
  const distance = clearOfObstacles(track, car);
  const pose = roadPose(track, distance, 0);
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

function clearOfObstacles(track: Track, car: MovingCar): Metres {
  let { distance } = car;
  for (const obstacle of track.obstacles) {
    if (Math.abs(obstacle.offset) >= obstacle.radius + car.spec.width) continue;
    const laps = Math.round((distance - obstacle.s) / track.length);
    const ahead = obstacle.s + laps * track.length - distance;
    if (ahead > -(obstacle.radius + car.spec.length) && ahead < RESPAWN_CLEARANCE)
      distance += ahead - RESPAWN_CLEARANCE;
  }
  return distance;
}
