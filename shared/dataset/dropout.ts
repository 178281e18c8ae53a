import { seededRandom } from '../exact/random.ts';
import { type ObservationSpec, observationNames, withoutPictures } from '../observation/spec.ts';
import type { Samples } from './samples.ts';
import type { Sequences } from './sequences.ts';

/** Share of the samples from which the previous action is taken away. */
export const DROPPED = 0.5;

/**
 * Dropout of the previous action ("past motion dropout": Bansal, Krizhevsky & Ogale 2018, "ChauffeurNet: Learning to Drive
 * by Imitating the Best and Synthesizing the Worst"): the numbers that tell what was done last are 0 in half of the
 * samples, or the cheapest way to predict the next action is to do the last one again, whatever the road does. Only while
 * learning; who drives always knows.
 *
 * `frames` observations make a row, the newest first; all of a row forget together. Changes the samples that are given.
 */
export function dropPreviousAction(samples: Samples, spec: ObservationSpec, seed: number, frames = 1): Samples {
  const random = seededRandom(seed * 53 + 21);
  const columns = columnsOf(spec);
  const width = samples.width / frames;
  for (let row = 0; row < samples.size; row++) {
    if (random.uniform() >= DROPPED) continue;
    for (let frame = 0; frame < frames; frame++) {
      for (const column of columns) samples.observations[row * samples.width + frame * width + column] = 0;
    }
  }
  return samples;
}

/** The same for whole drives, tick by tick. */
export function dropFromSequences(sequences: Sequences, spec: ObservationSpec, seed: number): Sequences {
  for (const [k, { ticks, observations, actions }] of sequences.drives.entries()) {
    dropPreviousAction({ size: ticks, width: sequences.width, observations, actions }, spec, seed + 997 * k);
  }
  return sequences;
}

const columnsOf = (spec: ObservationSpec): number[] =>
  observationNames(withoutPictures(spec)).flatMap((name, column) =>
    name === 'previousSteer' || name === 'previousPedal' ? [column] : [],
  );
