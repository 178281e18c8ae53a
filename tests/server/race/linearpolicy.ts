import {
  type ObservationBlock,
  type ObservationSpec,
  observationSize,
  TRACK_FEATURES,
} from '../../../shared/observation/spec.ts';
import { encodePolicy, type Policy } from '../../../shared/policy/file.ts';
import type { PolicyManifest } from '../../../shared/policy/manifest.ts';
import { layersOf, type NetworkSpec, parameterCount } from '../../../shared/policy/network.ts';
import { CLUB_RACER, vehicleHash } from '../../../shared/vehicle/spec.ts';
import { madePolicy } from '../../shared/policy/fixture.ts';

/** Places in the observation TRACK_FEATURES: the road's bearing 18 m ahead, and forward speed as vx / 15 − 1. */
const BEARING = 9;
const SPEED = 19;

/**
 * A policy that needs no training: one linear layer that steers where the road is 18 m ahead and holds about 13 m/s. It
 * goes round the ring for ever. Of further blocks of its observation it makes nothing.
 */
export function linearPolicy(
  kind: PolicyManifest['kind'] = 'coached',
  blocks: readonly ObservationBlock[] = [],
): Policy & { bytes: Uint8Array } {
  const observation: ObservationSpec = { ...TRACK_FEATURES, blocks: [...TRACK_FEATURES.blocks, ...blocks] };
  const inputs = observationSize(observation);
  const network: NetworkSpec = { inputs, hidden: [], outputs: 2, activation: 'relu' };
  const weights = new Float32Array(parameterCount(network));
  const [{ weight, bias, outputs }] = layersOf(network);
  weights[weight + BEARING * outputs] = 0.6;
  weights[weight + SPEED * outputs + 1] = -3;
  weights[bias + 1] = -0.25;
  const { manifest: made } = madePolicy(1);
  const normaliser = { mean: Array(inputs).fill(0), scale: Array(inputs).fill(1) };
  const manifest: PolicyManifest = {
    ...made,
    ...{ kind, network, normaliser, observation, vehicleHash: vehicleHash(CLUB_RACER) },
    head: { kind: 'squaredError' },
    trackId: 'ring150',
  };
  return { manifest, weights, bytes: encodePolicy(manifest, weights) };
}
