import { logTicks, type RaceLog, ROW_WIDTH } from '../episode/log.ts';
import { type ReplayedTick, resimulate } from '../episode/resimulate.ts';
import type { LapTime } from '../race/laps.ts';
import type { Race } from '../race/race.ts';
import type { Track } from '../track/track.ts';
import type { Ticks } from '../units/units.ts';
import { writeState } from '../vehicle/state.ts';
import { type LapDemonstration, STATE_WIDTH } from './lap.ts';
import { addToQuality, flawless, type LapQuality } from './quality.ts';
import type { ChosenLap, EpisodeEntry } from './recipe.ts';
import type { LogSource } from './source.ts';

/** A lap with what happened in it. */
export interface RecordedLap extends LapDemonstration {
  quality: LapQuality;
}

/** Whose laps to take from a log: one driver at one car, from the tick at which they took the wheel. */
export type EpisodePlace = Pick<EpisodeEntry, 'id' | 'driver' | 'car' | 'firstTick'>;

/** All whole laps of the given episodes of one race, by driving its log again once. */
export function lapsOfLog(log: RaceLog, track: Track, episodes: readonly EpisodePlace[]): RecordedLap[] {
  const cuts = episodes.map((episode) => new LapCutter(log, track, episode));
  resimulate(log, track, (tick, race, replayed) => {
    for (const cut of cuts) cut.visit(tick, race, replayed);
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
  episodes: readonly EpisodeEntry[],
  chosen: readonly ChosenLap[],
): Promise<RecordedLap[]> {
  const wanted = new Set(chosen.map((lap) => lap.episodeId));
  const places = episodes.filter((episode) => wanted.has(episode.id));
  const found = new Map<string, RecordedLap>();
  for (const raceId of [...new Set(places.map((episode) => episode.raceId))]) {
    const { log, track } = await source.log(raceId);
    const here = places.filter((episode) => episode.raceId === raceId);
    for (const lap of lapsOfLog(log, track, here)) found.set(nameOf(lap), lap);
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

/** Notes one car's frames and states while its log is replayed, and cuts them where laps end. */
class LapCutter {
  readonly laps: RecordedLap[] = [];
  private readonly episode: EpisodePlace;
  private readonly track: Track;
  private readonly spec: LapDemonstration['spec'];
  /** [(ticks + 1) · 8] and [ticks · 2] of the whole race. */
  private readonly states: Float32Array;
  private readonly frames: Int8Array;
  private lapStart: Ticks = 0;
  /** When whoever has the wheel took it. */
  private heldSince: Ticks = 0;
  private quality = flawless();

  constructor(log: RaceLog, track: Track, episode: EpisodePlace) {
    const ticks = logTicks(log);
    this.episode = episode;
    this.track = track;
    this.spec = log.header.cars[episode.car].spec;
    this.states = new Float32Array((ticks + 1) * STATE_WIDTH);
    this.frames = new Int8Array(ticks * 2);
    const first = episode.car * ROW_WIDTH;
    if (log.chunks.length > 0) this.states.set(log.chunks[0].keyframe.subarray(first, first + STATE_WIDTH));
  }

  visit(tick: Ticks, race: Race, replayed: ReplayedTick): void {
    const { car, firstTick } = this.episode;
    this.frames[tick * 2] = replayed.frames[car].steer;
    this.frames[tick * 2 + 1] = replayed.frames[car].pedal;
    writeState(race.cars[car], this.states, (tick + 1) * STATE_WIDTH);
    addToQuality(this.quality, car, replayed);
    for (const event of replayed.chunk.events) {
      if (event.kind === 'driver' && event.car === car && event.tick === tick) this.heldSince = tick;
    }
    for (const event of replayed.result.events) {
      if (event.kind !== 'lap' || event.car !== car) continue;
      const own = this.heldSince === firstTick && this.lapStart >= firstTick;
      if (own && !event.lap.partial) this.cut(tick + 1, event.lap);
      this.lapStart = tick + 1;
      this.quality = flawless();
    }
  }

  private cut(end: Ticks, { number, timeMs, clean, inTraffic }: LapTime): void {
    this.laps.push({
      episodeId: this.episode.id,
      driverId: this.episode.driver.id,
      number,
      timeMs,
      clean,
      inTraffic,
      track: this.track,
      spec: this.spec,
      states: this.states.slice(this.lapStart * STATE_WIDTH, (end + 1) * STATE_WIDTH),
      frames: this.frames.slice(this.lapStart * 2, end * 2),
      quality: this.quality,
    });
  }
}
