import {
  type Gap,
  type LogDriver,
  LogError,
  logTicks,
  type RaceLog,
  type RaceLogHeader,
} from '../../shared/episode/log.ts';
import { type ReplayVisit, Resimulation } from '../../shared/episode/resimulate.ts';
import type { Race } from '../../shared/race/race.ts';
import { standings } from '../../shared/race/standings.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Ticks } from '../../shared/units/units.ts';
import { STATE_FIELDS, writeState } from '../../shared/vehicle/state.ts';
import { EventLister, type ReplayEvent } from './events.ts';

/** Numbers of one car's state, in the order of STATE_FIELDS. */
export const WIDTH = STATE_FIELDS.length;
/** Bytes of states that a page holds at once: an hour of sixteen cars. */
const MOST_BYTES = 128 * 1024 * 1024;

/** One car of a race as the log names it; `driver` is who had the wheel at lights out. */
export interface ReplayCar {
  id: string;
  driver: LogDriver;
  /** Id of its vehicle specification. */
  vehicle: string;
}

/**
 * A race driven again: T ticks, and the T + 1 states around them. Arrays by log index, as `cars`.
 *
 * Row t is the state before tick t, as in a trajectory; frame t is what was applied in it.
 */
export interface Replay {
  header: RaceLogHeader;
  cars: ReplayCar[];
  /** T */
  ticks: Ticks;
  /** [cars][(T + 1) · WIDTH] */
  states: Float32Array[];
  /** [cars][T], −127 to 127 */
  steer: Int8Array[];
  pedal: Int8Array[];
  /** [cars][T + 1], the greatest road distance so far. */
  furthest: Float32Array[];
  /** [cars][T + 1] */
  lap: Uint8Array[];
  /** [(T + 1) · cars], log indices, the leader first */
  order: Uint8Array;
  /** In the order in which they happened. */
  events: ReplayEvent[];
  /** Seconds of the log, and how many of them ended in the log's own state, bit for bit. */
  seconds: { all: number; equal: number };
}

/**
 * Drive a log again, a second of it at a time; `onSecond` hears the share that is done.
 *
 * Throws LogError when the log belongs to other physics or another track, or is too long for one page.
 */
export function replayOf(log: RaceLog, track: Track, onSecond: (share: number) => void = () => undefined): Replay {
  const replay = emptyReplay(log);
  const simulation = new Resimulation(log, track);
  const lister = new EventLister(log.header.replay === 'states');
  note(replay, simulation.race, 0);
  const visit: ReplayVisit = (tick, race, replayed) => {
    for (const [car, frame] of replayed.frames.entries()) {
      replay.steer[car][tick] = frame.steer;
      replay.pedal[car][tick] = frame.pedal;
    }
    note(replay, race, tick + 1);
    lister.note(tick, replayed);
  };
  const advance = (): boolean => simulation.advance(visit, (gap, race) => passOver(replay, gap, race));
  while (advance()) onSecond(simulation.hashes.length / log.chunks.length);
  const wrong = new Set(simulation.mismatches.map(({ tick }) => secondOf(log, tick)));
  return {
    ...replay,
    events: lister.events,
    seconds: { all: log.chunks.length, equal: log.chunks.length - wrong.size },
  };
}

/** A chunk can differ at its beginning, its end or both: it counts once. */
const secondOf = (log: RaceLog, tick: Ticks): number =>
  log.chunks.findIndex(({ firstTick, ticks }) => tick >= firstTick && tick < firstTick + ticks);

function emptyReplay(log: RaceLog): Replay {
  const { header } = log;
  const ticks = logTicks(log);
  const bytes = header.cars.length * (ticks + 1) * WIDTH * 4;
  if (bytes > MOST_BYTES) {
    const most = Math.floor(MOST_BYTES / (header.cars.length * WIDTH * 4 * 3600));
    throw new LogError(`Race ${header.raceId}`, `${Math.ceil(ticks / 3600)} minutes`, `at most ${most}`, TOO_LONG);
  }
  const each = <Value>(make: () => Value): Value[] => header.cars.map(make);
  return {
    header,
    cars: header.cars.map(({ id, spec, ...driver }) => ({ id, driver, vehicle: spec.id })),
    ticks,
    states: each(() => new Float32Array((ticks + 1) * WIDTH)),
    steer: each(() => new Int8Array(ticks)),
    pedal: each(() => new Int8Array(ticks)),
    furthest: each(() => new Float32Array(ticks + 1)),
    lap: each(() => new Uint8Array(ticks + 1)),
    order: new Uint8Array((ticks + 1) * header.cars.length),
    events: [],
    seconds: { all: 0, equal: 0 },
  };
}
const TOO_LONG = 'Replay it with "npm run mimic -- replay".';

function note(replay: Replay, race: Race, row: number): void {
  for (const [index, car] of race.cars.entries()) {
    writeState(car, replay.states[index], row * WIDTH);
    replay.lap[index][row] = car.lap;
    const furthest = replay.furthest[index];
    furthest[row] = row > 0 ? Math.max(furthest[row - 1], car.distance) : car.distance;
  }
  replay.order.set(standings(race.cars), row * race.cars.length);
}

/** Nobody knows what happened in a gap of the log: the cars stand where they were last seen until they are seen again. */
function passOver(replay: Replay, { tick, ticks }: Gap, race: Race): void {
  const { length } = race.cars;
  for (let row = tick + 1; row < tick + ticks; row++) {
    for (const states of replay.states) states.copyWithin(row * WIDTH, (row - 1) * WIDTH, row * WIDTH);
    for (const column of [...replay.lap, ...replay.furthest]) column[row] = column[row - 1];
    replay.order.copyWithin(row * length, (row - 1) * length, row * length);
  }
  note(replay, race, tick + ticks);
}

/** What a worker hands over without a copy. */
export const buffersOf = ({ states, furthest, steer, pedal, lap, order }: Replay): ArrayBufferLike[] =>
  [...states, ...furthest, ...steer, ...pedal, ...lap, order].map(({ buffer }) => buffer);
