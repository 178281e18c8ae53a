import { z } from 'zod';
import { LEAST_SPREAD } from '../dataset/normaliser.ts';
import { PolicyFileError } from './error.ts';
import { headOutputs, headSpecSchema } from './head.ts';
import { layersOf, networkSpecSchema, parameterCount } from './network.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

const PRODUCT = 'mimic-gp-open-loop';
const AGAIN = 'Train it again with this build.';
const count = z.int().min(0);
const name = z.string().min(1).max(200);

/**
 * What learned from demonstrations without physics: it answers an observation with an action, and that is all that can be
 * asked of it. It knows no track, no car and no physics; the file says so by being of a kind of its own, which nothing that
 * drives reads.
 */
export const openLoopManifestSchema = z.object({
  set: z.object({ id: name, name, fps: z.int().min(1) }),
  observationNames: z.array(z.string().max(200)).min(1).max(1024),
  network: networkSpecSchema,
  head: headSpecSchema,
  normaliser: z.object({
    mean: z.array(z.number()).min(1).max(1024),
    scale: z.array(z.number().min(LEAST_SPREAD)).min(1).max(1024),
  }),
  seed: z.int(),
  steps: count,
  samples: count,
  split: z.object({ kind: z.string(), name: z.string(), train: count, validation: count }),
  losses: z.object({ train: z.number(), validation: z.number().nullable() }),
  /** Of held-out episodes, mean squared errors; null where none was held out. */
  offline: z.object({ nll: z.number().nullable(), mse: z.number(), persistenceMse: z.number().nullable() }).nullable(),
  createdAt: z.iso.datetime(),
});
export type OpenLoopManifest = z.infer<typeof openLoopManifestSchema>;

export interface OpenLoopPolicy {
  manifest: OpenLoopManifest;
  weights: Float32Array;
}

/** Safetensors with one tensor, the flat weights, and the manifest as text beside it. */
export function encodeOpenLoop({ manifest, weights }: OpenLoopPolicy): Uint8Array {
  const text = JSON.stringify(openLoopManifestSchema.parse(manifest));
  const tensor = { name: 'weights', shape: [weights.length], data: weights };
  return encodeSafetensors([tensor], { product: PRODUCT, manifest: text });
}

export function decodeOpenLoop(bytes: Uint8Array): OpenLoopPolicy {
  const { metadata, tensors } = decodeSafetensors(bytes);
  if (metadata.product !== PRODUCT) {
    throw new PolicyFileError('Product of the tensor file', String(metadata.product), `"${PRODUCT}"`, AGAIN);
  }
  const parsed = openLoopManifestSchema.safeParse(JSON.parse(metadata.manifest ?? 'null'));
  if (!parsed.success) {
    throw new PolicyFileError('Manifest of the network', parsed.error.issues[0].message, 'a manifest', AGAIN);
  }
  const { network, head, observationNames } = parsed.data;
  const weights = tensors[0]?.data ?? new Float32Array(0);
  const fits =
    weights.length === parameterCount(network) &&
    layersOf(network)[0].inputs === observationNames.length &&
    network.outputs === headOutputs(head);
  if (!fits) throw new PolicyFileError('Network', `${weights.length} weights`, `${parameterCount(network)}`, AGAIN);
  return { manifest: parsed.data, weights };
}
