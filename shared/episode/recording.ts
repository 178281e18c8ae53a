import { PHYSICS, SIGHT_DISTANCE, TRAFFIC_DISTANCE } from '../race/constants.ts';
import type { InputFrame } from '../race/frame.ts';
import { type Race, type RaceTick, stateHash } from '../race/race.ts';
import type { Ticks } from '../units/units.ts';
import {
  type Adoption,
  CHUNK_TICKS,
  FLAG_IN_SIGHT,
  FLAG_TRAFFIC,
  LOG_FORMAT,
  type LogDriver,
  type LogEvent,
  type RaceLogCar,
  type RaceLogChunk,
  type RaceLogHeader,
  ROW_WIDTH,
  writeRow,
} from './log.ts';

/** A LogEvent without its place. */
export type CarNote =
  | { kind: 'join' | 'leave' }
  | { kind: 'driver'; driver: LogDriver }
  | { kind: 'latency'; ms: number };

/** The header of a race's log. `cars` are those that may be kept; `startedAt` is ISO 8601, of lights out. */
export function headerOf(race: Race, raceId: string, startedAt: string, cars: RaceLogCar[]): RaceLogHeader {
  const { track, laps, contact } = race.setup;
  return {
    format: LOG_FORMAT,
    raceId,
    physics: PHYSICS,
    trackId: track.id,
    trackHash: track.hash,
    trackFile: track.file,
    laps,
    contact,
    startedAt,
    cars,
  };
}

/**
 * Turns a running race into chunks of a log, a second at a time.
 *
 * Made before the first tick is stepped; `add` is called after every tick. Only the recorded cars are written. The
 * cars that are not leave no trace of their own: where one touches a recorded car, directly or through another, the
 * recorded car's own state after that tick is noted, because without the other car it cannot be computed.
 */
export class RaceRecording {
  private readonly race: Race;
  private readonly recorded: readonly number[];
  /** Log index of a race index, −1 for cars that are not recorded. */
  private readonly slots: number[];
  private readonly absent: number[];
  private firstTick: Ticks = 0;
  private ticks: Ticks = 0;
  private gap: Ticks = 0;
  private keyframe: Float32Array;
  private readonly steer: Int8Array;
  private readonly pedal: Int8Array;
  private readonly buttons: Uint8Array;
  private readonly flags: Uint8Array;
  private adoptions: Adoption[] = [];
  private events: LogEvent[] = [];

  constructor(race: Race, recorded: readonly number[]) {
    this.race = race;
    this.recorded = recorded;
    this.slots = race.cars.map((_, car) => recorded.indexOf(car));
    this.absent = race.cars.flatMap((_, car) => (recorded.includes(car) ? [] : [car]));
    this.keyframe = this.rows();
    const size = recorded.length * CHUNK_TICKS;
    this.steer = new Int8Array(size);
    this.pedal = new Int8Array(size);
    this.buttons = new Uint8Array(size);
    this.flags = new Uint8Array(size);
  }

  /**
   * Note the tick that was just stepped; `frames` and `flags` (FLAG_… bits) by race index. Cars in `adopted` keep their
   * state as it is now, whatever touched them. Returns a chunk when a second is full. A step that drove nothing, in the
   * countdown or after the end, is passed over.
   */
  add(
    frames: readonly Readonly<InputFrame>[],
    flags: ArrayLike<number>,
    result: RaceTick,
    adopted: readonly number[] = [],
  ): RaceLogChunk | null {
    const tick = this.firstTick + this.ticks;
    if (this.race.tick !== tick + 1) return null;
    for (const [slot, car] of this.recorded.entries()) {
      const at = slot * CHUNK_TICKS + this.ticks;
      this.steer[at] = frames[car].steer;
      this.pedal[at] = frames[car].pedal;
      this.buttons[at] = frames[car].buttons;
      this.flags[at] = flags[car] | this.strangersNear(car);
    }
    for (const car of this.disturbed(result, adopted)) {
      const row = new Float32Array(ROW_WIDTH);
      writeRow(this.race.cars[car], row, 0);
      this.adoptions.push({ tick, car: this.slots[car], row });
    }
    this.ticks++;
    return this.ticks === CHUNK_TICKS ? this.flush() : null;
  }

