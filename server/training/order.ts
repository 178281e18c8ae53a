import type { Sight } from '../../shared/observation/spec.ts';
import type { HeadName } from '../../shared/policy/head.ts';
import type { CloneKind } from '../../shared/training/clone.ts';
import { type EncoderName, headFor, stepsOf } from '../../shared/training/encoder.ts';
import { TRAINING } from '../../shared/training/settings.ts';

/** What to train, as the API and the command line ask for it. */
export interface CloneOrder {
  kind: CloneKind;
  head: HeadName;
  encoder: EncoderName;
  sees: Sight;
  /** Trainings of which the best driver is chosen. */
  seeds: number;
  steps: number;
  /** Draws recovery and choosing starts, and the first training's weights. */
  seed: number;
}

/** The parts of an order that hang together: what is left out is what goes with the rest. */
export function lessonOf(asked: { encoder: EncoderName; head?: HeadName; sees: Sight; steps?: number }) {
  const { encoder, sees, head = headFor(encoder), steps = stepsOf(encoder, sees) } = asked;
  return { encoder, sees, head, steps };
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
