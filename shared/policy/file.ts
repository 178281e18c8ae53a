import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { isCameraBlock } from '../observation/pictures.ts';
import {
  OBSERVATION_VERSION,
  type ObservationSpec,
  observationSize,
  picturesOf,
  withoutPictures,
} from '../observation/spec.ts';
import { PolicyFileError } from './error.ts';
import { headInputs, headOutputs } from './head.ts';
import { POLICY_FORMAT, type PolicyManifest, policyManifestSchema } from './manifest.ts';
import { type NetworkSpec, parameterCount, plannedBy, tensorsOf } from './network.ts';
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from './safetensors.ts';

/** A trained network with all that is known of it. */
export interface Policy {
  manifest: PolicyManifest;
  /** Flat, as `layersOf(manifest.network)` says. */
  weights: Float32Array;
}

const PRODUCT = 'mimic-gp-policy';
const TRAIN_AGAIN = 'Train the clone again with this build.';
const FETCH_AGAIN = 'Download or export the policy again.';

/**
 * The policy file: safetensors with the tensors that `tensorsOf` names, and in its
 * metadata the manifest as JSON and the SHA-256 of manifest and weights together.
 */
export function encodePolicy(manifest: PolicyManifest, weights: Float32Array): Uint8Array {
  const checked = policyManifestSchema.parse(manifest);
  checkNetwork(checked, weights);
  const tensors = tensorsOf(checked.network).map(
    ({ name, shape, at, size }): NamedTensor => ({ name, shape, data: weights.subarray(at, at + size) }),
  );
  const text = JSON.stringify(checked);
  const bytes = new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength);
  return encodeSafetensors(tensors, { product: PRODUCT, manifest: text, sha256: digestOf(text, bytes) });
}

/** Read a policy file from anywhere; throws PolicyFileError with what is wrong, and never anything else. */
export function decodePolicy(bytes: Uint8Array): Policy {
  const { metadata, tensors, data } = decodeSafetensors(bytes);
  if (metadata.product !== PRODUCT || metadata.manifest === undefined) {
    const got = metadata.product === undefined ? 'none' : `"${metadata.product.slice(0, 40)}"`;
    throw new PolicyFileError('Product of the tensor file', got, `"${PRODUCT}"`, 'Choose a policy of Mimic GP.');
  }
  const digest = digestOf(metadata.manifest, data);
  if (metadata.sha256 !== digest) {
    const got = `${digest.slice(0, 12)}…`;
    throw new PolicyFileError('SHA-256 of the policy', got, `${metadata.sha256?.slice(0, 12)}…`, FETCH_AGAIN);
  }
  const manifest = readManifest(metadata.manifest);
  const weights = new Float32Array(data.slice().buffer);
  checkTensors(manifest, tensors);
  checkNetwork(manifest, weights);
  return { manifest, weights };
}

function digestOf(manifest: string, weights: Uint8Array): string {
  return bytesToHex(sha256.create().update(new TextEncoder().encode(manifest)).update(weights).digest());
}

function readManifest(text: string): PolicyManifest {
  let json: { format?: unknown; observation?: { version?: unknown } } | null;
  try {
    json = JSON.parse(text);
  } catch {
    throw new PolicyFileError('Manifest of the policy', 'text that is not JSON', 'a manifest', FETCH_AGAIN);
  }
  if (json?.format !== POLICY_FORMAT) {
    throw new PolicyFileError('Format of the policy', shown(json?.format), String(POLICY_FORMAT), TRAIN_AGAIN);
  }
  const version = json.observation?.version;
  if (version !== OBSERVATION_VERSION) {
    const what = 'Observation version of the policy';
    throw new PolicyFileError(what, shown(version), String(OBSERVATION_VERSION), TRAIN_AGAIN);
  }
  const parsed = policyManifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PolicyFileError(`Field "${issue.path.join('.')}" of the policy`, issue.message, 'its range', FETCH_AGAIN);
}

/** Lists and objects are not written out: they may be so deep that writing them overflows the stack. */
const shown = (value: unknown): string =>
  value !== null && typeof value === 'object' ? 'no number' : String(JSON.stringify(value)).slice(0, 40);

