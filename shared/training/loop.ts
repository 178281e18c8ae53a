import * as tf from '@tensorflow/tfjs-core';
import { type Normaliser, normalise } from '../dataset/normaliser.ts';
import type { Samples } from '../dataset/samples.ts';
import type { Sequences } from '../dataset/sequences.ts';
import { seededRandom } from '../exact/random.ts';
import { type HeadSpec, headInputs } from '../policy/head.ts';
import type { NetworkSpec } from '../policy/network.ts';
import { NotingLedger, RestoringLedger } from '../tensor/ledger.ts';
import { AutoencoderLearner } from './autoencoder.ts';
import { type Checkpoint, fingerprintOf } from './checkpoint.ts';
import { ConvolutionLearner } from './convolution.ts';
import { FlowLearner } from './flowmatching.ts';
import type { Learner, Lesson } from './learner.ts';
import { PointwiseLearner } from './pointwise.ts';
import { RecurrentLearner } from './recurrent.ts';
import { learningRateAt, type RecurrentSettings, TrainingError, type TrainingSettings } from './settings.ts';

/** One network of a training. Losses are means over all samples, with the last weights, in the measure of the head. */
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
  /** Where the training is kept meanwhile, so that it can go on after its process was killed. */
  keeping?: Keeping;
  /** The networks as they are after each of CHECKS equal parts of the steps, to be looked at while they learn. */
  check?(step: number, networks: CurrentNetwork[]): void;
}

/** A network in the middle of its training. */
export type CurrentNetwork = Pick<TrainedNetwork, 'seed' | 'network' | 'weights'>;

export interface Keeping {
  /** What was kept of this training before, null for nothing; of another training it is left alone. */
  found: Checkpoint | null;
  /** Told once, before the first step: steps done already (0 when it begins), and the notes kept with them. */
  resumed?(step: number, notes: unknown): void;
  /** Asked every REPORT_STEPS steps. */
  isDue(): boolean;
  /** What to keep beside the state, as JSON. */
  notes?(): unknown;
  keep(checkpoint: Checkpoint): void | Promise<void>;
}

const REPORT_STEPS = 25;
/** Looks at the networks in a training. */
export const CHECKS = 8;

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
  const [lesson, fingerprint] = lessonOf(samples, validation, normaliser, settings);
  return learn(learnerOf(settings.head, lesson), settings, progress, fingerprint);
}

/** The same from samples with pictures. Needs no tfjs. */
export async function trainSeeingNetworks(
  samples: Samples,
  validation: Samples | null,
  normaliser: Normaliser,
  settings: TrainingSettings,
  kernelBytes: Uint8Array<ArrayBuffer>,
  progress: TrainingProgress = {},
): Promise<TrainedNetwork[]> {
  const [lesson, fingerprint] = lessonOf(samples, validation, normaliser, settings);
  return learn(new ConvolutionLearner(settings.head, lesson, kernelBytes), settings, progress, fingerprint);
}

/**
 * The same for a network with memory, from whole drives; `batch` counts for nothing, `sequences` says what a step reads.
 * Needs no tfjs. Heads that see more than the observation are refused: their passes would each move the memory on.
 */
export async function trainRecurrentNetworks(
  train: Sequences,
  validation: Sequences | null,
  normaliser: Normaliser,
  settings: RecurrentSettings,
  kernelBytes: Uint8Array<ArrayBuffer>,
  progress: TrainingProgress = {},
): Promise<TrainedNetwork[]> {
  const { head, hidden, seeds, recurrent, sequences, clip = sequences.clip } = settings;
  if (headInputs(head) > 0) {
    throw new TrainingError(
      `A network with memory got the head "${head.kind}", expected one that sees the road alone.`,
    );
  }
  if (train.drives.length === 0) {
    throw new TrainingError('Training got no drives, expected at least 1. Choose laps to learn from.');
  }
  const lesson = {
    ...{ recurrent, hidden, seeds, ...sequences, clip: clip ?? Infinity },
    train: normalisedSequences(train, normaliser),
    validation: validation && normalisedSequences(validation, normaliser),
  };
  const told = train.drives.flatMap(({ ticks, actions }) => [ticks, sumOf(actions)]);
  const telling = { ...tellingSettings(settings), recurrent, sequences };
  const fingerprint = fingerprintOf(telling, [...told, ...normaliser.mean, ...normaliser.scale]);
  return learn(new RecurrentLearner(head, lesson, kernelBytes), settings, progress, fingerprint);
}

