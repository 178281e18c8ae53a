import { StateHash } from '../exact/hash.ts';
import { gridSlots } from '../track/grid.ts';
import type { Track } from '../track/track.ts';
import { TICK_HZ, type Ticks } from '../units/units.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';
import { roundState, STATE_FIELDS, type VehicleState } from '../vehicle/state.ts';
import { type Car, type FallCause, newCar } from './car.ts';
import { COUNTDOWN_TICKS, FINISH_GRACE, MAX_CARS, MAX_SECONDS_PER_LAP, TRAFFIC_DISTANCE } from './constants.ts';
import { type ContactPair, resolveContacts } from './contact.ts';
import { tookWrongSide } from './forks.ts';
import { type InputFrame, NEUTRAL_FRAME } from './frame.ts';
import { followLaps, type LapListener, type LapTime, placeProgress } from './laps.ts';
import { adoptState, clearEvents, moveCar, type Phase, settleCar } from './step.ts';

export interface RaceSetup {
  track: Track;
  laps: number;
  /** 1 to 16 cars; index i starts from grid slot i. */
  cars: { id: string; spec: VehicleSpec }[];
  /** Whether cars touch each other. */
  contact: boolean;
}

/** `car` is an index; `tick` is the tick in which it happened, 0 the first after lights out. */
export type RaceEvent =
  | { kind: 'sector'; car: number; tick: Ticks; lap: number; sector: number; timeMs: number }
  | { kind: 'lap'; car: number; tick: Ticks; lap: LapTime }
  | { kind: 'finish'; car: number; tick: Ticks; timeMs: number }
  | { kind: 'fall'; car: number; tick: Ticks; cause: FallCause }
  | { kind: 'offTrack' | 'wrongWay' | 'wrongSide' | 'touch'; car: number; tick: Ticks };

/** What one tick did. `touch` events are walls, obstacles and islands, every tick of them; `contacts` are cars. */
export interface RaceTick {
  events: RaceEvent[];
  contacts: ContactPair[];
}

/** A car's state after a tick as a log has it, in place of the computed one. */
export interface AdoptedState {
  car: number;
  /** STATE_FIELDS, then stuckTicks. */
  row: ArrayLike<number>;
}

/**
 * One race: phases, all cars, laps. Deterministic, and complete without a clock: whoever owns it calls `step` 60 times
 * a second, or as fast as it likes.
 *
 * `tick` counts ticks driven since lights out and is negative before: −180 while waiting, then up to 0 in the countdown,
 * whose frames are ignored. The frame given at tick t takes the cars from state t to state t + 1.
 */
export class Race {
  readonly track: Track;
  readonly setup: RaceSetup;
  readonly cars: Car[];
  phase: Phase = 'waiting';
  tick: Ticks = -COUNTDOWN_TICKS;
  private firstHome: Ticks | null = null;
  private events: RaceEvent[] = [];
  private readonly before: Float64Array;
  private readonly traffic: Uint8Array;
  private readonly listener: LapListener;

  constructor(setup: RaceSetup) {
    const { track, cars, laps } = setup;
    if (cars.length < 1 || cars.length > MAX_CARS)
      throw new RangeError(`A race has 1 to ${MAX_CARS} cars, got ${cars.length}. Leave some of the grid out.`);
    if (!Number.isInteger(laps) || laps < 1)
      throw new RangeError(`A race has a whole number of laps from 1 on, got ${laps}.`);
    this.track = track;
    this.setup = setup;
    const slots = gridSlots(track, cars.length);
    this.cars = cars.map(({ id, spec }, index) => {
      const car = newCar(id, spec);
      const { x, y, heading, distance } = slots[index];
      Object.assign(car, { x, y, heading, distance });
      roundState(car);
      placeProgress(track, car, 0);
      return car;
    });
    this.before = new Float64Array(cars.length);
    this.traffic = new Uint8Array(cars.length);
    this.listener = {
      sector: (car, lap, sector, timeMs) => {
        this.events.push({ kind: 'sector', car: this.cars.indexOf(car), tick: this.tick, lap, sector, timeMs });
      },
      lap: (car, lap) => this.lapDone(car, lap),
    };
  }

