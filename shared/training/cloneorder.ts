import type { DatasetCard } from '../dataset/cardschema.ts';
import type { DecisionTicks, Sense, Sight } from '../observation/spec.ts';
import { type ChunkSpec, FADE } from '../policy/chunk.ts';
import { type Decoding, headNamed, misdecoding } from '../policy/decoding.ts';
import type { HeadName } from '../policy/head.ts';
import type { Tuning } from '../policy/tuning.ts';
import { TICK_HZ } from '../units/units.ts';
import type { CloneKind, CloneSettings } from './clone.ts';
import {
  ENCODERS,
  type EncoderName,
  headFor,
  mismatchOf,
  mismatchOfSense,
  senseOf,
  settingsFor,
  stepsOf,
  unchunkable,
} from './encoder.ts';
import type { LessonMistake } from './lessonmistake.ts';
import { TRAINING, TrainingError } from './settings.ts';
import { kindOf, type Teaching, UNTAUGHT } from './teaching.ts';

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
  /** What it knows the road by, if not by its features. */
  observation?: Sense;
  /** Decisions a second, if not 20. */
  hz?: DecisionRate;
  /** What is made of the laps, if not what goes with the kind. */
  teaching?: Teaching;
  /** How it is fitted, if not as goes with the encoder. */
  tuning?: Tuning;
  /** Learn also from what the drivers of the laps did at the wheel of cars that clones drove for them. */
  corrections?: boolean;
  /** Trainings of which the best driver is chosen. */
  seeds: number;
  steps: number;
  /** Draws recovery and choosing starts, and the first training's weights. */
  seed: number;
}

/** The parts of an order that hang together: what is left out is what goes with the rest. */
export function lessonOf(asked: AskedLesson & { sees: Sight; steps?: number }) {
  const { encoder, sees, head = headFor(encoder), steps = stepsOf(encoder, sees) } = asked;
  const { decode, chunk, chunkDrive, observation, hz } = asked;
  return {
    ...{ encoder, sees, head, steps },
    ...(decode && { decode }),
    ...(chunk && { chunk, chunkDrive }),
    ...(observation && { observation }),
    ...(hz && { hz }),
  };
}

/** What a policy is to make of what it sees, and how its actions are told; without a head, the encoder's own. */
export interface AskedLesson {
  encoder: EncoderName;
  head?: HeadName;
  decode?: Decoding;
  chunk?: number;
  chunkDrive?: ChunkSpec['drive'];
  observation?: Sense;
  hz?: DecisionRate;
}

/** Decisions a second. */
export const DECISION_HZ = [60, 20, 10, 5] as const;
export type DecisionRate = (typeof DECISION_HZ)[number];

/** Why nothing can be trained so; null where it can. */
export function lessonMistake(asked: AskedLesson & { sees?: Sight }): LessonMistake | null {
  const { encoder, head = headFor(encoder), decode, chunk, sees, observation } = asked;
  if (encoder === 'persistence' && sees === 'traffic') {
    const sentence = 'Persistence got other cars to see, but sees nothing. Take another encoder, or the road alone';
    return { kind: 'trafficUnseen', sentence };
  }
  if (encoder === 'persistence' && observation) {
    const sentence = `Persistence got "${observation}" to know the road by, but sees nothing. Take another encoder`;
    return { kind: 'senseUnused', sentence };
  }
  if (observation === 'rangeFinder' && sees === 'traffic') {
    const sentence =
      'The range finder got other cars to see, but its rays end at the road’s edges and obstacles only. Take features, ' +
      'or the road alone';
    return { kind: 'trafficBeyondRays', sentence };
  }
  const kind = ENCODERS[encoder];
  const unseen = mismatchOfSense(kind, observation ?? senseOf(kind), sees ?? 'road');
  if (unseen) return unseen;
  const undecoded = decode && misdecoding(head, decode);
  if (undecoded) return { kind: 'decoding', sentence: undecoded };
  return mismatchOf(kind, headNamed(head)) ?? (chunk ? unchunkable(kind, headNamed(head)) : null);
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
  /** In place of what `recovery` says; what is left out is off. */
  teaching?: Partial<Teaching>;
  tuning?: Tuning;
  corrections?: boolean;
  budget: { steps?: number };
}

export const orderOf = ({
  seeds,
  budget,
  recovery,
  teaching,
  tuning,
  corrections,
  ...asked
}: TrainingRequest): CloneOrder => ({
  ...lessonOf({ ...asked, steps: budget.steps }),
  ...taughtAs(recovery, teaching),
  ...(corrections && { corrections }),
  ...(tuning && { tuning }),
  ...{ seeds, seed: 1 },
});

/** The kind of clone that is asked for, and what it is taught where that is more than the kind says. */
export function taughtAs(recovery: boolean, asked?: Partial<Teaching>): Pick<CloneOrder, 'kind' | 'teaching'> {
  if (!asked) return { kind: recovery ? 'coached' : 'copy' };
  const teaching = { ...UNTAUGHT, ...asked };
  return { kind: kindOf(teaching), teaching };
}

/**
 * The settings of an order on a dataset that is split so: the same wherever it is trained. Throws TrainingError where its
 * parts make no policy together.
 */
export function settingsOf(order: CloneOrder, split: DatasetCard['splits']): CloneSettings {
  const mistake = lessonMistake(order);
  if (mistake) throw new TrainingError(`${mistake.sentence}.`);
  const { kind, sees, steps, seed, chunk, chunkDrive = 'ensemble', observation, teaching, hz } = order;
  return {
    ...TRAINING,
    ...settingsFor(order.encoder),
    ...order.tuning,
    head: headNamed(order.head, order.decode),
    encoder: ENCODERS[order.encoder],
    seeds: Array.from({ length: order.seeds }, (_, i) => seed + i),
    ...{ kind, sees, steps, seed, split, observation, teaching },
    ...(hz && { decisionTicks: (TICK_HZ / hz) as DecisionTicks }),
    ...(chunk && { chunk: { length: chunk, drive: chunkDrive, fade: FADE } }),
    splitSeed: seed, // draws nothing: the split is given
  };
}
