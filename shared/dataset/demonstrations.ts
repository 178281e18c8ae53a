import { SteeringNoise, wantedSteer } from '../driver/steeringnoise.ts';
import { FLAG_IN_SIGHT, FLAG_TRAFFIC, logTicks, type RaceLog, ROW_WIDTH } from '../episode/log.ts';
import { type ReplayedTick, resimulate } from '../episode/resimulate.ts';
import { FULL, type InputFrame } from '../race/frame.ts';
import type { LapTime } from '../race/laps.ts';
import type { Race } from '../race/race.ts';
import type { Track } from '../track/track.ts';
import type { Ticks } from '../units/units.ts';
import { writeState } from '../vehicle/state.ts';
import type { ChosenLap, EpisodeEntry } from './choice.ts';
import { type LapDemonstration, STATE_WIDTH } from './lap.ts';
import { addToQuality, flawless, type LapQuality } from './quality.ts';
import type { LogSource } from './source.ts';

/** A lap with what happened in it. */
export interface RecordedLap extends LapDemonstration {
  quality: LapQuality;
}

/** Whose laps to take from a log: one driver at one car, from the tick at which they took the wheel. */
export type EpisodePlace = Pick<EpisodeEntry, 'id' | 'driver' | 'car' | 'firstTick'>;

/** The same with the race whose log it is in. */
export type DrivePlace = EpisodePlace & Pick<EpisodeEntry, 'raceId'>;

/**
 * All whole laps of the given episodes of one race, by driving its log again once. `withOthers` keeps the states of the
 * other cars beside each lap, which only a clone that sees them needs: they take N times the room of its own.
 */
export function lapsOfLog(
  log: RaceLog,
  track: Track,
  episodes: readonly EpisodePlace[],
  withOthers = false,
): RecordedLap[] {
  const all = new RaceStates(log, withOthers ? log.header.cars.map((_, car) => car) : episodes.map(({ car }) => car));
  const cuts = episodes.map((episode) => new LapCutter(log, track, episode, all));
  resimulate(log, track, (tick, race, replayed) => {
    all.visit(tick, race);
    for (const cut of cuts) cut.visit(tick, replayed);
  });
  return cuts.flatMap((cut) => cut.laps);
}

/**
 * The chosen laps, re-simulated from their logs, in the order they were chosen in.
 *
 * Rejects when a log is missing or of other physics, and when a chosen lap is not in its log.
 */
export async function loadLaps(
  source: LogSource,
  episodes: readonly DrivePlace[],
  chosen: readonly ChosenLap[],
  withOthers = false,
): Promise<RecordedLap[]> {
  const wanted = new Set(chosen.map((lap) => lap.episodeId));
  const places = episodes.filter((episode) => wanted.has(episode.id));
  const found = new Map<string, RecordedLap>();
  for (const raceId of [...new Set(places.map((episode) => episode.raceId))]) {
    const { log, track } = await source.log(raceId);
    const here = places.filter((episode) => episode.raceId === raceId);
    for (const lap of lapsOfLog(log, track, here, withOthers)) found.set(nameOf(lap), lap);
  }
  return chosen.map((lap) => {
    const recorded = found.get(nameOf(lap));
    if (recorded) return recorded;
    throw new Error(
      `Lap ${lap.number} of episode ${lap.episodeId}: got no such lap in its race log, expected a finished one. ` +
        'The log may have been rewritten since the lap was chosen: choose again.',
    );
  });
}

const nameOf = (lap: ChosenLap): string => `${lap.episodeId} ${lap.number}`;

/** The states of some cars of a race at every tick, noted while its log is replayed. */
class RaceStates {
  /** By log index, [(ticks + 1) · 8]; undefined for cars that are not noted. */
  readonly of: readonly (Float32Array | undefined)[];

  constructor(log: RaceLog, cars: readonly number[]) {
    const rows = logTicks(log) + 1;
    this.of = log.header.cars.map((_, car) => {
      if (!cars.includes(car)) return undefined;
      const states = new Float32Array(rows * STATE_WIDTH);
      const first = car * ROW_WIDTH;
      if (log.chunks.length > 0) states.set(log.chunks[0].keyframe.subarray(first, first + STATE_WIDTH));
      return states;
    });
  }

  visit(tick: Ticks, race: Race): void {
    for (const [car, states] of this.of.entries()) {
      if (states) writeState(race.cars[car], states, (tick + 1) * STATE_WIDTH);
    }
  }