function checkTensors({ network }: PolicyManifest, tensors: readonly NamedTensor[]): void {
  const expected = tensorsOf(network).map(({ name, shape }) => `${name} [${shape.join(', ')}]`);
  const got = tensors.map(({ name, shape }) => `${name} [${shape.join(', ')}]`);
  const at = expected.findIndex((text, i) => text !== got[i]);
  if (at >= 0 || got.length !== expected.length) {
    const place = at >= 0 ? at : expected.length;
    const [a, b] = [got[place] ?? 'nothing', expected[place] ?? 'nothing'];
    throw new PolicyFileError(`Tensor ${place} of the policy`, a.slice(0, 80), b, FETCH_AGAIN);
  }
}

/** Network, head, normaliser, observation and weights must agree, and every weight be a number. */
function checkNetwork({ network, head, normaliser, observation }: PolicyManifest, weights: Float32Array): void {
  const agree = (what: string, got: number, expected: number): void => {
    if (got !== expected)
      throw new PolicyFileError(`${what} of the policy`, String(got), String(expected), FETCH_AGAIN);
  };
  checkPictures(network, observation);
  const seen = observationSize(withoutPictures(observation));
  agree('Inputs', network.inputs, seen * (network.history?.frames ?? 1) + headInputs(head));
  agree('Outputs', network.outputs, headOutputs(head) * plannedBy(network));
  if (network.chunk && head.kind === 'flow') {
    throw new PolicyFileError('Head of a policy that plans in chunks', 'flow', 'any other', TRAIN_AGAIN);
  }
  agree('Means of the normaliser', normaliser.mean.length, seen);
  agree('Scales of the normaliser', normaliser.scale.length, seen);
  agree('Number of weights', weights.length, parameterCount(network));
  const bad = weights.findIndex((weight) => !Number.isFinite(weight));
  if (bad >= 0) {
    throw new PolicyFileError(`Weight ${bad} of the policy`, String(weights[bad]), 'a finite number', TRAIN_AGAIN);
  }
}

/** The pictures that are seen must be those that the convolutions are made for, and stand before all numbers. */
function checkPictures({ convolution }: NetworkSpec, observation: ObservationSpec): void {
  const pictures = picturesOf(observation);
  const shape = (count = 0, { width, height } = { width: 0, height: 0 }): string =>
    count === 0 ? 'none' : `${count} of ${width} × ${height}`;
  const got = shape(pictures?.cameras.length, pictures ?? undefined);
  const expected = shape(convolution?.cameras, convolution);
  if (got !== expected) throw new PolicyFileError('Pictures of the policy', got, expected, FETCH_AGAIN);
  const late = observation.blocks.findIndex((block, i) => isCameraBlock(block) && i >= (pictures?.cameras.length ?? 0));
  if (late < 0) return;
  const block = observation.blocks[late];
  throw new PolicyFileError(`Block ${late} of the policy`, block, 'pictures before all else', FETCH_AGAIN);
}

/** Where a policy is to drive. What is left out is not asked. */
export interface Circumstances {
  physics: number;
  vehicleHash?: string;
  /** What the caller can offer to see; the policy may want no other. */
  observation?: ObservationSpec;
}

/** Throws PolicyFileError when this policy cannot drive there; its message says why. */
export function checkPolicyFits(manifest: PolicyManifest, { physics, vehicleHash, observation }: Circumstances): void {
  const what = `Policy "${manifest.name}"`;
  if (manifest.physics !== physics) {
    throw new PolicyFileError(what, `physics ${manifest.physics}`, `physics ${physics}`, TRAIN_AGAIN);
  }
  if (vehicleHash !== undefined && manifest.vehicleHash !== vehicleHash) {
    const got = `another car (${manifest.vehicleHash.slice(0, 8)}…)`;
    throw new PolicyFileError(what, got, `${vehicleHash.slice(0, 8)}…`, 'Race it in the car that it was trained in.');
  }
  if (observation && observation.blocks.join() !== manifest.observation.blocks.join()) {
    const [got, expected] = [manifest.observation, observation].map(({ blocks }) => blocks.join(' + '));
    throw new PolicyFileError(what, `eyes for ${got}`, expected, 'Choose a policy trained on this kind of track.');
  }
}
