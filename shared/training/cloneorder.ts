import type { DatasetCard } from '../dataset/cardschema.ts';
import type { Sight } from '../observation/spec.ts';
import { type ChunkSpec, FADE } from '../policy/chunk.ts';
import { type Decoding, headNamed, misdecoding } from '../policy/decoding.ts';
import type { HeadName } from '../policy/head.ts';
import type { CloneKind, CloneSettings } from './clone.ts';
import { ENCODERS, type EncoderName, headFor, mismatchOf, settingsFor, stepsOf, unchunkable } from './encoder.ts';
import { TRAINING, TrainingError } from './settings.ts';

/** What to train, as the API and the command line ask for it. */
export interface CloneOrder {
  kind: CloneKind;
  head: HeadName;
  /** How an action is taken from the head, if not in its own way. */
  decode?: Decoding;
  /** Actions in chunks of so many decisions, if not one by one. */
  chunk?: number;
  chunkDrive?: ChunkSpec['drive'];
  encoder: EncoderName;
  sees: Sight;
  /** Trainings of which the best driver is chosen. */
  seeds: number;
  steps: number;
  /** Draws recovery and choosing starts, and the first training's weights. */
  seed: number;
}

/** The parts of an order that hang together: what is left out is what goes with the rest. */
export function lessonOf(asked: AskedLesson & { sees: Sight; steps?: number }) {
  const { encoder, sees, decode, chunk, chunkDrive, head = headFor(encoder), steps = stepsOf(encoder, sees) } = asked;
  return { encoder, sees, head, steps, ...(decode && { decode }), ...(chunk && { chunk, chunkDrive }) };
}

/** What a policy is to make of what it sees, and how its actions are told; without a head, the encoder's own. */
export interface AskedLesson {
  encoder: EncoderName;
  head?: HeadName;
  decode?: Decoding;
  chunk?: number;
  chunkDrive?: ChunkSpec['drive'];
}

/** Why nothing can be trained so, in a sentence; null where it can. */
export function lessonMistake(asked: AskedLesson & { sees?: Sight }): string | null {
  const { encoder, head = headFor(encoder), decode, chunk, sees } = asked;
  if (encoder === 'persistence' && sees === 'traffic') {
    return 'Persistence got other cars to see, but sees nothing. Take another encoder, or the road alone';
  }
  const mistake = (decode && misdecoding(head, decode)) ?? mismatchOf(ENCODERS[encoder], headNamed(head));
  return mistake ?? (chunk ? unchunkable(ENCODERS[encoder], headNamed(head)) : null);
}

/** What a clone gets when nothing else is said. */
export const CLONE_ORDER: CloneOrder = {
  kind: 'coached',
  head: 'bins',
  encoder: 'features',
  sees: 'road',
  seeds: 4,
  steps: TRAINING.steps,
  seed: 1,
};

/** One order of a training, as `POST /policies` has it. */
export interface TrainingRequest extends AskedLesson {
  sees: Sight;
  seeds: number;
  recovery: boolean;
  budget: { steps?: number };
}

export const orderOf = ({ seeds, budget, recovery, ...asked }: TrainingRequest): CloneOrder => ({
  ...lessonOf({ ...asked, steps: budget.steps }),
  ...{ kind: recovery ? 'coached' : 'copy', seeds, seed: 1 },
});

/**
 * The settings of an order on a dataset that is split so: the same wherever it is trained. Throws TrainingError where its
 * parts make no policy together.
 */
export function settingsOf(order: CloneOrder, split: DatasetCard['splits']): CloneSettings {
  const mistake = lessonMistake(order);
  if (mistake) throw new TrainingError(`${mistake}.`);
  const { kind, sees, steps, seed, chunk, chunkDrive = 'ensemble' } = order;
  return {
    ...TRAINING,
    ...settingsFor(order.encoder),
    head: headNamed(order.head, order.decode),
    encoder: ENCODERS[order.encoder],
    seeds: Array.from({ length: order.seeds }, (_, i) => seed + i),
    ...{ kind, sees, steps, seed, split },
    ...(chunk && { chunk: { length: chunk, drive: chunkDrive, fade: FADE } }),
    splitSeed: seed, // draws nothing: the split is given
  };
}
