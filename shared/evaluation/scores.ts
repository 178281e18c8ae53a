import { TICK } from '../units/units.ts';
import { bootstrapInterval, type Interval, median, quantile } from './interval.ts';
import type { Rollout } from './rollout.ts';

/** Seconds an intervention is taken to cost (Bojarski et al. 2016, §8). */
export const INTERVENTION_SECONDS = 6;

/** How a pilot drove: the part of an evaluation that needs no demonstrator. */
export interface Scores {
  rollouts: number;
  lapsPlanned: number;
  lapsFinished: number;
  cleanLaps: number;
  falls: number;
  /** Falls for each length of the road covered, finished laps and the started one alike. */
  fallsPerLap: number;
  fallsPerLapInterval: Interval;
  offTracksPerLap: number;
  offTracksPerLapInterval: Interval;
  /** Of clean laps; null when none was. */
  lapTimeMs: { median: number; p10: number; p90: number } | null;
}

/** @param seed of the bootstrap that gives the intervals; rollouts are resampled whole. */
export function scoresOf(rollouts: readonly Rollout[], lapsPlanned: number, trackLength: number, seed: number): Scores {
  const driven = (rollout: Rollout): number => Math.max(rollout.metres / trackLength, 1e-3);
  const perLap = (count: (rollout: Rollout) => number) => (indices: readonly number[]) => {
    let events = 0;
    let laps = 0;
    for (const i of indices) {
      events += count(rollouts[i]!);
      laps += driven(rollouts[i]!);
    }
    return events / laps;
  };
  const all = rollouts.map((_, i) => i);
  const falls = perLap((rollout) => rollout.falls);
  const offTracks = perLap((rollout) => rollout.offTracks);
  const laps = rollouts.flatMap((rollout) => rollout.laps);
  const times = laps.filter((lap) => lap.clean).map((lap) => lap.timeMs);
  return {
    rollouts: rollouts.length,
    lapsPlanned: rollouts.length * lapsPlanned,
    lapsFinished: laps.length,
    cleanLaps: times.length,
    falls: rollouts.reduce((sum, rollout) => sum + rollout.falls, 0),
    fallsPerLap: falls(all),
    fallsPerLapInterval: bootstrapInterval(all, falls, seed),
    offTracksPerLap: offTracks(all),
    offTracksPerLapInterval: bootstrapInterval(all, offTracks, seed),
    lapTimeMs:
      times.length === 0 ? null : { median: median(times), p10: quantile(times, 0.1), p90: quantile(times, 0.9) },
  };
}

/** autonomy = max(0, 1 − 6 s · N / elapsed) over all rollouts, with its interval (Bojarski et al. 2016, adapted). */
export function autonomyOf(
  rollouts: readonly Rollout[],
  seed: number,
): { autonomy: number; autonomyInterval: Interval } {
  const share = (indices: readonly number[]): number => {
    let interventions = 0;
    let elapsed = 0;
    for (const i of indices) {
      interventions += rollouts[i]!.interventions;
      elapsed += rollouts[i]!.ticks * TICK;
    }
    return Math.max(0, 1 - (INTERVENTION_SECONDS * interventions) / elapsed);
  };
  const all = rollouts.map((_, i) => i);
  return { autonomy: share(all), autonomyInterval: bootstrapInterval(all, share, seed) };
}
