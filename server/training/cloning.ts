import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import type { Sight } from '../../shared/observation/spec.ts';
import { encodePolicy } from '../../shared/policy/file.ts';
import { HEADS, type HeadName } from '../../shared/policy/head.ts';
import { POLICY_FORMAT, type PolicyManifest } from '../../shared/policy/manifest.ts';
import { PHYSICS } from '../../shared/race/constants.ts';
import type { Candidate } from '../../shared/training/choose.ts';
import { type CloneKind, type CloneProgress, makeClone, type TrainedClone } from '../../shared/training/clone.ts';
import { ENCODERS, type EncoderName, settingsFor } from '../../shared/training/encoder.ts';
import { TRAINING } from '../../shared/training/settings.ts';
import { vehicleHash } from '../../shared/vehicle/spec.ts';
import { cardOf, refuseLeak } from '../dataset/collection.ts';
import { SPLIT_SEED } from '../dataset/making.ts';
import type { Dataset } from '../store/datasets.ts';
import { insertPolicy } from '../store/policies.ts';
import type { Store } from '../store/tables.ts';
import { kernelBytes } from './kernels.ts';
import type { CloneOrder } from './order.ts';
import { startTensors } from './tensors.ts';

/** What `mimic train --json` prints, and the result of a training job. */
export interface TrainReport {
  policy: string;
  dataset: string;
  head: HeadName;
  encoder: EncoderName;
  kind: CloneKind;
  sees: Sight;
  seconds: number;
  samples: { human: number; recovery: number };
  steps: number;
  trainLoss: number;
  validationLoss: number | null;
  /** Mean squared error of repeating the last action on the held-out laps; null without any. */
  persistence: number | null;
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
  const began = performance.now();
  const seeds = Array.from({ length: order.seeds }, (_, i) => order.seed + i);
  const settings = {
    ...TRAINING,
    ...settingsFor(order.encoder),
    head: HEADS[order.head],
    encoder: ENCODERS[order.encoder],
    steps: order.steps,
    seeds,
    kind: order.kind,
    sees: order.sees,
    seed: order.seed,
    splitSeed: SPLIT_SEED,
    split: cardOf(dataset).splits,
  };
  const clone = await makeClone(laps, settings, {
    kernelBytes: kernelBytes(),
    shouldStop: watch.shouldStop,
    report: (progress) => watch.report?.({ ...progress, secondsLeft: secondsLeft(began, progress.share) }),
  });
  const drivers = new Set(laps.map((lap) => lap.driverId));
  const driverId = drivers.size === 1 ? laps[0]!.driverId : null;
  const manifest = manifestOf(clone, dataset, laps, order, driverId);
  const file = encodePolicy(manifest, clone.network.weights);
  const place = { datasetId: dataset.id, driverId, createdBy, trackId: laps[0]!.track.id };
  if (watch.shouldStop?.()) throw new Error('The training was cancelled; nothing is kept of it.');
  const policy = await insertPolicy(store, { ...place, manifest, file });
  return {
    policy: policy.id,
    dataset: dataset.id,
    head: order.head,
    encoder: order.encoder,
    kind: order.kind,
    sees: order.sees,
    seconds: Math.round((performance.now() - began) / 100) / 10,
    samples: clone.samples,
    steps: order.steps,
    trainLoss: clone.network.trainLoss,
    validationLoss: clone.network.validationLoss,
    persistence: clone.offline?.persistenceMse ?? null,
    chosenFrom: clone.candidates.map(({ seed, trainLoss, validationLoss, driven }) => {
      return { seed, trainLoss, validationLoss, fallsPerLap: driven.fallsPerLap, lapsFinished: driven.lapsFinished };
    }),
  };
}

/** From how long the done share took; null until there is something to go by. */
function secondsLeft(began: number, share: number): number | null {
  if (share < 0.02) return null;
  return Math.ceil(((performance.now() - began) / 1000) * (1 / share - 1));
}

function manifestOf(
  clone: TrainedClone,
  dataset: Dataset,
  laps: readonly RecordedLap[],
  order: CloneOrder,
  driverId: string | null,
): PolicyManifest {
  const { track, spec } = laps[0]!;
  const learned = laps.filter((lap) => order.sees === 'road' || lap.others !== null);
  return {
    format: POLICY_FORMAT,
    name: `${clone.kind === 'copy' ? 'Copy' : 'Coached clone'} of ${driverId ?? 'several drivers'}`,
    createdAt: new Date().toISOString(),
    kind: clone.kind,
    observation: clone.observation,
    network: clone.network.network,
    head: clone.head,
    normaliser: clone.normaliser,
    physics: PHYSICS,
    vehicleHash: vehicleHash(spec),
    trackId: track.id,
    trackHash: track.hash,
    dataset: { id: dataset.id, laps: learned.map(({ episodeId, number }) => ({ episode: episodeId, lap: number })) },
    seed: clone.network.seed,
    samples: clone.samples,
    steps: order.steps,
    losses: {
      train: clone.network.trainLoss,
      validation: clone.network.validationLoss,
      persistence: clone.offline?.persistenceMse ?? null,
    },
    scores: scoresOf(clone.chosen),
    chosenFrom: clone.candidates.map((candidate) => {
      const { seed, trainLoss, validationLoss } = candidate;
      return { seed, trainLoss, validationLoss, scores: scoresOf(candidate) };
    }),
  };
}

function scoresOf({ driven }: Candidate): PolicyManifest['scores'] {
  const { rollouts, lapsPlanned, lapsFinished, cleanLaps, falls, fallsPerLap, lapTimeMs } = driven;
  return { rollouts, lapsPlanned, lapsFinished, cleanLaps, falls, fallsPerLap, lapTimeMs: lapTimeMs?.median ?? null };
}
