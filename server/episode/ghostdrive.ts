import type { RaceLog, RecordedKind } from '../../shared/episode/log.ts';
import type { LapSummary } from '../../shared/episode/summary.ts';
import { trajectoryOf } from '../../shared/episode/trajectory.ts';
import type { Track } from '../../shared/track/track.ts';
import { TICK_HZ, type Ticks } from '../../shared/units/units.ts';
import { STATE_FIELDS } from '../../shared/vehicle/state.ts';
import type { StoredEpisode } from '../store/episodes.ts';

/** An episode as a ghost plays it: states only, STATE_FIELDS a row, a row a tick. */
export interface GhostDrive {
  episodeId: string;
  driverId: string;
  kind: RecordedKind;
  /** Id of the car's specification. */
  vehicle: string;
  trackId: string;
  trackHash: string;
  physics: number;
  /** From lights out to the first gap of the log, ten minutes at most; empty for somebody who took the wheel later. */
  opening: Float32Array;
  /** The best clean lap begun at speed: from the first state past the line to the first past it again; empty without. */
  flying: Float32Array;
  /** Its time, 0 without. */
  flyingMs: number;
}

const MOST_OPENING: Ticks = 600 * TICK_HZ;
const WIDTH = STATE_FIELDS.length;

/** The drive of an open episode, from its race's log. Throws LogError when the log does not replay to its hashes. */
export function ghostDrive(episode: StoredEpisode, log: RaceLog, track: Track): GhostDrive {
  const { states, gaps } = trajectoryOf(log, track, episode);
  const rows = (from: number, to: number): Float32Array => states.slice(from * WIDTH, to * WIDTH);
  const known = Math.min(episode.ticks, MOST_OPENING, gaps[0]?.tick ?? Infinity);
  const lap = bestFlying(episode.laps);
  const first = (lap?.from ?? 0) - episode.firstTick;
  return {
    episodeId: episode.id,
    driverId: episode.driver.id,
    kind: episode.driver.kind,
    vehicle: episode.vehicle,
    trackId: episode.trackId,
    trackHash: log.header.trackHash,
    physics: episode.physics,
    opening: episode.firstTick === 0 ? rows(0, known + 1) : new Float32Array(0),
    flying: lap ? rows(first, lap.to - episode.firstTick + 1) : new Float32Array(0),
    flyingMs: lap?.timeMs ?? 0,
  };
}

/** The ticks of log at whose beginning the best clean lap between two crossings of the line begins and has ended. */
function bestFlying(laps: readonly LapSummary[]): { from: Ticks; to: Ticks; timeMs: number } | null {
  let best: { from: Ticks; to: Ticks; timeMs: number } | null = null;
  for (const { number, timeMs, clean, partial, endTick } of laps) {
    const before = laps.find((lap) => lap.number === number - 1);
    if (!before || !clean || partial || (best && timeMs >= best.timeMs)) continue;
    best = { from: before.endTick + 1, to: endTick + 1, timeMs };
  }
  return best;
}
