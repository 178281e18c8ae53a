import type { Sight } from '../observation/spec.ts';
import type { ChunkSpec } from '../policy/chunk.ts';
import type { ConvolutionSpec } from '../policy/convolution.ts';
import { HEADS, type HeadSpec } from '../policy/head.ts';
import type { RecurrentSpec } from '../policy/network.ts';
import type { Schedule } from '../policy/tuning.ts';

/** One training of several networks, which differ by their seed alone. */
export interface TrainingSettings {
  head: HeadSpec;
  /** Widths of the hidden layers. */
  hidden: number[];
  /** Gradient steps. */
  steps: number;
  /** Samples in a step, for each seed. */
  batch: number;
  /** Of Adam: the highest of the schedule. */
  learningRate: number;
  /** How the learning rate goes on from there; a cosine if absent. */
  schedule?: Schedule;
  /** Steps in which it first rises in a line from nothing; none if absent. */
  warmUp?: number;
  /** Each network's gradient is scaled down to this length where it is longer; absent as its learner would have it. */
  clip?: number | null;
  /** Actions are learned and driven in chunks; one at a time if absent. */
  chunk?: ChunkSpec;
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

/**
 * Layers for pictures of 64 × 48: two 5 × 5 and a 3 × 3, each seeing every second place, after the first layers of Bojarski
 * et al. 2016 (theirs have 24, 36 and 48 filters on 66 × 200, and two more layers). 24 places of 32 numbers are left.
 */
export const CONVOLUTION: Pick<TrainingSettings, 'hidden' | 'steps' | 'batch' | 'learningRate' | 'clip'> & {
  layers: ConvolutionSpec['layers'];
} = {
  layers: [
    { filters: 8, size: 5, stride: 2 },
    { filters: 16, size: 5, stride: 2 },
    { filters: 32, size: 3, stride: 2 },
  ],
  hidden: [64],
  steps: 2500,
  batch: 64,
  learningRate: 2e-3,
  clip: 1,
};

/** Gradient steps of a clone that sees other cars: there is more to see, and more samples to see it in. */
export const TRAFFIC_STEPS = 4000;

export const stepsFor = (sees: Sight): number => (sees === 'traffic' ? TRAFFIC_STEPS : TRAINING.steps);

/** Share of the first learning rate that is left at the last step. */
const LAST_RATE = 0.02;

/** Cosine decay (Loshchilov & Hutter 2017, without restarts) or a line, from 1 to LAST_RATE of the learning rate. */
export function learningRateAt(step: number, settings: TrainingSettings): number {
  const { learningRate, steps, schedule = 'cosine', warmUp = 0 } = settings;
  if (step < warmUp) return (learningRate * (step + 1)) / (warmUp + 1);
  if (schedule === 'constant') return learningRate;
  const [done, all] = [step - warmUp, Math.max(1, steps - warmUp)];
  if (schedule === 'linear') return learningRate * (LAST_RATE + (1 - LAST_RATE) * (1 - done / all));
  return learningRate * (LAST_RATE + (1 - LAST_RATE) * 0.5 * (1 + Math.cos((Math.PI * done) / all)));
}

/** A training that cannot start or go on, or was told to stop. */
export class TrainingError extends Error {
  override name = 'TrainingError';
}
