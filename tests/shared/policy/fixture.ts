import { seededRandom } from '../../../shared/exact/random.ts';
import { TRACK_FEATURES } from '../../../shared/observation/spec.ts';
import type { Policy } from '../../../shared/policy/file.ts';
import { HEADS, type HeadSpec, headOutputs } from '../../../shared/policy/head.ts';
import type { PolicyManifest } from '../../../shared/policy/manifest.ts';
import { initialWeights, type NetworkSpec } from '../../../shared/policy/network.ts';

export const networkOf = (hidden: number[], head: HeadSpec, inputs = 23): NetworkSpec => ({
  inputs,
  hidden,
  outputs: headOutputs(head),
  activation: 'relu',
});

/** An untrained policy with a whole manifest. */
export function madePolicy(seed: number, hidden = [16, 16], head: HeadSpec = HEADS.bins): Policy {
  const random = seededRandom(seed);
  const network = networkOf(hidden, head);
  const weights = initialWeights(network, random).map((weight) => weight + 0.05 * random.gaussian());
  const manifest: PolicyManifest = {
    format: 1,
    name: 'Mira’s clone',
    createdAt: '2026-11-22T12:00:00.000Z',
    kind: 'coached',
    observation: TRACK_FEATURES,
    network,
    head,
    normaliser: {
      mean: Array.from({ length: network.inputs }, random.gaussian),
      scale: Array.from({ length: network.inputs }, () => 0.05 + random.uniform()),
    },
    physics: 1,
    vehicleHash: 'a'.repeat(64),
    trackId: 'oval',
    trackHash: 'b'.repeat(64),
    dataset: { id: 'd-1', laps: [{ episode: 'e-1', lap: 1 }] },
    seed,
    samples: { human: 7000, recovery: 6500 },
    steps: 1500,
    losses: { train: 1.2, validation: null, persistence: null },
    scores: null,
    chosenFrom: [{ seed, trainLoss: 1.2, validationLoss: null, scores: null }],
  };
  return { manifest, weights };
}
