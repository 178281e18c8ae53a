import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import type { Sight } from '../../shared/observation/spec.ts';
import { encodePolicy } from '../../shared/policy/file.ts';
import type { HeadName } from '../../shared/policy/head.ts';
import type { LiveCheck } from '../../shared/policy/livecheck.ts';
import type { SampleCounts, Teaching } from '../../shared/policy/taught.ts';
import { type CloneKind, type CloneProgress, makeClone, TRAINING_SHARE } from '../../shared/training/clone.ts';
import { manifestOf, soleDriver } from '../../shared/training/clonemanifest.ts';
import { type CloneOrder, settingsOf } from '../../shared/training/cloneorder.ts';
import type { EncoderName } from '../../shared/training/encoder.ts';
import type { Keeping } from '../../shared/training/loop.ts';
import { cardOf, isRefusal, refuseLeak } from '../dataset/collection.ts';
import { correctionsFor, drivesOf, placesOf, requireCorrections } from '../dataset/corrections.ts';
import type { Dataset } from '../store/datasets.ts';
import { findPolicy, insertPolicy, requireLiving } from '../store/policies.ts';
import type { Store } from '../store/tables.ts';
import type { CheckpointFile } from './checkpointfile.ts';
import { kernelBytes } from './kernels.ts';
import { startTensors } from './tensors.ts';

/** A killed training loses no more than this. */
const KEEP_EVERY_MS = 3000;

/** What `mimic train --json` prints, and the result of a training job. */
export interface TrainReport {
  policy: string;
  dataset: string;
  head: HeadName;
  encoder: EncoderName;
  kind: CloneKind;
  sees: Sight;
  seconds: number;
  teaching: Teaching;
  /** Standard deviation of the injected steering noise, as a share of full lock; null where none was. */
  noise: number | null;
  samples: SampleCounts;
  steps: number;
  trainLoss: number;
  validationLoss: number | null;
  /** Mean squared error of repeating the last action on the held-out laps; null without any. */
  persistence: number | null;
  /** How the chosen one drove the laps it was chosen by. */
  driven: { fallsPerLap: number; lapsFinished: number };
  /** How the networks predicted and drove while they learned. */
  checks: LiveCheck[];
  chosenFrom: {
    seed: number;
    trainLoss: number;
    validationLoss: number | null;
    fallsPerLap: number;
    lapsFinished: number;
  }[];
}

export interface CloneWatch {
  report?(progress: CloneProgress & { secondsLeft: number | null }): void;
  shouldStop?(): boolean;
  /**
   * Where the training is kept while it runs, and goes on from; removed when it has ended, or cannot end. It stays where
   * something else failed, a disk that took no policy perhaps.
   */
  checkpoint?: CheckpointFile;
  /** Told once: steps that an earlier process did. */
  resumed?(steps: number): void;
  /** Of the policy to be made; one that is there, made by a process that ended right then, is left as it is. */
  policyId?: string;
}

/** Train one clone on a dataset's laps and keep its file; NoLaps when the dataset's split leaks, LapsGone when those were taken back meanwhile. */
export async function trainClone(
  store: Store,
  dataset: Dataset,
  laps: readonly RecordedLap[],
  order: CloneOrder,
  createdBy: string | null,
  watch: CloneWatch = {},
): Promise<TrainReport> {
  refuseLeak(dataset);
  await startTensors();
  try {
    const report = await train(store, dataset, laps, order, createdBy, watch);
    watch.checkpoint?.remove();
    return report;
  } catch (error) {
    if (isRefusal(error)) watch.checkpoint?.remove();
    throw error;
  }
}

async function train(
  store: Store,
  dataset: Dataset,
  laps: readonly RecordedLap[],
  order: CloneOrder,
  createdBy: string | null,
  watch: CloneWatch,
): Promise<TrainReport> {
  const began = performance.now();
  let before = 0;
  const resumed = (steps: number): void => {
    before = (TRAINING_SHARE * steps) / order.steps;
    watch.resumed?.(steps);
  };
  const corrections = order.corrections ? await correctionsFor(store, dataset, createdBy, order.sees) : [];
  const settings = { ...settingsOf(order, cardOf(dataset).splits), corrections: drivesOf(corrections) };
  const clone = await makeClone(laps, settings, {
    kernelBytes: kernelBytes(),
    checks: true,
    shouldStop: watch.shouldStop,
    report: (progress) => watch.report?.({ ...progress, secondsLeft: secondsLeft(began, before, progress.share) }),
    keeping: watch.checkpoint && keepingIn(watch.checkpoint, resumed, () => requireLiving(store, dataset.id)),
  });
  const driverId = soleDriver(laps);
  const made = manifestOf(clone, dataset.id, laps, order, new Date().toISOString());
  const manifest = { ...made, ...(corrections.length > 0 && { corrections: placesOf(corrections) }) };
  const file = encodePolicy(manifest, clone.network.weights);
  const place = { datasetId: dataset.id, driverId, createdBy, trackId: laps[0]!.track.id };
  if (watch.shouldStop?.()) throw new Error('The training was cancelled; nothing is kept of it.');
  await requireCorrections(store, corrections);
  const id = watch.policyId;
  const present = id === undefined ? null : await findPolicy(store, id);
  const policy = present ?? (await insertPolicy(store, { id, ...place, manifest, file }));
  return {
    policy: policy.id,
    dataset: dataset.id,
    head: order.head,
    encoder: order.encoder,
    kind: order.kind,
    sees: order.sees,
    seconds: Math.round((performance.now() - began) / 100) / 10,
    ...{ teaching: clone.teaching, noise: clone.noise, samples: clone.samples },
    steps: order.steps,
    trainLoss: clone.network.trainLoss,
    validationLoss: clone.network.validationLoss,
    persistence: clone.offline?.persistenceMse ?? null,
    driven: { fallsPerLap: clone.chosen.driven.fallsPerLap, lapsFinished: clone.chosen.driven.lapsFinished },
    checks: clone.checks,
    chosenFrom: clone.candidates.map(({ seed, trainLoss, validationLoss, driven }) => {
      return { seed, trainLoss, validationLoss, fallsPerLap: driven.fallsPerLap, lapsFinished: driven.lapsFinished };
    }),
  };
}

/** Keeps a training in a file, at once and then every few seconds; once its laps were taken back it fails instead, and its file goes. */
function keepingIn(file: CheckpointFile, resumed: (steps: number) => void, requireLaps: () => Promise<void>): Keeping {
  let last = Number.NEGATIVE_INFINITY;
  return {
    found: file.read(),
    resumed,
    isDue: () => performance.now() - last >= KEEP_EVERY_MS,
    keep: async (checkpoint) => {
      file.tryWrite(checkpoint);
      last = performance.now();
      await requireLaps();
    },
  };
}

/** From how long the share done by this process took; null until there is something to go by. */
function secondsLeft(began: number, before: number, share: number): number | null {
  if (share - before < 0.02) return null;
  return Math.ceil(((performance.now() - began) / 1000) * ((1 - share) / (share - before)));
}
