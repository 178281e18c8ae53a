import type { Sight } from '../observation/spec.ts';
import { HEADS, type HeadSpec } from '../policy/head.ts';
import type { RecurrentSpec } from '../policy/network.ts';

/** One training of several networks, which differ by their seed alone. */
export interface TrainingSettings {
  head: HeadSpec;
  /** Widths of the hidden layers. */
  hidden: number[];
  /** Gradient steps. */
  steps: number;
  /** Samples in a step, for each seed. */
  batch: number;
  /** Of Adam at the first step; falls along a cosine to LAST_RATE of it. */
  learningRate: number;
  /** Each draws its own first weights and its own order of samples. */
  seeds: number[];
}

/**
 * What drove well on three laps of one person (IMITATION_NOTES, "Recommended defaults"): 1000 steps are enough, and
 * four seeds of which the best driver is chosen do more than any longer training of one.
 */
export const TRAINING: TrainingSettings = {
  head: HEADS.bins,
  hidden: [128, 128],
  steps: 1500,
  batch: 128,
  learningRate: 1e-3,
  seeds: [1, 2, 3, 4],
};

/** A training of networks with memory. */
export interface RecurrentSettings extends TrainingSettings {
  recurrent: RecurrentSpec;
  /** What a step reads: so many decisions of so many drives side by side; gradients are clipped to a length. */
  sequences: { steps: number; streams: number; clip: number };
}

/**
 * What remembered a board for three seconds (IMITATION_NOTES, "Cue track"): a window longer than the time to remember, and
 * more steps than a network without memory takes.
 */
export const RECURRENT: Pick<RecurrentSettings, 'recurrent' | 'sequences' | 'hidden' | 'steps' | 'learningRate'> = {
  recurrent: { cell: 'gru', units: 64 },
  hidden: [64],
  steps: 2000,
  learningRate: 3e-3,
  sequences: { steps: 70, streams: 16, clip: 1 },
};

/** Gradient steps of a clone that sees other cars: there is more to see, and more samples to see it in. */
export const TRAFFIC_STEPS = 4000;

export const stepsFor = (sees: Sight): number => (sees === 'traffic' ? TRAFFIC_STEPS : TRAINING.steps);

/** Share of the first learning rate that is left at the last step. */
const LAST_RATE = 0.02;

/** Cosine decay (Loshchilov & Hutter 2017, without restarts) from 1 to LAST_RATE of the learning rate. */
export function learningRateAt(step: number, { learningRate, steps }: TrainingSettings): number {
  return learningRate * (LAST_RATE + (1 - LAST_RATE) * 0.5 * (1 + Math.cos((Math.PI * step) / steps)));
}

/** A training that cannot start or go on, or was told to stop. */
export class TrainingError extends Error {
  override name = 'TrainingError';
}