  /** [(to − from + 1) · N · 8] of every car but one; null when any of them was not noted. */
  withoutCar(own: number, from: Ticks, to: Ticks): Float32Array | null {
    const others = this.of.filter((_, car) => car !== own);
    const width = others.length * STATE_WIDTH;
    const rows = new Float32Array((to - from + 1) * width);
    for (const [slot, states] of others.entries()) {
      if (!states) return null;
      for (let row = from; row <= to; row++) {
        const state = states.subarray(row * STATE_WIDTH, (row + 1) * STATE_WIDTH);
        rows.set(state, (row - from) * width + slot * STATE_WIDTH);
      }
    }
    return rows;
  }
}

/** Notes one car's frames while its log is replayed, and cuts them, with its states, where laps end. */
class LapCutter {
  readonly laps: RecordedLap[] = [];
  private readonly episode: EpisodePlace;
  private readonly track: Track;
  private readonly spec: LapDemonstration['spec'];
  private readonly contact: boolean;
  private readonly all: RaceStates;
  /** [ticks · 2] of the whole race. */
  private readonly frames: Int8Array;
  /** Where noise was injected: what was wanted, and the noise drawn again. */
  private readonly intended: Int8Array | null;
  private readonly noise: SteeringNoise | null;
  private lapStart: Ticks = 0;
  /** When whoever has the wheel took it. */
  private heldSince: Ticks = 0;
  /** A car that is not in the log was in sight in this lap. */
  private stranger = false;
  private quality = flawless();

  constructor(log: RaceLog, track: Track, episode: EpisodePlace, all: RaceStates) {
    this.episode = episode;
    this.track = track;
    this.spec = log.header.cars[episode.car].spec;
    this.contact = log.header.contact;
    this.all = all;
    this.frames = new Int8Array(logTicks(log) * 2);
    const { noise } = log.header.cars[episode.car];
    this.noise = noise ? new SteeringNoise(noise.deviation, noise.seed) : null;
    this.intended = noise ? new Int8Array(this.frames.length) : null;
  }

  visit(tick: Ticks, replayed: ReplayedTick): void {
    const { car, firstTick } = this.episode;
    this.frames[tick * 2] = replayed.frames[car].steer;
    this.frames[tick * 2 + 1] = replayed.frames[car].pedal;
    this.noteIntention(tick, replayed.frames[car]);
    addToQuality(this.quality, tick, car, replayed);
    if (replayed.flags[car] & (FLAG_TRAFFIC | FLAG_IN_SIGHT)) this.stranger = true;
    for (const event of replayed.chunk.events) {
      if (event.kind === 'driver' && event.car === car && event.tick === tick) this.heldSince = tick;
    }
    for (const event of replayed.result.events) {
      if (event.kind !== 'lap' || event.car !== car) continue;
      const own = this.heldSince === firstTick && this.lapStart >= firstTick;
      if (own && !event.lap.partial) this.cut(tick + 1, event.lap);
      this.lapStart = tick + 1;
      this.stranger = false;
      this.quality = flawless();
    }
  }

  private noteIntention(tick: Ticks, { steer, pedal }: InputFrame): void {
    if (!this.noise) return;
    const wanted = wantedSteer(steer, Math.round(this.noise.at(tick) * FULL));
    this.intended?.set([wanted, pedal], tick * 2);
  }

  private cut(end: Ticks, { number, timeMs, clean, inTraffic }: LapTime): void {
    const { id, driver, car } = this.episode;
    this.laps.push({
      episodeId: id,
      driverId: driver.id,
      number,
      timeMs,
      clean,
      inTraffic,
      track: this.track,
      spec: this.spec,
      states: this.all.of[car]!.slice(this.lapStart * STATE_WIDTH, (end + 1) * STATE_WIDTH),
      frames: this.frames.slice(this.lapStart * 2, end * 2),
      ...(this.intended && { intended: this.intended.slice(this.lapStart * 2, end * 2) }),
      others: this.othersUntil(end),
      quality: this.quality,
    });
  }

  /** Cars that pass through this one are in nobody's way: in a race without contact there are no others. */
  private othersUntil(end: Ticks): Float32Array | null {
    if (!this.contact) return new Float32Array(0);
    return this.stranger ? null : this.all.withoutCar(this.episode.car, this.lapStart, end);
  }
}
