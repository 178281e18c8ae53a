import type { Ticks } from '../units/units.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';
import { restingState, type VehicleState } from '../vehicle/state.ts';
import { type LapProgress, newProgress } from './laps.ts';

/** What stepping a car alone reads and writes: its state, its specification and the one timer that can move it. */
export interface MovingCar extends VehicleState {
  spec: VehicleSpec;
  /** Ticks under STUCK_SPEED in a row. */
  stuckTicks: Ticks;
  /** The centre is beyond the edge. */
  offTrack: boolean;
  /** The heading is more than WRONG_WAY_ANGLE from the road. */
  wrongWay: boolean;
  /** What happened in the car's last tick; rewritten by every step. */
  events: CarEvents;
}

/** A car in a race. Beyond MovingCar everything is bookkeeping that never moves it. */
export interface Car extends MovingCar {
  id: string;
  /** The lap it is in, from 1; the last one also after the finish. */
  lap: number;
  progress: LapProgress;
  /** The tick in which it finished, null before. */
  finishedTick: Ticks | null;
  /** Interpolated at the line, milliseconds after lights out; null before. */
  finishMs: number | null;
  /** The race waits for it: true for cars of connected people, and for all when nobody says otherwise. */
  awaited: boolean;
}

export type FallCause = 'edge' | 'angle' | 'stuck' | 'button';

/** What one tick did to one car. `offTrack` and `wrongWay` are onsets. */
export interface CarEvents {
  /** It was put back on the centre line. */
  fell: boolean;
  /** Why; means something when `fell`. */
  cause: FallCause;
  offTrack: boolean;
  wrongWay: boolean;
  /** It passed an island on the other side than its board told. */
  wrongSide: boolean;
  /** It hit a wall, an obstacle or an island. */
  touched: boolean;
}

export const newCar = (id: string, spec: VehicleSpec): Car => ({
  ...restingState(),
  id,
  spec,
  stuckTicks: 0,
  offTrack: false,
  wrongWay: false,
  events: { fell: false, cause: 'edge', offTrack: false, wrongWay: false, wrongSide: false, touched: false },
  lap: 1,
  progress: newProgress(),
  finishedTick: null,
  finishMs: null,
  awaited: true,
});