/** What a learner of single samples is made from, and what tells this training from others. */
function lessonOf(
  samples: Samples,
  validation: Samples | null,
  normaliser: Normaliser,
  settings: TrainingSettings,
): [Lesson, fingerprint: string] {
  check(samples, settings);
  const { hidden, seeds, batch, clip, chunk } = settings;
  const train = { ...samples, inputs: normalised(samples, normaliser) };
  const held = validation?.size ? { ...validation, inputs: normalised(validation, normaliser) } : null;
  const lesson = { train, validation: held, hidden, seeds, randoms: seeds.map(seededRandom), batch, clip, chunk };
  const fingerprint = fingerprintOf(tellingSettings(settings), tellingSamples(samples, normaliser));
  return [lesson, fingerprint];
}

function learnerOf(head: HeadSpec, lesson: Lesson): Learner {
  if (head.kind === 'flow') return new FlowLearner(lesson);
  if (head.kind === 'latent') return new AutoencoderLearner(head, lesson);
  return new PointwiseLearner(head, lesson);
}

/** Take all steps that are left, then score; the learner is disposed of. */
async function learn(
  learner: Learner,
  settings: TrainingSettings,
  progress: TrainingProgress,
  fingerprint: string,
): Promise<TrainedNetwork[]> {
  const { seeds, steps } = settings;
  try {
    const begun = resume(learner, progress.keeping, fingerprint);
    for (let step = begun; step < steps; step++) {
      const told = learner.descend(learningRateAt(step, settings));
      const losses = told instanceof Promise ? await told : told; // no detour where it is there
      if (isCheck(step + 1, steps) && progress.check) {
        await learner.settle?.();
        progress.check(step + 1, currentNetworks(learner, seeds));
      }
      if ((step + 1) % REPORT_STEPS > 0) continue;
      await report(step + 1, losses, settings, progress);
      if (progress.keeping?.isDue())
        await progress.keeping.keep(noted(learner, step + 1, fingerprint, progress.keeping));
    }
    const trained = await learner.trainLosses();
    const held = await learner.validationLosses();
    await learner.settle?.();
    return currentNetworks(learner, seeds).map((network, s) => ({
      ...network,
      trainLoss: trained[s],
      validationLoss: held ? held[s] : null,
    }));
  } finally {
    learner.dispose();
  }
}

const currentNetworks = (learner: Learner, seeds: readonly number[]): CurrentNetwork[] =>
  seeds.map((seed, s) => ({ seed, network: learner.spec, weights: learner.weights(s) }));

/** Whether a part of CHECKS ends with this step. */
const isCheck = (step: number, steps: number): boolean =>
  Math.floor((step * CHECKS) / steps) > Math.floor(((step - 1) * CHECKS) / steps);

/** Put back what was kept; the number of steps done. */
function resume(learner: Learner, keeping: Keeping | undefined, fingerprint: string): number {
  const found = keeping?.found?.fingerprint === fingerprint ? keeping.found : null;
  if (found) learner.keep(new RestoringLedger(found.parts));
  keeping?.resumed?.(found?.step ?? 0, found?.notes ?? null);
  return found?.step ?? 0;
}

function noted(learner: Learner, step: number, fingerprint: string, keeping: Keeping): Checkpoint {
  const ledger = new NotingLedger();
  learner.keep(ledger);
  return { step, fingerprint, notes: keeping.notes?.() ?? null, parts: ledger.parts };
}

/** Settings may hold more than is theirs, laps even: what those change shows in the samples. */
const tellingSettings = (settings: TrainingSettings): TrainingSettings => {
  const { head, hidden, steps, batch, learningRate, schedule, warmUp, clip, chunk, seeds } = settings;
  return { head, hidden, steps, batch, learningRate, schedule, warmUp, clip, chunk, seeds };
};

const tellingSamples = ({ size, width, actions }: Samples, { mean, scale }: Normaliser): number[] => [
  ...[size, width, sumOf(actions)],
  ...mean,
  ...scale,
];

const sumOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);

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

function normalisedSequences(sequences: Sequences, normaliser: Normaliser): Sequences {
  return {
    ...sequences,
    drives: sequences.drives.map((drive) => {
      const observations = new Float32Array(drive.observations.length);
      normalise(normaliser, drive.observations, drive.ticks, observations);
      return { ...drive, observations };
    }),
  };
}

function normalised(samples: Samples, normaliser: Normaliser): Float32Array {
  const values = new Float32Array(samples.size * samples.width);
  normalise(normaliser, samples.observations, samples.size, values);
  return values;
}
