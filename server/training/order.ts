import type { Sight } from '../../shared/observation/spec.ts';
import type { HeadName } from '../../shared/policy/head.ts';
import type { CloneKind } from '../../shared/training/clone.ts';
import { TRAINING } from '../../shared/training/settings.ts';

/** What to train, as the API and the command line ask for it. */
export interface CloneOrder {
  kind: CloneKind;
  head: HeadName;
  sees: Sight;
  /** Trainings of which the best driver is chosen. */
  seeds: number;
  steps: number;
  /** Draws recovery and choosing starts, and the first training's weights. */
  seed: number;
}

/** What a clone gets when nothing else is said. */
export const CLONE_ORDER: CloneOrder = {
  kind: 'coached',
  head: 'bins',
  sees: 'road',
  seeds: 4,
  steps: TRAINING.steps,
  seed: 1,
};
