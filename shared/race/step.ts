import { wrapAngle } from '../exact/trigonometry.ts';
import { edgeDistance, emptyRoadPoint, locate, type RoadPoint } from '../track/locate.ts';
import { SURFACES, surfaceAt } from '../track/surface.ts';
import type { Track } from '../track/track.ts';
import { readState, roundState, STATE_FIELDS } from '../vehicle/state.ts';
import { type Controls, stepVehicle } from '../vehicle/step.ts';
import type { CarEvents, FallCause, MovingCar } from './car.ts';
import { FALL_ANGLE, FALL_BEYOND_EDGE, RESPAWN_SPEED, STUCK_SPEED, STUCK_TICKS, WRONG_WAY_ANGLE } from './constants.ts';
import { BUTTON_RESPAWN, FULL, type InputFrame } from './frame.ts';
import { pushOffIslands } from './islands.ts';
import { respawn } from './placing.ts';
import { pushOffObstacles, pushOffWalls } from './walls.ts';

export type Phase = 'waiting' | 'countdown' | 'racing' | 'finished';

const point = emptyRoadPoint();
const controls: Controls = { steer: 0, pedal: 0 };

/**
 * One car alone for one tick, in place: what a client predicts, and all a race does to a car that touches no other.
 *
 * Reads the state, stuckTicks, the frame, the track and the phase, nothing else; only while racing does anything move.
 * The events returned are the car's own record, rewritten by its next step.
 */
export function stepCar(track: Track, car: MovingCar, frame: Readonly<InputFrame>, phase: Phase): CarEvents {
  clearEvents(car.events);
  if (phase !== 'racing') return car.events;
  moveCar(track, car, frame);
  settleCar(track, car);
  return car.events;
}

/** First half of a tick: respawn button, then the vehicle on the surface under its centre. */
export function moveCar(track: Track, car: MovingCar, frame: Readonly<InputFrame>): void {
  clearEvents(car.events);
  if (frame.buttons & BUTTON_RESPAWN) putBack(track, car, 'button');
  locate(track, car.x, car.y, car.distance, point);
  controls.steer = frame.steer / FULL;
  controls.pedal = frame.pedal / FULL;
  stepVehicle(car, controls, car.spec, SURFACES[surfaceAt(track, point)]);
}

/** Second half, after any contact with cars: walls, obstacles, islands, distance, off-track, fall, rounding. */
export function settleCar(track: Track, car: MovingCar): void {
  locate(track, car.x, car.y, car.distance, point);
  const walled = pushOffWalls(track, car, point);
  const stopped = pushOffObstacles(track, car);
  if (pushOffIslands(track, car) || stopped || walled) {
    car.events.touched = true;
    locate(track, car.x, car.y, car.distance, point);
  }
  car.distance = point.distance;
  judge(car, point);
  const cause = fallCause(car, point);
  if (cause !== null) putBack(track, car, cause);
  roundState(car);
}

/**
 * In place of settling: the state that a log holds for the end of this tick, STATE_FIELDS and then stuckTicks. Straight
 * ahead at exactly RESPAWN_SPEED, without any drift or steering, is what a respawn alone leaves behind.
 */
export function adoptState(track: Track, car: MovingCar, row: ArrayLike<number>): void {
  readState(row, 0, car);
  judge(car, locate(track, car.x, car.y, car.distance, point));
  car.stuckTicks = row[STATE_FIELDS.length];
  if (car.vx === RESPAWN_SPEED && car.vy === 0 && car.yawRate === 0 && car.steer === 0) car.events.fell = true;
}

/** Off-track, wrong way and stuck, from where the car now is. */
function judge(car: MovingCar, at: RoadPoint): void {
  const off = edgeDistance(at) > 0;
  const wrong = Math.abs(wrapAngle(car.heading - at.heading)) > WRONG_WAY_ANGLE;
  if (off && !car.offTrack) car.events.offTrack = true;
  if (wrong && !car.wrongWay) car.events.wrongWay = true;
  car.offTrack = off;
  car.wrongWay = wrong;
  car.stuckTicks = car.vx * car.vx + car.vy * car.vy < STUCK_SPEED * STUCK_SPEED ? car.stuckTicks + 1 : 0;
}

function fallCause(car: MovingCar, at: RoadPoint): FallCause | null {
  if (edgeDistance(at) > FALL_BEYOND_EDGE) return 'edge';
  if (Math.abs(wrapAngle(car.heading - at.heading)) > FALL_ANGLE) return 'angle';
  return car.stuckTicks >= STUCK_TICKS ? 'stuck' : null;
}

function putBack(track: Track, car: MovingCar, cause: FallCause): void {
  respawn(track, car);
  car.events.fell = true;
  car.events.cause = cause;
}

/** Nothing happened. */
export function clearEvents(events: CarEvents): void {
  events.fell = false;
  events.offTrack = false;
  events.wrongWay = false;
  events.wrongSide = false;
  events.touched = false;
}
