import { TICK } from '../units/units.ts';
import { bootstrapInterval, type Interval, median, quantile } from './interval.ts';
import { certainShareInterval, noEventInterval } from './noevents.ts';
import type { Rollout } from './rollout.ts';

/** Seconds an intervention is taken to cost (Bojarski et al. 2016, §8). */
export const INTERVENTION_SECONDS = 6;

/** How a pilot drove: the part of an evaluation that needs no demonstrator. */
export interface Scores {
  rollouts: number;
  lapsPlanned: number;
  lapsFinished: number;
  cleanLaps: number;
  /** Of the laps planned. */
  cleanLapShare: number;
  cleanLapShareInterval: Interval;
  falls: number;
  /** Falls for each length of the road covered, finished laps and the started one alike. */
  fallsPerLap: number;
  fallsPerLapInterval: Interval;
  offTracksPerLap: number;
  offTracksPerLapInterval: Interval;
  /** Of rock, island or wall; no lap is less clean for one. */
  touchesPerLap: number;
  touchesPerLapInterval: Interval;
  /** Of clean laps; null when none was. */
  lapTimeMs: { median: number; p10: number; p90: number } | null;
}

/** @param seed of the bootstrap that gives the intervals; rollouts are resampled whole. */
export function scoresOf(rollouts: readonly Rollout[], lapsPlanned: number, trackLength: number, seed: number): Scores {
  const driven = (rollout: Rollout): number => drivenLaps(rollout, trackLength);
  const falls = rateOf(rollouts, ({ falls }) => falls, driven, seed);
  const offTracks = rateOf(rollouts, ({ offTracks }) => offTracks, driven, seed);
  const touches = rateOf(rollouts, (rollout) => rollout.touches, driven, seed);
  const clean = shareOf(rollouts, cleanLapsOf, () => lapsPlanned, seed);
  const laps = rollouts.flatMap((rollout) => rollout.laps);
  const times = laps.filter((lap) => lap.clean).map((lap) => lap.timeMs);
  return {
    rollouts: rollouts.length,
    lapsPlanned: rollouts.length * lapsPlanned,
    lapsFinished: laps.length,
    cleanLaps: times.length,
    cleanLapShare: clean.value,
    cleanLapShareInterval: clean.interval,
    falls: rollouts.reduce((sum, rollout) => sum + rollout.falls, 0),
    fallsPerLap: falls.value,
    fallsPerLapInterval: falls.interval,
    offTracksPerLap: offTracks.value,
    offTracksPerLapInterval: offTracks.interval,
    touchesPerLap: touches.value,
    touchesPerLapInterval: touches.interval,
    lapTimeMs:
      times.length === 0 ? null : { median: median(times), p10: quantile(times, 0.1), p90: quantile(times, 0.9) },
  };
}

/** Lengths of the road that a rollout covered; never 0, so that a rate has a value. */
export const drivenLaps = (rollout: Rollout, trackLength: number): number =>
  Math.max(rollout.metres / trackLength, 1e-3);

export const cleanLapsOf = ({ laps }: Rollout): number => laps.filter(({ clean }) => clean).length;

export interface Rate {
  value: number;
  interval: Interval;
}

/** Events for each unit of exposure over all items, which are resampled whole; where there was no event, see noevents.ts. */
export function rateOf<Item>(
  items: readonly Item[],
  events: (item: Item) => number,
  exposure: (item: Item) => number,
  seed: number,
): Rate {
  const { value, exposed, interval } = ratioOf(items, events, exposure, seed);
  return { value, interval: value === 0 ? noEventInterval(exposed) : interval };
}

/** The same for a share of trials. */
export function shareOf<Item>(
  items: readonly Item[],
  hits: (item: Item, i: number) => number,
  trials: (item: Item) => number,
  seed: number,
): Rate {
  const { value, exposed, interval } = ratioOf(items, hits, trials, seed);
  return { value, interval: value === 0 || value === 1 ? certainShareInterval(value, exposed) : interval };
}

function ratioOf<Item>(
  items: readonly Item[],
  above: (item: Item, i: number) => number,
  below: (item: Item) => number,
  seed: number,
): Rate & { exposed: number } {
  const ratio = (indices: readonly number[]): number => {
    let over = 0;
    let under = 0;
    for (const i of indices) {
      over += above(items[i]!, i);
      under += below(items[i]!);
    }
    return over / under;
  };
  const all = items.map((_, i) => i);
  const exposed = items.reduce((sum, item) => sum + below(item), 0);
  return { value: ratio(all), exposed, interval: bootstrapInterval(all, ratio, seed) };
}

/** autonomy = max(0, 1 − 6 s · N / elapsed) over all rollouts, with its interval (Bojarski et al. 2016, adapted). */
export function autonomyOf(
  rollouts: readonly Rollout[],
  seed: number,
): { autonomy: number; autonomyInterval: Interval } {
  const { value, interval } = rateOf(rollouts, interventionsOf, secondsOf, seed);
  const share = (perSecond: number): number => Math.max(0, 1 - INTERVENTION_SECONDS * perSecond);
  return { autonomy: share(value), autonomyInterval: [share(interval[1]), share(interval[0])] };
}

const interventionsOf = ({ interventions }: Rollout): number => interventions;
const secondsOf = ({ ticks }: Rollout): number => ticks * TICK;

/** Of one rollout alone. */
export const ownAutonomy = (rollout: Rollout): number =>
  Math.max(0, 1 - (INTERVENTION_SECONDS * rollout.interventions) / secondsOf(rollout));
