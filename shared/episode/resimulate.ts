import { PHYSICS } from '../race/constants.ts';
import type { InputFrame } from '../race/frame.ts';
import { placeProgress, resumeProgress } from '../race/laps.ts';
import { Race, type RaceTick, stateHash } from '../race/race.ts';
import { adoptState } from '../race/step.ts';
import type { Track } from '../track/track.ts';
import type { Ticks } from '../units/units.ts';
import {
  type Adoption,
  FLAG_TRAFFIC,
  type Gap,
  LogError,
  type RaceLog,
  type RaceLogChunk,
  ROW_WIDTH,
  readRow,
  writeRow,
} from './log.ts';

/** A second whose replay ended elsewhere than the race did. */
export interface Mismatch {
  /** Last tick of the chunk. */
  tick: Ticks;
  got: string;
  expected: string;
}

/** One tick of a replay. Arrays belong to the replay and change with the next tick. */
export interface ReplayedTick {
  chunk: RaceLogChunk;
  /** By log index, as all of a replay. */
  frames: readonly InputFrame[];
  flags: Uint8Array;
  result: RaceTick;
  /** Cars whose state was taken from the log. */
  adopted: readonly number[];
}

/** Called after each tick; `race.cars` then is the state after it. */
export type ReplayVisit = (tick: Ticks, race: Race, replayed: ReplayedTick) => void;

/** Called behind a gap, before the first tick that is known again; `race.cars` are where the log has them then. */
export type ReplayResumed = (gap: Gap, race: Race) => void;

/**
 * A race driven again from its log, a chunk at a time: the recorded cars alone, from the states of the first keyframe
 * and, behind a gap, of the next.
 *
 * Throws LogError when the log belongs to other physics and was not upgraded, or to another track.
 */
export class Resimulation {
  readonly log: RaceLog;
  readonly race: Race;
  readonly mismatches: Mismatch[] = [];
  /** State hash at the end of each chunk so far. */
  readonly hashes: string[] = [];
  private readonly frames: InputFrame[];
  private readonly flags: Uint8Array;
  private next = 0;

  constructor(log: RaceLog, track: Track) {
    const { header } = log;
    check(log, track);
    this.log = log;
    const cars = header.cars.map(({ id, spec }) => ({ id, spec }));
    this.race = new Race({ track, laps: header.laps, contact: header.contact, cars });
    this.frames = cars.map(() => ({ steer: 0, pedal: 0, buttons: 0 }));
    this.flags = new Uint8Array(cars.length);
    if (log.chunks.length > 0) startFrom(log.chunks[0].keyframe, this.race);
  }

  /** Drive the next chunk; false when there was none left. */
  advance(visit?: ReplayVisit, resumed?: ReplayResumed): boolean {
    const chunk = this.log.chunks[this.next];
    if (!chunk) return false;
    this.next++;
    if (chunk.gap > 0) {
      resumeFrom(chunk, this.race);
      resumed?.({ tick: chunk.firstTick - chunk.gap, ticks: chunk.gap }, this.race);
    } else if (!isKeyframe(chunk.keyframe, this.race)) {
      this.mismatches.push({ tick: chunk.firstTick, got: 'other states', expected: 'its keyframe' });
    }
    let adoptions = 0;
    for (let t = 0; t < chunk.ticks; t++) {
      const tick = chunk.firstTick + t;
      const first = adoptions;
      while (chunk.adoptions[adoptions]?.tick === tick) adoptions++;
      this.step(chunk, t, chunk.adoptions.slice(first, adoptions), visit);
    }
    const got = stateHash(this.race.cars);
    this.hashes.push(got);
    if (got !== chunk.hash) {
      this.mismatches.push({ tick: chunk.firstTick + chunk.ticks - 1, got, expected: chunk.hash });
    }
    return true;
  }

  private step(chunk: RaceLogChunk, t: number, adoptions: readonly Adoption[], visit?: ReplayVisit): void {
    for (const [car, frame] of this.frames.entries()) {
      const at = car * chunk.ticks + t;
      frame.steer = chunk.steer[at];
      frame.pedal = chunk.pedal[at];
      frame.buttons = chunk.buttons[at];
      this.flags[car] = chunk.flags[at];
    }
    // The log ends with the race; a replay without the absent cars must not end, or wait, by its own count.
    this.race.phase = 'racing';
    this.markTraffic();
    const result = this.race.step(this.frames, adoptions);
    this.markTraffic();
    const adopted = adoptions.map((adoption) => adoption.car);
    visit?.(chunk.firstTick + t, this.race, { chunk, frames: this.frames, flags: this.flags, result, adopted });
  }

  /** A car that is not in the log was near: before the step for the lap that ends in it, after it for the next. */
  private markTraffic(): void {
    for (const [index, car] of this.race.cars.entries()) {
      if (this.flags[index] & FLAG_TRAFFIC) car.progress.inTraffic = true;
    }
  }
}

/** Drive a whole log again. */
export function resimulate(
  log: RaceLog,
  track: Track,
  visit?: ReplayVisit,
): { hashes: string[]; mismatches: Mismatch[] } {
  const simulation = new Resimulation(log, track);
  while (simulation.advance(visit));
  return { hashes: simulation.hashes, mismatches: simulation.mismatches };
}

/** Does the log replay to its own hashes, and to the states of its keyframes, bit for bit? */
export function verifyLog(log: RaceLog, track: Track): { verified: boolean; mismatches: Mismatch[] } {
  const { mismatches } = resimulate(log, track);
  return { verified: mismatches.length === 0, mismatches };
}

function check({ header }: RaceLog, track: Track): void {
  if (header.physics !== PHYSICS && header.replay !== 'states') {
    const next = 'Run "npm run mimic -- episode upgrade" with the build that wrote it.';
    throw new LogError(`Race log ${header.raceId}, physics`, header.physics, PHYSICS, next);
  }
  if (header.trackHash !== track.hash) {
    const next = `Import the version of track ${header.trackId} that it was driven on.`;
    throw new LogError(`Race log ${header.raceId}, track`, track.hash, header.trackHash, next);
  }
}

/** Lights out, with the cars where the log has them: the grid of a race without its absent cars is another. */
function startFrom(keyframe: Float32Array, race: Race): void {
  for (const [index, car] of race.cars.entries()) {
    readRow(keyframe, index, car);
    placeProgress(race.track, car, 0);
  }
  race.startCountdown(0);
}

/** Cars, laps and clock as they were when a gap ended; whoever was on the last lap and is beyond it has finished. */
function resumeFrom({ firstTick, keyframe }: RaceLogChunk, race: Race): void {
  for (const [index, car] of race.cars.entries()) {
    adoptState(race.track, car, keyframe.subarray(index * ROW_WIDTH, (index + 1) * ROW_WIDTH));
    resumeProgress(race.track, car, firstTick);
    if (car.lap <= race.setup.laps) continue;
    car.lap = race.setup.laps;
    car.finishedTick ??= firstTick;
  }
  race.tick = firstTick;
}

function isKeyframe(keyframe: Float32Array, race: Race): boolean {
  const rows = keyframeOf(race);
  return rows.every((value, index) => value === keyframe[index]);
}

/** Keyframe of where the cars of a replay are now. */
function keyframeOf(race: Race): Float32Array {
  const rows = new Float32Array(race.cars.length * ROW_WIDTH);
  for (const [index, car] of race.cars.entries()) writeRow(car, rows, index);
  return rows;
}
