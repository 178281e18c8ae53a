import { type Normaliser, normalise } from '../dataset/normaliser.ts';
import type { Samples } from '../dataset/samples.ts';
import type { MemorySpec, NetworkSpec } from '../policy/network.ts';
import type { TrainedNetwork } from './loop.ts';
import { TrainingError } from './settings.ts';

/** More samples than this are thinned out evenly: a decision looks at every one. */
export const MOST_KEPT = 20_000;

/**
 * Nearest neighbours: keep what was seen, normalised, and what was done. There is nothing to fit and no seed, so there is
 * no loss either: the answer to a kept sample is the sample itself.
 */
export function keepSamples(
  samples: Samples,
  normaliser: Normaliser,
  neighbours: MemorySpec['neighbours'],
): TrainedNetwork {
  const { size, width } = samples;
  if (size < 1) throw new TrainingError('Nearest neighbours got no samples, expected at least 1. Choose laps to keep.');
  const kept = Math.min(size, MOST_KEPT);
  const inputs = new Float32Array(size * width);
  normalise(normaliser, samples.observations, size, inputs);
  const weights = new Float32Array(kept * (width + 2));
  for (let i = 0; i < kept; i++) {
    const from = Math.floor((i * size) / kept);
    weights.set(inputs.subarray(from * width, (from + 1) * width), i * width);
    weights.set(samples.actions.subarray(2 * from, 2 * from + 2), kept * width + 2 * i);
  }
  const network: NetworkSpec = {
    ...{ inputs: width, memory: { samples: kept, neighbours: Math.min(neighbours, kept) }, hidden: [], outputs: 2 },
    activation: 'relu',
  };
  return { seed: 0, network, weights, trainLoss: 0, validationLoss: null };
}
