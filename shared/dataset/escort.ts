import { alongRoad } from '../driver/line.ts';
import { clamp, cos, sin } from '../exact/trigonometry.ts';
import { isInSight } from '../observation/neighbours.ts';
import type { Sight } from '../observation/spec.ts';
import type { MovingCar } from '../race/car.ts';
import type { Metres, MetresPerSecond, Ticks } from '../units/units.ts';
import { type VehicleState, writeState } from '../vehicle/state.ts';
import { Beside } from './beside.ts';
import { STATE_WIDTH, type Stretch } from './lap.ts';
import type { OwnPace } from './ownpace.ts';

/** Between centres along the road: nearer than this, cars are beside each other. */
const BESIDE: Metres = 6;
/** Speed added or taken off for each metre behind or ahead of where the person was among the other cars, 1/s. */
const CATCH_UP = 0.7;
const MOST_HURRY: MetresPerSecond = 5;
const LEAST_HURRY: MetresPerSecond = -6;

/**
 * The other cars of a recording, as they drove on from one of its rows, beside a car that drives back among them. Nobody,
 * for a clone that sees the road alone.
 */
export class Escort {
  /** Whether a car was in sight in the first row. */
  readonly inSight: boolean;
  /**
   * Somebody is in sight, and nobody beside or being passed: then the same driving, a little earlier or later among them,
   * is what the person would have done. The way past a car is right at one time only.
   */
  readonly following: boolean;
  private readonly stretch: Stretch;
  private readonly start: number;
  private readonly end: number;
  private readonly beside: Beside | null;
  private readonly pace: OwnPace;
  private row: number;
  private aside: Metres = 0;

  /** Rows from `start` up to, not including, `end` are one drive, of which a segment takes `ticks`. */
  constructor(stretch: Stretch, start: number, end: number, ticks: Ticks, pace: OwnPace, sees: Sight) {
    this.stretch = stretch;
    this.start = start;
    this.end = end;
    this.row = start;
    this.pace = pace;
    this.beside = sees === 'traffic' ? new Beside(stretch) : null;
    this.beside?.at(start);
    const distance = stretch.states[start * STATE_WIDTH + 7];
    this.inSight = this.beside?.cars.some((car) => isInSight(stretch.track, distance, car)) ?? false;
    this.following = this.inSight && !this.passes(Math.min(start + ticks, end - 1));
  }

  /** Whether somebody is beside the person in the first row or in a later one, or changes places with them in between. */
  private passes(later: number): boolean {
    const now = this.gapsAt(this.start);
    const then = this.gapsAt(later);
    return now.some((gap, k) => Math.abs(gap) < BESIDE || Math.abs(then[k]) < BESIDE || gap > 0 !== then[k] > 0);
  }

  /** How far ahead of the person each of the others is; those out of sight far ahead. */
  private gapsAt(row: number): Metres[] {
    this.beside?.at(row);
    const distance = this.stretch.states[row * STATE_WIDTH + 7];
    const { track } = this.stretch;
    return (this.beside?.cars ?? []).map((car) =>
      isInSight(track, distance, car) ? alongRoad(track, distance, car.distance) : track.length,
    );
  }

  /**
   * Let all of them drive this much further to the left. The car ahead swings before each bend as the person then does,
   * and a clone that learned to steer as it steers runs wide: from here on where it swings tells less.
   */
  moveAside(aside: Metres): void {
    this.aside = aside;
  }

  /** Go to a tick of the segment; false when the recording of the others has ended. */
  at(tick: Ticks): boolean {
    this.row = this.start + tick;
    if (this.beside && this.row + 1 >= this.end) return false;
    this.place(this.row);
    return true;
  }

  touches(car: MovingCar): boolean {
    return this.beside?.cars.some((other) => overlap(car, other)) ?? false;
  }

  /**
   * What brings the car back to where the person was at this tick, beyond the recorded speed of a row of the path: no
   * faster there than the person ever was. Nothing unless the person was following.
   */
  hurry({ distance }: VehicleState, row: number): MetresPerSecond {
    if (!this.following) return 0;
    const { states } = this.stretch;
    const behind = states[this.row * STATE_WIDTH + 7] - distance;
    const spare = this.pace.at(states[row * STATE_WIDTH + 7]) - states[row * STATE_WIDTH + 3];
    return clamp(CATCH_UP * behind, LEAST_HURRY, clamp(spare, 0, MOST_HURRY));
  }

  /** The others of the first ticks, as a drive has them; nobody where nobody was to be seen. */
  rows(ticks: Ticks): Float32Array {
    const cars = this.beside?.cars ?? [];
    const rows = new Float32Array((ticks + 1) * cars.length * STATE_WIDTH);
    for (let tick = 0; tick <= ticks; tick++) {
      this.place(this.start + tick);
      for (const [k, car] of cars.entries()) writeState(car, rows, (tick * cars.length + k) * STATE_WIDTH);
    }
    return rows;
  }

  private place(row: number): void {
    this.beside?.at(row);
    for (const car of this.beside?.cars ?? []) {
      car.x -= this.aside * sin(car.heading);
      car.y += this.aside * cos(car.heading);
    }
  }
}

/** Whether two cars lie over each other, both taken to be as large as the first and to head alike. */
function overlap(car: MovingCar, other: VehicleState): boolean {
  const dx = other.x - car.x;
  const dy = other.y - car.y;
  const c = cos(car.heading);
  const s = sin(car.heading);
  return Math.abs(dx * c + dy * s) < car.spec.length && Math.abs(dy * c - dx * s) < car.spec.width;
}
