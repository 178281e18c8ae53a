import type { Track } from '../track/track.ts';
import { type Metres, TICK, type Ticks } from '../units/units.ts';
import type { Car } from './car.ts';

/** One finished lap. Times are whole milliseconds; the fractions stay in LapProgress. */
export interface LapTime {
  /** From 1. */
  number: number;
  timeMs: number;
  /** No off-track, fall, wrong way or wrong side of an island in it. */
  clean: boolean;
  /** Another car was within TRAFFIC_DISTANCE at some tick. */
  inTraffic: boolean;
  /** Lap 1: timed from lights out, with the way from the grid slot to the line in it. */
  standingStart: boolean;
  /** The car was placed inside the lap, so that its time is not a lap's. */
  partial: boolean;
  /** Time of each sector; they add up to the lap but for rounding. */
  sectors: number[];
}

/**
 * Where a car is in its laps.
 *
 * The marks are the sector boundaries of all laps in a row, by unwrapped road distance. Only the next mark can be
 * passed, and only once, so that reversing over the line and coming again counts nothing; and since `locate` follows
 * the car from its last distance, a cut across the grass never brings a mark nearer.
 */
export interface LapProgress {
  /** The next boundary: number of sector boundaries after the first start line. */
  mark: number;
  /** Milliseconds after lights out, with their fraction. */
  lapStart: number;
  sectorStart: number;
  clean: boolean;
  inTraffic: boolean;
  partial: boolean;
  /** Finished sectors of this lap, in milliseconds with their fraction. */
  sectors: number[];
  last: LapTime | null;
  /** The fastest whole lap. */
  best: LapTime | null;
}

export const newProgress = (): LapProgress => ({
  mark: 1,
  lapStart: 0,
  sectorStart: 0,
  clean: true,
  inTraffic: false,
  partial: false,
  sectors: [],
  last: null,
  best: null,
});

/** Put the progress of a car that stands at `car.distance` in order, as of the start of `tick`. */
export function placeProgress(track: Track, car: Car, tick: Ticks): void {
  const count = track.sectors.length;
  const progress = newProgress();
  progress.mark = Math.max(1, Math.floor(Math.max(0, car.distance) / track.length) * count + 1);
  while (markDistance(track, progress.mark) <= car.distance) progress.mark++;
  progress.lapStart = progress.sectorStart = tick * TICK * 1000;
  progress.partial = car.distance > 0;
  car.progress = progress;
  car.lap = Math.floor((progress.mark - 1) / count) + 1;
}

/**
 * The same for a car that was not watched for a while: the lap it is in is partial, and a mark that it passed before
 * stays passed, however far back it has been put since.
 */
export function resumeProgress(track: Track, car: Car, tick: Ticks): void {
  const { mark, last, best } = car.progress;
  placeProgress(track, car, tick);
  Object.assign(car.progress, { mark: Math.max(mark, car.progress.mark), partial: true, last, best });
  car.lap = Math.floor((car.progress.mark - 1) / track.sectors.length) + 1;
}

/** Unwrapped distance of boundary `mark`; every track.sectors.length-th is the line. */
function markDistance(track: Track, mark: number): Metres {
  const count = track.sectors.length;
  const lap = Math.floor(mark / count);
  return lap * track.length + track.sectors[mark - lap * count];
}

/** Called as marks are passed; `timeMs` of a sector is whole. */
export interface LapListener {
  sector(car: Car, lap: number, sector: number, timeMs: number): void;
  lap(car: Car, lap: LapTime): void;
}

/**
 * Note what the tick that took the car from distance `before` to where it is means for its laps.
 *
 * A boundary's moment is interpolated within the tick. What spoils a lap in the tick of the line spoils both laps.
 */
export function followLaps(
  track: Track,
  car: Car,
  before: Metres,
  tick: Ticks,
  inTraffic: boolean,
  listener: LapListener,
): void {
  const { progress, events } = car;
  const spoiled = events.fell || car.offTrack || events.offTrack || car.wrongWay || events.wrongWay || events.wrongSide;
  if (spoiled) progress.clean = false;
  if (inTraffic) progress.inTraffic = true;
  for (let at = markDistance(track, progress.mark); car.distance >= at; at = markDistance(track, progress.mark)) {
    const moved = car.distance - before;
    const share = moved > 0 ? Math.max(0, (at - before) / moved) : 1;
    passMark(track, car, (tick + share) * TICK * 1000, listener);
    if (progress.sectors.length > 0) continue;
    progress.clean = !spoiled;
    progress.inTraffic = inTraffic;
  }
}

function passMark(track: Track, car: Car, nowMs: number, listener: LapListener): void {
  const { progress } = car;
  const count = track.sectors.length;
  const lap = Math.floor((progress.mark - 1) / count) + 1;
  const sectorMs = nowMs - progress.sectorStart;
  progress.sectors.push(sectorMs);
  progress.sectorStart = nowMs;
  listener.sector(car, lap, ((progress.mark - 1) % count) + 1, Math.round(sectorMs));
  progress.mark++;
  if ((progress.mark - 1) % count !== 0) return;
  const done = finishedLap(progress, lap, nowMs);
  progress.last = done;
  if (!done.partial && (progress.best === null || done.timeMs < progress.best.timeMs)) progress.best = done;
  progress.lapStart = nowMs;
  progress.partial = false;
  progress.sectors = [];
  listener.lap(car, done);
}

const finishedLap = (progress: LapProgress, number: number, nowMs: number): LapTime => ({
  number,
  timeMs: Math.round(nowMs - progress.lapStart),
  clean: progress.clean,
  inTraffic: progress.inTraffic,
  standingStart: number === 1 && !progress.partial,
  partial: progress.partial,
  sectors: progress.sectors.map(Math.round),
});
