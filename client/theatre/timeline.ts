import type { LogDriver } from '../../shared/episode/log.ts';
import { type Metres, type Seconds, TICK_HZ, type Ticks } from '../../shared/units/units.ts';
import type { DrawnCar } from '../connection/pose.ts';
import { type Replay, WIDTH } from './replay.ts';
import type { LapShowing, Showing } from './sharelink.ts';

/** Columns of a state row. */
const [X, Y, HEADING, VX, VY, STEER, DISTANCE] = [0, 1, 2, 3, 4, 6, 7];

/** A car between two ticks: linear, since headings are unwrapped. At a whole tick it is the state itself, bit for bit. */
export function poseAt(replay: Replay, car: number, tick: number): DrawnCar {
  const states = replay.states[car];
  const from = Math.min(replay.ticks, Math.floor(tick)) * WIDTH;
  const share = tick - Math.floor(tick);
  const jump = share > 0 && putBack(states, from);
  const at = (column: number): number => {
    const value = states[from + column];
    return share === 0 || jump ? value : value + (states[from + WIDTH + column] - value) * share;
  };
  const [vx, vy] = [at(VX), at(VY)];
  return {
    x: at(X),
    y: at(Y),
    heading: at(HEADING),
    steer: at(STEER),
    speed: Math.sqrt(vx * vx + vy * vy),
    distance: at(DISTANCE),
  };
}

/** A car further away after one tick than any can drive in it, in metres, was put there: it is not drawn on the way. */
const LEAP = 3;

function putBack(states: Float32Array, from: number): boolean {
  const dx = states[from + WIDTH] - states[from];
  const dy = states[from + WIDTH + 1] - states[from + 1];
  return dx * dx + dy * dy > LEAP * LEAP;
}

/** What the driver's hands did in the tick that the picture is in, −1 to 1, + left and + throttle. */
export function handsAt({ steer, pedal, ticks }: Replay, car: number, tick: number): { steer: number; pedal: number } {
  const at = Math.max(0, Math.min(ticks - 1, Math.floor(tick)));
  return { steer: (steer[car][at] ?? 0) / 127, pedal: (pedal[car][at] ?? 0) / 127 };
}

/** Log indices at a tick, the leader first. */
export function orderAt({ order, cars }: Replay, tick: number): number[] {
  const row = Math.floor(tick) * cars.length;
  return [...order.subarray(row, row + cars.length)];
}

/** The tick, with its fraction, at which a car first came as far as `distance`; NaN where it had not by tick `by`. */
export function passage({ furthest }: Replay, car: number, distance: Metres, by: Ticks): number {
  const reached = furthest[car];
  let [low, high] = [0, by];
  if (reached[low] > distance || reached[high] < distance) return Number.NaN;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (reached[middle] >= distance) high = middle;
    else low = middle;
  }
  const way = reached[high] - reached[low];
  return way > 0 ? low + (distance - reached[low]) / way : low;
}

/** Seconds by which a car is behind the one ahead: since that one was where it is now; after the finish, at the line. */
export function gapBehind(replay: Replay, car: number, ahead: number, tick: number): Seconds | undefined {
  const whole = Math.floor(tick);
  const [mine, theirs] = [homeAt(replay, car, whole), homeAt(replay, ahead, whole)];
  if (mine !== null && theirs !== null) return (mine - theirs) / 1000;
  const distance = replay.furthest[car][whole];
  const then = distance < 0 ? Number.NaN : passage(replay, ahead, distance, whole);
  return Number.isNaN(then) ? undefined : (whole - then) / TICK_HZ;
}

/** Milliseconds after lights out at which a car crossed the last line; null while it has not. */
export function homeAt({ events }: Replay, car: number, tick: number): number | null {
  for (const event of events) {
    if (event.kind === 'finish' && event.car === car) return event.tick < tick ? event.timeMs : null;
  }
  return null;
}

/** Where each of a car's laps begins, the first at 0. */
export function lapMarks({ events }: Replay, car: number): { lap: number; tick: Ticks }[] {
  const ends = events.flatMap((event) =>
    event.kind === 'lap' && event.car === car ? [{ lap: event.number + 1, tick: event.tick + 1 }] : [],
  );
  return [{ lap: 1, tick: 0 }, ...ends];
}

/** Who has the wheel of each car at a tick. */
export function wheelsAt({ cars, events }: Replay, tick: number): LogDriver[] {
  const wheels = cars.map(({ driver }) => driver);
  for (const event of events) if (event.kind === 'wheel' && event.tick <= tick) wheels[event.car] = event.driver;
  return wheels;
}

/** The car and the tick that a showing begins with. Of cars that it does not name, that of whoever looks comes first. */
export function openingOf(
  replay: Replay,
  { tick, car: id, driver, lap }: Pick<Showing, 'tick' | 'car'> & Partial<LapShowing>,
  ownId: string | null,
): { car: number; tick: number } {
  const by = (driverId: string | null): number => replay.cars.findIndex((one) => one.driver.driverId === driverId);
  const named = driver === undefined ? replay.cars.findIndex((one) => one.id === id) : by(driver);
  const car = Math.max(0, named >= 0 ? named : by(ownId));
  if (lap === undefined) return { car, tick };
  return { car, tick: lapMarks(replay, car).find((mark) => mark.lap === lap)?.tick ?? 0 };
}
