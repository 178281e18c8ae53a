import * as tf from '@tensorflow/tfjs-core';
import { type Normaliser, normalise } from '../dataset/normaliser.ts';
import type { Samples } from '../dataset/samples.ts';
import { seededRandom } from '../exact/random.ts';
import { headLoss, headOutputs } from '../policy/head.ts';
import type { NetworkSpec } from '../policy/network.ts';
import { BatchedNetwork } from './batched.ts';
import { batchGradient } from './loss.ts';
import { SampleOrder } from './order.ts';
import { learningRateAt, TrainingError, type TrainingSettings } from './settings.ts';

/** One network of a training. Losses are means of `headLoss` over all samples, with the last weights. */
export interface TrainedNetwork {
  seed: number;
  network: NetworkSpec;
  weights: Float32Array;
  trainLoss: number;
  /** Null without held-out samples. */
  validationLoss: number | null;
}

export interface TrainingProgress {
  /** Every REPORT_STEPS steps: steps done, and each seed's loss on the last batch. */
  progress?(step: number, losses: Float64Array): void;
  /** Asked at the same steps; true ends the training with a TrainingError. */
  shouldStop?(): boolean;
  /** Lets other work of this thread run; by default tfjs's nextFrame, which a hidden browser page would hold back. */
  pause?(): Promise<unknown>;
}

const REPORT_STEPS = 25;
/** Samples of one product when a whole set is scored. */
const SCORE_ROWS = 512;

/**
 * Behavioural cloning: fit one network a seed to the samples, all of them as one batched network.
 *
 * tfjs's WebAssembly back end must be active and `registerKernels` called. The same samples and settings give the same
 * weights on one machine, for each seed whatever the others.
 */
export async function trainNetworks(
  samples: Samples,
  validation: Samples | null,
  normaliser: Normaliser,
  settings: TrainingSettings,
  progress: TrainingProgress = {},
): Promise<TrainedNetwork[]> {
  check(samples, settings);
  const training = begin(samples, normaliser, settings);
  const { network } = training;
  try {
    for (let step = 0; step < settings.steps; step++) {
      const losses = descend(training, step);
      if ((step + 1) % REPORT_STEPS === 0) await report(step + 1, losses, settings, progress);
    }
    const trainLosses = scoreAll(network, training.inputs, samples, settings);
    const validationLosses = validation?.size
      ? scoreAll(network, normalised(validation, normaliser), validation, settings)
      : null;
    return settings.seeds.map((seed, s) => ({
      seed,
      network: training.spec,
      weights: network.weights(s),
      trainLoss: trainLosses[s],
      validationLoss: validationLosses ? validationLosses[s] : null,
    }));
  } finally {
    network.dispose();
  }
}

/** All that a step reads and changes. */
interface Training {
  settings: TrainingSettings;
  samples: Samples;
  spec: NetworkSpec;
  network: BatchedNetwork;
  orders: SampleOrder[];
  /** Normalised observations of all samples, [size · width]. */
  inputs: Float32Array;
  /** Sample numbers of this step, [seeds · batch]. */
  rows: Int32Array;
  /** Their observations, and the gradient at the outputs they give. */
  batch: Float32Array;
  gradient: Float32Array;
}

function begin(samples: Samples, normaliser: Normaliser, settings: TrainingSettings): Training {
  const { head, hidden, seeds } = settings;
  const spec: NetworkSpec = { inputs: samples.width, hidden, outputs: headOutputs(head), activation: 'relu' };
  const randoms = seeds.map(seededRandom);
  const rows = seeds.length * settings.batch;
  return {
    settings,
    samples,
    spec,
    network: new BatchedNetwork(spec, randoms),
    orders: randoms.map((random) => new SampleOrder(samples.size, random)),
    inputs: normalised(samples, normaliser),
    rows: new Int32Array(rows),
    batch: new Float32Array(rows * spec.inputs),
    gradient: new Float32Array(rows * spec.outputs),
  };
}

/** One step of all networks; their losses on this batch, before the step. */
function descend(training: Training, step: number): Float64Array {
  const { settings, samples, spec, network, orders, inputs, rows, batch, gradient } = training;
  const seeds = orders.length;
  orders.forEach((order, s) => {
    order.take(settings.batch, rows, s * settings.batch);
  });
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i] * spec.inputs;
    for (let j = 0; j < spec.inputs; j++) batch[i * spec.inputs + j] = inputs[from + j];
  }
  let losses: Float64Array = new Float64Array(0);
  tf.tidy(() => {
    const activations = network.forward(tf.tensor3d(batch, [seeds, settings.batch, spec.inputs]));
    const outputs = activations.at(-1)!;
    losses = batchGradient(settings.head, outputs.dataSync() as Float32Array, rows, samples.actions, seeds, gradient);
    const gradients = network.backward(activations, tf.tensor3d(gradient, outputs.shape));
    network.descend(gradients, learningRateAt(step, settings));
  });
  return losses;
}

function check(samples: Samples, { seeds, batch, steps }: TrainingSettings): void {
  if (samples.size < 1)
    throw new TrainingError('Training got no samples, expected at least 1. Choose laps to learn from.');
  if (seeds.length < 1 || batch < 1 || steps < 1) {
    throw new TrainingError(
      `Training got ${seeds.length} seeds, batch ${batch}, ${steps} steps, expected 1 or more of each.`,
    );
  }
}

async function report(
  step: number,
  losses: Float64Array,
  { seeds }: TrainingSettings,
  { progress, shouldStop, pause = tf.nextFrame }: TrainingProgress,
): Promise<void> {
  const bad = losses.findIndex((loss) => !Number.isFinite(loss));
  if (bad >= 0) {
    throw new TrainingError(
      `The loss of seed ${seeds[bad]} is ${losses[bad]} after ${step} steps, expected a number. Lower the learning rate.`,
    );
  }
  progress?.(step, losses);
  await pause();
  if (shouldStop?.()) throw new TrainingError(`Training was stopped after ${step} steps.`);
}

function normalised(samples: Samples, normaliser: Normaliser): Float32Array {
  const values = new Float32Array(samples.size * samples.width);
  normalise(normaliser, samples.observations, samples.size, values);
  return values;
}

/** Mean loss of each network over every sample. */
function scoreAll(
  network: BatchedNetwork,
  inputs: Float32Array,
  { size, width, actions }: Samples,
  { head, seeds }: TrainingSettings,
): Float64Array {
  const total = new Float64Array(seeds.length);
  const outputWidth = headOutputs(head);
  for (let from = 0; from < size; from += SCORE_ROWS) {
    const rows = Math.min(SCORE_ROWS, size - from);
    const x = tf.tensor3d(inputs.subarray(from * width, (from + rows) * width), [1, rows, width]);
    const activations = network.forward(x);
    const outputs = activations.at(-1)!.dataSync() as Float32Array; // not out of a tidy, which would walk the numbers
    tf.dispose(activations);
    for (let i = 0; i < rows * seeds.length; i++) {
      const sample = from + (i % rows);
      total[Math.floor(i / rows)] += headLoss(head, outputs, i * outputWidth, actions, 2 * sample) / size;
    }
  }
  return total;
}
