import { type ForeignEpisode, foreignPersistence, foreignSamples } from '../dataset/foreign.ts';
import { fitNormaliser, type Normaliser } from '../dataset/normaliser.ts';
import { type Split, splitLaps } from '../dataset/split.ts';
import { type OfflineScores, predictionScores } from '../evaluation/offline.ts';
import { PolicyBatch } from '../policy/forward.ts';
import { type TrainedNetwork, type TrainingProgress, trainNetworks } from './loop.ts';
import { TrainingError, type TrainingSettings } from './settings.ts';

export interface OpenLoopTools extends TrainingProgress {
  kernelBytes: Uint8Array<ArrayBuffer>;
}

/** A network that learned open-loop, and all that can be said of it without driving. */
export interface OpenLoopNetwork {
  network: TrainedNetwork;
  normaliser: Normaliser;
  samples: number;
  split: Pick<Split<never>, 'kind' | 'name'> & { train: number; validation: number };
  offline: OfflineScores | null;
  candidates: Pick<TrainedNetwork, 'seed' | 'trainLoss' | 'validationLoss'>[];
}

/**
 * Behavioural cloning from demonstrations without physics.
 *
 * Whole drivers, drives or episodes are held out, never steps. Of several seeds the one with the least validation loss is
 * kept, as there is no road to drive it on: so its validation loss flatters it a little, and how it would drive is unknown.
 */
export async function learnOpenLoop(
  episodes: readonly ForeignEpisode[],
  width: number,
  settings: TrainingSettings & { splitSeed: number },
  tools: OpenLoopTools,
): Promise<OpenLoopNetwork> {
  const { head, splitSeed } = settings;
  if (head.kind !== 'bins' && head.kind !== 'squaredError') {
    throw new TrainingError(`Open-loop training: got the head "${head.kind}", expected bins or squared-error.`);
  }
  const keys = episodes.map(({ driver, group }, number) => ({ driverId: driver, episodeId: group, number }));
  const split = splitLaps(keys, splitSeed);
  const of = (part: readonly { number: number }[]): ForeignEpisode[] => part.map(({ number }) => episodes[number]);
  const [train, held] = [of(split.train), of(split.validation)];
  const samples = foreignSamples(train, width);
  const validation = held.length > 0 ? foreignSamples(held, width) : null;
  const normaliser = fitNormaliser([samples]);
  const networks = await trainNetworks(samples, validation, normaliser, settings, tools);
  const loss = ({ trainLoss, validationLoss }: TrainedNetwork): number => validationLoss ?? trainLoss;
  const network = networks.reduce((best, other) => (loss(other) < loss(best) ? other : best));
  const batch = new PolicyBatch(tools.kernelBytes);
  const slot = batch.add(network.network, head, normaliser, network.weights);
  return {
    network,
    normaliser,
    samples: samples.size,
    split: { kind: split.kind, name: split.name, train: train.length, validation: held.length },
    offline: validation && {
      ...predictionScores(batch, slot, head, validation),
      persistenceMse: foreignPersistence(held),
    },
    candidates: networks.map(({ seed, trainLoss, validationLoss }) => ({ seed, trainLoss, validationLoss })),
  };
}
