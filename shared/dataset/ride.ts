import { PathFollower } from '../driver/pursuit.ts';
import { hypot } from '../exact/trigonometry.ts';
import type { Car } from '../race/car.ts';
import { frameOf } from '../race/frame.ts';
import { stepCar } from '../race/step.ts';
import { edgeDistance, emptyRoadPoint, locate } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import type { Metres, Ticks } from '../units/units.ts';
import type { VehicleState } from '../vehicle/state.ts';
import { writeState } from '../vehicle/state.ts';
import type { Controls } from '../vehicle/step.ts';
import type { Escort } from './escort.ts';
import { STATE_WIDTH } from './lap.ts';
import type { Road } from './roads.ts';
import type { Drive } from './samples.ts';

/** A ride that gets further from the road than this is no example for anybody. */
const LOST: Metres = 2;

export interface RideSettings {
  road: Road;
  /** Row of the road's recording that the car is nearest to. */
  from: number;
  /** At most. */
  ticks: Ticks;
  escort: Escort;
  /** Added to the steering of a tick, as a share of full lock; nothing when left out. */
  disturbance?(tick: Ticks): number;
}

/** What was driven until it ended; `lost` when that was because the car fell, touched something or got lost. */
export interface Ride {
  drive: Drive;
  lost: boolean;
}

/**
 * A controller drives a car along a person's recorded path, at the recorded speed, in the race's own simulation. What it
 * wanted are the labels, what was applied is the drive; the two differ where the steering is disturbed.
 */
export function ride(car: Car, { road, from, ticks, escort, disturbance }: RideSettings): Ride {
  const { track, spec, states: path } = road.stretch;
  const follower = new PathFollower(path, spec, from, road.to);
  const controls: Controls = { steer: 0, pedal: 0 };
  const states = new Float32Array((ticks + 1) * STATE_WIDTH);
  const frames = new Int8Array(ticks * 2);
  const intended = disturbance && new Int8Array(ticks * 2);
  const point = emptyRoadPoint();
  let tick = 0;
  let lost = false;
  writeState(car, states, 0);
  while (!lost && tick < ticks && escort.at(tick)) {
    lost = escort.touches(car);
    if (lost) break;
    follower.follow(car, controls, escort.hurry(car, follower.nearest));
    if (follower.ended) break;
    const wanted = frameOf(controls);
    intended?.set([wanted.steer, wanted.pedal], tick * 2);
    if (disturbance) controls.steer += disturbance(tick);
    const frame = frameOf(controls);
    frames[tick * 2] = frame.steer;
    frames[tick * 2 + 1] = frame.pedal;
    const events = stepCar(track, car, frame, 'racing');
    locate(track, car.x, car.y, car.distance, point);
    lost = events.fell || events.touched || edgeDistance(point) > LOST;
    if (!lost) writeState(car, states, ++tick * STATE_WIDTH);
  }
  const drive = {
    ...{ track, spec, states: states.subarray(0, (tick + 1) * STATE_WIDTH), frames: frames.subarray(0, tick * 2) },
    ...(intended && { intended: intended.subarray(0, tick * 2) }),
    others: escort.rows(tick),
  };
  return { drive, lost };
}

/** Whether the car stands in an obstacle, taken as a disc of half its length. */
export const hitsObstacle = (track: Track, car: Pick<VehicleState, 'x' | 'y'>, length: Metres): boolean =>
  track.obstacles.some(({ x, y, radius }) => hypot(car.x - x, car.y - y) < radius + length / 2);
