import { contentHash } from '../exact/content.ts';
import { TICK_HZ } from '../units/units.ts';
import { type CardLap, consentOf, driversOf, howOf, qualityOf } from './cardparts.ts';
import type { DatasetCard, LeakProof } from './cardschema.ts';
import type { Choice, ChosenLap } from './choice.ts';
import type { Licence } from './licence.ts';
import { limitsOf } from './limits.ts';
import type { Recipe } from './recipe.ts';
import type { Split } from './split.ts';

export type { DatasetCard } from './cardschema.ts';

/** Raised when what a card's id covers changes: equal laps then have another id. */
const CARD_FORMAT = 2;

export interface CardInput {
  name: string;
  recipe: Recipe;
  licence: Licence;
  physics: number;
  track: { id: string; hash: string };
  vehicleHash: string;
  laps: readonly CardLap[];
  split: Split<CardLap>;
  /** Of a split by frames. */
  leak: LeakProof | null;
  coverage: DatasetCard['coverage'];
  leftOut: Choice['leftOut'];
  madeOf: DatasetCard['madeOf'];
}

/**
 * The card of a dataset. Its id covers which laps were chosen and what they contain (lapcontent.ts), the split, the
 * track, the car and the physics; not the name, the licence or what is told of the laps. At least one lap.
 */
export function datasetCard(input: CardInput): DatasetCard {
  const { name, recipe, physics, track, laps, licence, vehicleHash, leftOut, coverage, madeOf } = input;
  const splits = splitsOf(input);
  const content = laps.map((lap) => ({ ...keyOf(lap), content: lap.content }));
  const { kind, train, validation } = splits;
  const card = {
    format: CARD_FORMAT,
    id: contentHash({
      ...{ format: CARD_FORMAT, physics, track: track.hash, vehicle: vehicleHash },
      ...{ splits: { kind, train, validation }, content },
    }),
    ...{ name, recipe, trackId: track.id, trackHash: track.hash, physics },
    laps: laps.map((lap) => ({ ...keyOf(lap), timeMs: lap.timeMs, clean: lap.clean, inTraffic: lap.inTraffic })),
    drivers: driversOf(laps),
    counts: countsOf(laps),
    splits,
    how: howOf(laps, { vehicleHash, cadenceHz: TICK_HZ, leftOut }),
    consent: consentOf(laps),
    ...{ licence, coverage, quality: qualityOf(laps), madeOf },
  };
  return { ...card, limits: limitsOf(card) };
}

const keyOf = ({ episodeId, driverId, number }: ChosenLap): ChosenLap => ({ episodeId, driverId, number });

function splitsOf({ split, leak }: CardInput): DatasetCard['splits'] {
  const { kind, name, train, validation } = split;
  return { kind, name, train: train.map(keyOf), validation: validation.map(keyOf), leaks: kind === 'frame', leak };
}

function countsOf(laps: readonly CardLap[]): DatasetCard['counts'] {
  const ticks = laps.reduce((sum, lap) => sum + lap.ticks, 0);
  return {
    laps: laps.length,
    drivers: new Set(laps.map((lap) => lap.driverId)).size,
    episodes: new Set(laps.map((lap) => lap.episodeId)).size,
    ticks,
    seconds: ticks / TICK_HZ,
    clean: laps.filter(({ clean }) => clean).length,
    inTraffic: laps.filter(({ inTraffic }) => inTraffic).length,
  };
}
