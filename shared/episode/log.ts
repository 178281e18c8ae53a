import type { InjectedNoise } from '../driver/noisy.ts';
import type { TrackFile } from '../track/file.ts';
import { TICK_HZ, type Ticks } from '../units/units.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';
import { readState, STATE_FIELDS, type VehicleState, writeState } from '../vehicle/state.ts';

/**
 * The race log: every recorded car of one race as the frames that were applied to it.
 *
 * Frames are the truth; states, observations and pictures are derived from them by re-simulation. A car whose frames
 * may not be kept is absent: it has no id, no number and no slot here. Where such a car touched a recorded one, the
 * log holds the recorded car's state after that tick (an adoption), because frames alone cannot explain it.
 */
export interface RaceLog {
  header: RaceLogHeader;
  chunks: RaceLogChunk[];
}

export const LOG_FORMAT = 1;
/** Most ticks in one chunk: one second. */
export const CHUNK_TICKS: Ticks = TICK_HZ;
/** Longest race a log may hold: four hours. */
export const MAX_LOG_TICKS: Ticks = 4 * 3600 * TICK_HZ;
/** Numbers in a keyframe or adoption, per car: the state fields and the ticks the car has been stuck. */
export const ROW_WIDTH = STATE_FIELDS.length + 1;

/** Bits of `RaceLogChunk.flags`. */
export const FLAG_STARVED = 1;
/** The jitter buffer discarded an older frame before this tick. */
export const FLAG_DISCARDED = 2;
/** A car that is not in this log was within TRAFFIC_DISTANCE: the lap counts as in traffic. */
export const FLAG_TRAFFIC = 4;
/** A car that is not in this log was within SIGHT_DISTANCE: what the driver saw cannot be told from the log. */
export const FLAG_IN_SIGHT = 8;

export type RecordedKind = 'human' | 'scripted' | 'policy';

/** What a person allowed, at the version of the text they read. */
export interface Consent {
  version: number;
  recorded: boolean;
  /** Others may race a clone of these laps. */
  shared: boolean;
  /** The laps may leave this server in a dataset export. */
  exported: boolean;
}

/** Who has the wheel of a car. `driverId` is a pseudonym for people and names the settings for scripted drivers. */
export interface LogDriver {
  driverId: string;
  kind: RecordedKind;
  policyId: string | null;
  /** Null for bots. */
  consent: Consent | null;
}

export interface RaceLogCar extends LogDriver {
  id: string;
  spec: VehicleSpec;
  /** Of a scripted demonstrator whose steering was disturbed: the frames hold what was applied, noise and all. */
  noise?: InjectedNoise;
}

export interface RaceLogHeader {
  format: typeof LOG_FORMAT;
  raceId: string;
  /** PHYSICS of the build that wrote it; no other physics may replay it. */
  physics: number;
  trackId: string;
  /** Content hash of the track file. */
  trackHash: string;
  /** The track itself, so that the log can be replayed anywhere. */
  trackFile?: TrackFile;
  laps: number;
  contact: boolean;
  /**
   * What a replay goes by: the frames (the default), or the states of every car after every tick, which an upgraded log
   * holds as adoptions and which serve any later physics.
   */
  replay?: 'frames' | 'states';
  /** ISO 8601, of lights out. */
  startedAt: string;
  cars: RaceLogCar[];
}

/** One second of a race; the last may be shorter. Ticks count from lights out. */
export interface RaceLogChunk {
  firstTick: Ticks;
  ticks: Ticks;
  /** Ticks right before `firstTick` that could not be kept; a replay begins anew from the keyframe. 0 as a rule. */
  gap: Ticks;
  /** [cars · ROW_WIDTH] states before `firstTick`. */
  keyframe: Float32Array;
  /** [cars · ticks], a car's ticks beside each other: the frame applied in each tick. */
  steer: Int8Array;
  pedal: Int8Array;
  buttons: Uint8Array;
  flags: Uint8Array;
  adoptions: Adoption[];
  events: LogEvent[];
  /** State hash of the recorded cars after the chunk's last tick, 16 hexadecimal digits. */
  hash: string;
}

/** What a car was after a tick in which a car that is not in the log touched it, or touched one that touched it. */
export interface Adoption {
  tick: Ticks;
  car: number;
  /** [ROW_WIDTH] */
  row: Float32Array;
}

/**
 * `driver` hands the car to another driver, from this tick on. `latency` tells a round trip to the driver's page that
 * was measured in this tick, in whole milliseconds up to 65535. Events move no car and are in no hash.
 */
export type LogEvent =
  | { tick: Ticks; car: number; kind: 'join' | 'leave' }
  | { tick: Ticks; car: number; kind: 'driver'; driver: LogDriver }
  | { tick: Ticks; car: number; kind: 'latency'; ms: number };

/** A log that cannot be read or replayed; the message says what, got, expected and what to do. */
export class LogError extends Error {
  override name = 'LogError';
  constructor(what: string, got: string | number, expected: string | number, next: string) {
    super(`${what}: got ${got}, expected ${expected}. ${next}`);
  }
}

/** Ticks from lights out to the log's end, those in gaps too. */
export function logTicks(log: RaceLog): Ticks {
  const last = log.chunks.at(-1);
  return last ? last.firstTick + last.ticks : 0;
}

/** Ticks that a log does not hold: the first of them, and how many. */
export interface Gap {
  tick: Ticks;
  ticks: Ticks;
}

/** In the order of time. */
export const gapsOf = ({ chunks }: RaceLog): Gap[] =>
  chunks.filter(({ gap }) => gap > 0).map(({ firstTick, gap }) => ({ tick: firstTick - gap, ticks: gap }));

/** A car as far as a row of a keyframe tells it. */
export type RowCar = VehicleState & { stuckTicks: Ticks };

/** Write a car's state and stuck ticks to `out` at row `index`. */
export function writeRow(car: Readonly<RowCar>, out: Float32Array, index: number): void {
  writeState(car, out, index * ROW_WIDTH);
  out[index * ROW_WIDTH + STATE_FIELDS.length] = car.stuckTicks;
}

/** Put a car into the state of row `index`. */
export function readRow(rows: Float32Array, index: number, car: RowCar): void {
  readState(rows, index * ROW_WIDTH, car);
  car.stuckTicks = rows[index * ROW_WIDTH + STATE_FIELDS.length];
}
