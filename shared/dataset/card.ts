import { contentHash } from '../exact/content.ts';
import { TICK_HZ } from '../units/units.ts';
import { type LapDemonstration, ticksOf } from './lap.ts';
import type { ChosenLap, Recipe } from './recipe.ts';
import { type Split, splitLaps } from './split.ts';

/** What anybody should know about a dataset before using it. */
export interface DatasetCard {
  /** Content address: equal content has the same id, on any machine. */
  id: string;
  name: string;
  recipe: Recipe;
  trackId: string;
  trackHash: string;
  physics: number;
  laps: (ChosenLap & { timeMs: number; clean: boolean; inTraffic: boolean })[];
  drivers: { id: string; laps: number; ticks: number; bestMs: number }[];
  counts: { laps: number; drivers: number; episodes: number; ticks: number; seconds: number };
  splits: { kind: Split<ChosenLap>['kind']; name: string; train: ChosenLap[]; validation: ChosenLap[] };
}

export interface CardInput {
  name: string;
  recipe: Recipe;
  physics: number;
  laps: readonly LapDemonstration[];
  /** Of the split, fixed for ever with the dataset. */
  seed: number;
}

/**
 * The card of a dataset. Its id covers which laps were chosen and what they contain (first state and frames), the split, the
 * track and the physics, not the name. Throws when there are no laps, or laps of several tracks.
 */
export function datasetCard({ name, recipe, physics, laps, seed }: CardInput): DatasetCard {
  const track = laps[0]?.track;
  if (!track)
    throw new Error(`Dataset "${name}": got no laps, expected at least one. Widen the recipe or drive a lap.`);
  const foreign = laps.find((lap) => lap.track.hash !== track.hash);
  if (foreign) {
    throw new Error(
      `Dataset "${name}": got laps of ${foreign.track.id} ${foreign.track.hash.slice(0, 8)} among laps of ` +
        `${track.id} ${track.hash.slice(0, 8)}, expected one version of one track. Name its episodes in the recipe.`,
    );
  }
  const split = splitLaps(laps, seed);
  const splits = {
    kind: split.kind,
    name: split.name,
    train: split.train.map(keyOf),
    validation: split.validation.map(keyOf),
  };
  const content = laps.map((lap) => ({
    ...keyOf(lap),
    frames: [...lap.frames],
    start: [...lap.states.subarray(0, 8)],
  }));
  return {
    id: contentHash({ format: 1, physics, track: track.hash, splits, content }),
    name,
    recipe,
    trackId: track.id,
    trackHash: track.hash,
    physics,
    laps: laps.map((lap) => ({
      ...keyOf(lap),
      timeMs: lap.timeMs,
      clean: lap.clean,
      inTraffic: lap.inTraffic,
    })),
    drivers: driversOf(laps),
    counts: countsOf(laps),
    splits,
  };
}

const keyOf = ({ episodeId, driverId, number }: LapDemonstration): ChosenLap => ({ episodeId, driverId, number });

function countsOf(laps: readonly LapDemonstration[]): DatasetCard['counts'] {
  const ticks = laps.reduce((sum, lap) => sum + ticksOf(lap), 0);
  return {
    laps: laps.length,
    drivers: new Set(laps.map((lap) => lap.driverId)).size,
    episodes: new Set(laps.map((lap) => lap.episodeId)).size,
    ticks,
    seconds: ticks / TICK_HZ,
  };
}

function driversOf(laps: readonly LapDemonstration[]): DatasetCard['drivers'] {
  const ids = [...new Set(laps.map((lap) => lap.driverId))].sort();
  return ids.map((id) => {
    const own = laps.filter((lap) => lap.driverId === id);
    return {
      id,
      laps: own.length,
      ticks: own.reduce((sum, lap) => sum + ticksOf(lap), 0),
      bestMs: own.reduce((best, lap) => Math.min(best, lap.timeMs), Number.POSITIVE_INFINITY),
    };
  });
}