  /** Note what happened to a car before the next tick; `car` by race index. Nothing for cars that are not recorded. */
  note(car: number, event: CarNote): void {
    const slot = this.slots[car];
    if (slot === undefined || slot < 0) return;
    this.events.push({ ...event, tick: this.firstTick + this.ticks, car: slot });
  }

  /** The race has been put to a later tick and other states; nothing is known of the ticks between. After `flush`. */
  resume(): void {
    this.gap += this.race.tick - this.firstTick;
    this.firstTick = this.race.tick;
    this.keyframe = this.rows();
  }

  /** The ticks since the last chunk as a shorter one; null when there are none. */
  flush(): RaceLogChunk | null {
    if (this.ticks === 0) return null;
    const { firstTick, ticks, keyframe, adoptions } = this;
    const inside = this.events.filter((event) => event.tick < firstTick + ticks);
    const hash = stateHash(this.recorded.map((car) => this.race.cars[car]));
    const chunk: RaceLogChunk = {
      firstTick,
      ticks,
      gap: this.gap,
      keyframe,
      adoptions,
      events: inside,
      hash,
      steer: this.columns(this.steer, (length) => new Int8Array(length)),
      pedal: this.columns(this.pedal, (length) => new Int8Array(length)),
      buttons: this.columns(this.buttons, (length) => new Uint8Array(length)),
      flags: this.columns(this.flags, (length) => new Uint8Array(length)),
    };
    this.events = this.events.filter((event) => event.tick >= firstTick + ticks);
    this.adoptions = [];
    this.gap = 0;
    this.firstTick += ticks;
    this.ticks = 0;
    this.keyframe = this.rows();
    return chunk;
  }

  private rows(): Float32Array {
    const rows = new Float32Array(this.recorded.length * ROW_WIDTH);
    for (const [slot, car] of this.recorded.entries()) writeRow(this.race.cars[car], rows, slot);
    return rows;
  }

  private columns<Column extends Int8Array | Uint8Array>(from: Column, make: (length: number) => Column): Column {
    const out = make(this.recorded.length * this.ticks);
    for (let slot = 0; slot < this.recorded.length; slot++) {
      out.set(from.subarray(slot * CHUNK_TICKS, slot * CHUNK_TICKS + this.ticks), slot * this.ticks);
    }
    return out;
  }

  /** Recorded cars whose state after this tick no replay without the absent cars can find. */
  private disturbed(result: RaceTick, adopted: readonly number[]): number[] {
    const reached = new Set([...this.absent, ...adopted]);
    if (reached.size === 0) return [];
    for (let grown = true; grown; ) {
      grown = false;
      for (const { a, b } of result.contacts) {
        if (reached.has(a) === reached.has(b)) continue;
        reached.add(a).add(b);
        grown = true;
      }
    }
    return this.recorded.filter((car) => reached.has(car));
  }

  /** Flags for the nearest car that is not recorded. */
  private strangersNear(car: number): number {
    const here = this.race.cars[car];
    let nearest = Infinity;
    for (const other of this.absent) {
      const there = this.race.cars[other];
      const x = there.x - here.x;
      const y = there.y - here.y;
      nearest = Math.min(nearest, x * x + y * y);
    }
    if (nearest > SIGHT_DISTANCE * SIGHT_DISTANCE) return 0;
    return nearest < TRAFFIC_DISTANCE * TRAFFIC_DISTANCE ? FLAG_TRAFFIC | FLAG_IN_SIGHT : FLAG_IN_SIGHT;
  }
}
