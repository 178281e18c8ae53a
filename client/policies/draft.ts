import { isPictureSense, SENSES, type Sense, type Sight } from '../../shared/observation/spec.ts';
import { DECODINGS_OF, type Decoding } from '../../shared/policy/decoding.ts';
import { HEADS, type HeadName } from '../../shared/policy/head.ts';
import type { Teaching } from '../../shared/policy/taught.ts';
import { type DecisionRate, lessonMistake } from '../../shared/training/cloneorder.ts';
import { type EncoderName, stepsOf } from '../../shared/training/encoder.ts';
import type { LessonMistake } from '../../shared/training/lessonmistake.ts';
import type { TrainingWish } from '../connection/policies.ts';

export const HEAD_NAMES = Object.keys(HEADS) as HeadName[];

/** What a person chooses it to remember; pictures have an encoder of their own. */
export const MEMORIES = [
  'features',
  'stack',
  'gru',
  'lstm',
  'neighbours',
  'persistence',
] as const satisfies EncoderName[];
export type Memory = (typeof MEMORIES)[number];

export const CHUNKS = [1, 4, 8, 16] as const;
export const SEEDS = [1, 2, 4, 8] as const;
export const LEAST_STEPS = 100;
export const MOST_STEPS = 10_000;
export const STEP_STRIDE = 100;

/** The form, as it stands. */
export interface Draft {
  head: HeadName;
  /** Null for the head's own way. */
  decode: Decoding | null;
  /** Decisions planned at once; 1 for one by one. */
  chunk: number;
  chunkDrive: 'ensemble' | 'commit';
  memory: Memory;
  sense: Sense;
  sees: Sight;
  hz: DecisionRate;
  teaching: Teaching;
  corrections: boolean;
  seeds: number;
  /** Null for as many as go with the rest. */
  steps: number | null;
  /** Let it be judged as soon as it is trained. */
  judge: boolean;
}

export const FIRST_DRAFT: Draft = {
  ...{ head: 'bins', decode: null, chunk: 1, chunkDrive: 'ensemble', memory: 'features', sense: 'features' },
  ...{ sees: 'road', hz: 20, corrections: false, seeds: 4, steps: null, judge: true },
  teaching: { perturb: true, sideCameras: false, noise: false, mirror: false, previousAction: 'hidden' },
};

/** Pictures are made sense of by convolutions, whatever else would remember. */
export const encoderOf = ({ sense, memory }: Pick<Draft, 'sense' | 'memory'>): EncoderName =>
  isPictureSense(sense) && memory === 'features' ? 'cnn' : memory;

export const stepsWanted = (draft: Draft): number => draft.steps ?? stepsOf(encoderOf(draft), draft.sees);

/** Nothing is fitted, so that steps and seeds mean nothing. */
export const fitsNothing = ({ memory }: Draft): boolean => memory === 'neighbours' || memory === 'persistence';

/** The form with something else chosen; a way of decoding that the new head does not know is its own again. */
export function changed(draft: Draft, part: Partial<Draft>): Draft {
  const next = { ...draft, ...part };
  const known = DECODINGS_OF[next.head] ?? [];
  return next.decode !== null && !known.includes(next.decode) ? { ...next, decode: null } : next;
}

const askedOf = (draft: Draft) => {
  const { head, decode, chunk, chunkDrive, sense, sees, hz } = draft;
  return {
    ...{ encoder: encoderOf(draft), head, sees },
    ...(decode !== null && { decode }),
    ...(chunk > 1 && { chunk, chunkDrive }),
    ...(sense !== 'features' && { observation: sense }),
    ...(hz !== 20 && { hz }),
  };
};

/** Why nothing can be trained as the form stands; null where it can. */
export const mistakeOf = (draft: Draft): LessonMistake | null => lessonMistake(askedOf(draft));

/** Why something cannot be chosen beside the rest; null where it can, and for what is chosen already. */
export function mistakeWith(draft: Draft, part: Partial<Draft>): LessonMistake | null {
  return mistakeOf(changed(draft, part));
}

/** What the form asks the server for. */
export function wishOf(draft: Draft, datasetId: string): TrainingWish {
  const { teaching, seeds, corrections } = draft;
  return {
    datasetId,
    ...askedOf(draft),
    ...{ seeds: fitsNothing(draft) ? 1 : seeds, teaching, budget: { steps: stepsWanted(draft) } },
    ...(corrections && { corrections }),
  };
}

/** A draft out of storage, whatever stands there now: what is no longer known is as at first. */
export function readDraft(kept: unknown): Draft {
  if (typeof kept !== 'object' || kept === null) return FIRST_DRAFT;
  const found = kept as Partial<Draft>;
  const draft: Draft = { ...FIRST_DRAFT };
  if (HEAD_NAMES.includes(found.head as HeadName)) draft.head = found.head!;
  if (MEMORIES.includes(found.memory as Memory)) draft.memory = found.memory!;
  if (SENSES.some((sense) => sense === found.sense)) draft.sense = found.sense!;
  if (SEEDS.some((count) => count === found.seeds)) draft.seeds = found.seeds!;
  return mistakeOf(draft) === null ? draft : FIRST_DRAFT;
}
