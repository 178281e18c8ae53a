import { observationSize, observationSpecFor } from '../../shared/observation/spec.ts';
import { decodePolicy, encodePolicy } from '../../shared/policy/file.ts';
import { layersOf, parameterCount } from '../../shared/policy/network.ts';
import type { Track } from '../../shared/track/track.ts';

/** The same policy with eyes for other cars of which it makes nothing: it drives as before, and looks at what costs more. */
export function withNeighbours(bytes: Uint8Array, track: Track): Uint8Array {
  const { manifest, weights } = decodePolicy(bytes);
  const observation = observationSpecFor(track, 'traffic');
  const network = { ...manifest.network, inputs: observationSize(observation) };
  const more = network.inputs - manifest.network.inputs;
  const [first] = layersOf(manifest.network);
  const seeing = new Float32Array(parameterCount(network));
  seeing.set(weights.subarray(0, first!.bias));
  seeing.set(weights.subarray(first!.bias), first!.bias + more * first!.outputs);
  const normaliser = {
    mean: [...manifest.normaliser.mean, ...Array<number>(more).fill(0)],
    scale: [...manifest.normaliser.scale, ...Array<number>(more).fill(1)],
  };
  return encodePolicy({ ...manifest, observation, network, normaliser }, seeing);
}
