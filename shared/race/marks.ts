import type { FallCause, MovingCar } from './car.ts';

const FELL = 1;
const OFF_TRACK_ONSET = 2;
const WRONG_WAY_ONSET = 4;
const OFF_TRACK = 8;
const WRONG_WAY = 16;
const TOUCHED = 32;
const CAUSE_SHIFT = 6;
const CAUSES: readonly FallCause[] = ['edge', 'angle', 'stuck', 'button'];

/**
 * What settling a car found in a tick, as a byte: its events (fell and why, onsets, touched) and whether it is now off
 * the track or facing the wrong way. Beside the state it is all that laps read.
 */
export function marksOf({ events, offTrack, wrongWay }: Readonly<MovingCar>): number {
  return (
    (events.fell ? FELL | (CAUSES.indexOf(events.cause) << CAUSE_SHIFT) : 0) |
    (events.offTrack ? OFF_TRACK_ONSET : 0) |
    (events.wrongWay ? WRONG_WAY_ONSET : 0) |
    (offTrack ? OFF_TRACK : 0) |
    (wrongWay ? WRONG_WAY : 0) |
    (events.touched ? TOUCHED : 0)
  );
}

/** The inverse of `marksOf`. */
export function applyMarks(marks: number, car: MovingCar): void {
  const { events } = car;
  events.fell = (marks & FELL) !== 0;
  if (events.fell) events.cause = CAUSES[marks >> CAUSE_SHIFT];
  events.offTrack = (marks & OFF_TRACK_ONSET) !== 0;
  events.wrongWay = (marks & WRONG_WAY_ONSET) !== 0;
  events.touched = (marks & TOUCHED) !== 0;
  car.offTrack = (marks & OFF_TRACK) !== 0;
  car.wrongWay = (marks & WRONG_WAY) !== 0;
}
