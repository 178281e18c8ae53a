import { TICK_HZ, type Ticks } from '../../shared/units/units.ts';
import type { Area } from '../view/area.ts';
import type { View } from '../view/followcamera.ts';
import { type Replay, WIDTH } from './replay.ts';
import { poseAt } from './timeline.ts';

export interface Screen {
  /** CSS pixels. */
  width: number;
  height: number;
}

const NORTH = Math.PI / 2;
const HEADING = 2;
/** The picture turns with the mean of the heading over so many ticks before and after: a replay knows what comes. */
const TURN: Ticks = TICK_HZ / 2;
/** The shorter side shows this many metres of road. */
const SHORT_SIDE = 58;
/** Metres of look-ahead per metre a second, and at most this share of what is seen. */
const AHEAD = 0.28;
const MOST_AHEAD = 0.16;
/** Room around the track when all of it is shown, metres. */
const MARGIN = 14;

/**
 * A camera behind one car: a function of the moment alone, so that scrubbing, stepping and playing show the same picture.
 * With north up the picture never turns.
 */
export function followView(replay: Replay, car: number, tick: number, screen: Screen, northUp: boolean): View {
  const pose = poseAt(replay, car, tick);
  const up = northUp ? NORTH : meanHeading(replay, car, tick);
  const scale = Math.min(screen.width, screen.height) / SHORT_SIDE;
  const direction = northUp ? pose.heading : up;
  const ahead = Math.min((MOST_AHEAD * screen.height) / scale, pose.speed * AHEAD);
  return { x: pose.x + Math.cos(direction) * ahead, y: pose.y + Math.sin(direction) * ahead, up, scale };
}

/** The whole track, north up. */
export function wholeView({ west, east, south, north }: Area, { width, height }: Screen): View {
  const scale = Math.min(width / (east - west + 2 * MARGIN), height / (north - south + 2 * MARGIN));
  return { x: (west + east) / 2, y: (south + north) / 2, up: NORTH, scale };
}

function meanHeading({ states, ticks }: Replay, car: number, tick: number): number {
  const rows = states[car];
  const at = (row: number): number => rows[Math.min(ticks, Math.max(0, row)) * WIDTH + HEADING];
  const whole = Math.floor(tick);
  let sum = 0;
  for (let row = whole - TURN; row <= whole + TURN; row++) sum += at(row);
  // Between two ticks the window slides by the fraction.
  sum += (tick - whole) * (at(whole + TURN + 1) - at(whole - TURN));
  return sum / (2 * TURN + 1);
}