  /** Switch the lights on, `ticks` before the start; 0 starts at once. */
  startCountdown(ticks: Ticks = COUNTDOWN_TICKS): void {
    this.tick = -ticks;
    this.phase = ticks > 0 ? 'countdown' : 'racing';
  }

  /**
   * Advance one tick: all cars move, then touch, then settle; a missing frame is neutral. `adopted` states stand
   * in for settling, before laps are looked at.
   */
  step(frames: readonly Readonly<InputFrame>[], adopted?: readonly AdoptedState[]): RaceTick {
    this.events = [];
    if (this.phase === 'countdown') {
      this.tick++;
      if (this.tick >= 0) this.phase = 'racing';
      return { events: this.events, contacts: [] };
    }
    if (this.phase !== 'racing') {
      for (const car of this.cars) clearEvents(car.events);
      return { events: this.events, contacts: [] };
    }
    const { track, cars } = this;
    for (let i = 0; i < cars.length; i++) {
      this.before[i] = cars[i].distance;
      moveCar(track, cars[i], frames[i] ?? NEUTRAL_FRAME);
    }
    const contacts = this.setup.contact ? resolveContacts(cars) : [];
    for (let i = 0; i < cars.length; i++) {
      const known = adopted?.find((state) => state.car === i);
      if (known) adoptState(track, cars[i], known.row);
      else settleCar(track, cars[i]);
    }
    this.noteTraffic();
    for (let i = 0; i < cars.length; i++) this.note(i);
    this.tick++;
    if (this.isOver()) this.phase = 'finished';
    return { events: this.events, contacts };
  }

  /** Which cars have another within TRAFFIC_DISTANCE. */
  private noteTraffic(): void {
    const { cars, traffic } = this;
    traffic.fill(0);
    for (let a = 0; a < cars.length; a++)
      for (let b = a + 1; b < cars.length; b++) {
        const dx = cars[a].x - cars[b].x;
        const dy = cars[a].y - cars[b].y;
        if (dx * dx + dy * dy < TRAFFIC_DISTANCE * TRAFFIC_DISTANCE) traffic[a] = traffic[b] = 1;
      }
  }

  private note(index: number): void {
    const car = this.cars[index];
    const { events, tick } = this;
    car.events.wrongSide = tookWrongSide(this.track, car, this.before[index]);
    if (car.events.offTrack) events.push({ kind: 'offTrack', car: index, tick });
    if (car.events.wrongWay) events.push({ kind: 'wrongWay', car: index, tick });
    if (car.events.wrongSide) events.push({ kind: 'wrongSide', car: index, tick });
    if (car.events.touched) events.push({ kind: 'touch', car: index, tick });
    if (car.events.fell) events.push({ kind: 'fall', car: index, tick, cause: car.events.cause });
    if (car.finishedTick === null)
      followLaps(this.track, car, this.before[index], tick, this.traffic[index] === 1, this.listener);
  }

  private lapDone(car: Car, lap: LapTime): void {
    const index = this.cars.indexOf(car);
    this.events.push({ kind: 'lap', car: index, tick: this.tick, lap });
    car.lap = Math.min(lap.number + 1, this.setup.laps);
    if (lap.number < this.setup.laps) return;
    car.finishedTick = this.tick;
    car.finishMs = car.progress.lapStart;
    this.firstHome ??= this.tick;
    this.events.push({ kind: 'finish', car: index, tick: this.tick, timeMs: Math.round(car.finishMs) });
  }

  /** All awaited cars home (with none awaited this rule rests), the grace after the first, or the time limit. */
  private isOver(): boolean {
    if (this.tick >= MAX_SECONDS_PER_LAP * TICK_HZ * this.setup.laps) return true;
    if (this.firstHome === null) return false;
    if (this.tick - this.firstHome > FINISH_GRACE * TICK_HZ) return true;
    const awaited = this.cars.filter((car) => car.awaited);
    return awaited.length > 0 && awaited.every((car) => car.finishedTick !== null);
  }
}

/** Hash of the eight state fields of all cars, in array order: equal on every engine after equal frames. */
export function stateHash(cars: readonly VehicleState[]): string {
  const hash = new StateHash();
  for (const car of cars) for (const field of STATE_FIELDS) hash.add(car[field]);
  return hash.digest();
}
