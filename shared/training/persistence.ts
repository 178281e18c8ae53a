import type { Normaliser } from '../dataset/normaliser.ts';
import { OBSERVATION_VERSION, type ObservationSpec } from '../observation/spec.ts';
import type { TrainedNetwork } from './loop.ts';

/**
 * Persistence: do again what was done last, π(o_t) = a_{t−1}. The baseline that every prediction is held against (a
 * "copycat" in the words of Wen et al. 2020): on hands that move little it is hard to beat offline, and it cannot drive,
 * since nobody ever tells it what to do first.
 */
export const LAST_ACTION: ObservationSpec = { version: OBSERVATION_VERSION, blocks: ['previousAction'] };

/** Numbers as they are: steer and pedal come in as they go out. */
export const UNCHANGED: Normaliser = { mean: [0, 0], scale: [1, 1] };

/** y = x, in the form of any other policy: one layer, the identity for its weights. Nothing is fitted. */
export const persistence = (): TrainedNetwork => ({
  ...{ seed: 0, trainLoss: 0, validationLoss: null },
  network: { inputs: 2, hidden: [], outputs: 2, activation: 'relu' },
  weights: Float32Array.of(1, 0, 0, 1, 0, 0),
});
