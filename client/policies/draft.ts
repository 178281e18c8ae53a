import { z } from 'zod';
import { isPictureSense, SENSES, type Sense, SIGHTS, type Sight } from '../../shared/observation/spec.ts';
import { DECODINGS_OF, type Decoding } from '../../shared/policy/decoding.ts';
import { HEADS, type HeadName } from '../../shared/policy/head.ts';
import { type Teaching, teachingSchema } from '../../shared/policy/taught.ts';
import { DECISION_HZ, type DecisionRate, lessonMistake } from '../../shared/training/cloneorder.ts';
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

/** What is no longer known, and what is not there, is as at first. */
const keptSchema = z.object({
  head: z.literal(HEAD_NAMES).catch(FIRST_DRAFT.head),
  decode: z
    .custom<Decoding>((value) => typeof value === 'string')
    .nullable()
    .catch(FIRST_DRAFT.decode),
  chunk: z.literal(CHUNKS).catch(1),
  chunkDrive: z.enum(['ensemble', 'commit']).catch(FIRST_DRAFT.chunkDrive),
  memory: z.literal(MEMORIES).catch(FIRST_DRAFT.memory),
  sense: z.literal(SENSES).catch(FIRST_DRAFT.sense),
  sees: z.literal(SIGHTS).catch(FIRST_DRAFT.sees),
  hz: z.literal(DECISION_HZ).catch(FIRST_DRAFT.hz),
  teaching: teachingSchema.catch(FIRST_DRAFT.teaching),
  corrections: z.boolean().catch(FIRST_DRAFT.corrections),
  seeds: z.literal(SEEDS).catch(4),
  steps: z.int().min(LEAST_STEPS).max(MOST_STEPS).nullable().catch(FIRST_DRAFT.steps),
  judge: z.boolean().catch(FIRST_DRAFT.judge),
});

/** A draft out of storage, whatever stands there now. */
export function readDraft(kept: unknown): Draft {
  const found = keptSchema.safeParse(kept);
  const draft = found.success ? changed(found.data, {}) : FIRST_DRAFT;
  return mistakeOf(draft) === null ? draft : FIRST_DRAFT;
}
