import '@tensorflow/tfjs'; // the reference convolutions
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';
import { Camera } from '../../../shared/observation/camera.ts';
import { observe } from '../../../shared/observation/observe.ts';
import { type ObservationSpec, observationNames, observationSize } from '../../../shared/observation/spec.ts';
import type { ConvolutionSpec } from '../../../shared/policy/convolution.ts';
import { PolicyFileError } from '../../../shared/policy/error.ts';
import { decodePolicy, encodePolicy, type Policy } from '../../../shared/policy/file.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { HEADS, headOutputs } from '../../../shared/policy/head.ts';
import {
  convolutionsOf,
  initialWeights,
  layersOf,
  type NetworkSpec,
  networkSpecSchema,
} from '../../../shared/policy/network.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { restingState } from '../../../shared/vehicle/state.ts';
import { oval } from '../driver/roads.ts';
import { kernelBytes } from '../tensor/wasm.ts';
import { madePolicy } from './fixture.ts';

beforeAll(() => tf.setBackend('cpu'));

const [WIDTH, HEIGHT, PICTURE] = [20, 16, 320];
const LAYERS = [
  { filters: 8, size: 5, stride: 2 },
  { filters: 16, size: 3, stride: 1 },
];

/** An untrained policy that sees some cameras and its own motion. */
function seeingPolicy(seed: number, cameras: ObservationSpec['blocks'], motion = true): Policy {
  const { manifest } = madePolicy(seed);
  const convolution: ConvolutionSpec = { cameras: cameras.length, width: WIDTH, height: HEIGHT, layers: LAYERS };
  const inputs = motion ? 4 : 0;
  const outputs = headOutputs(HEADS.bins);
  const network: NetworkSpec = { inputs, convolution, hidden: [12], outputs, activation: 'relu' };
  const blocks: ObservationSpec['blocks'] = motion ? [...cameras, 'motion'] : cameras;
  const observation: ObservationSpec = { version: 1, blocks, camera: { width: WIDTH, height: HEIGHT } };
  const { mean, scale } = manifest.normaliser;
  const normaliser = { mean: mean.slice(0, inputs), scale: scale.slice(0, inputs) };
  const random = seededRandom(seed);
  const weights = initialWeights(network, random).map((weight) => weight + 0.05 * random.gaussian());
  return { manifest: { ...manifest, network, observation, normaliser }, weights };
}

const add = (batch: PolicyBatch, { manifest, weights }: Policy): number =>
  batch.add(manifest.network, manifest.head, manifest.normaliser, weights);

function observationsFor(count: number, { manifest }: Policy, seed: number): Float32Array {
  const random = seededRandom(seed);
  const width = observationSize(manifest.observation);
  return Float32Array.from({ length: count * width }, () => random.uniform());
}

/** The network by tfjs's reference back end: pictures as channels, then dense layers. */
function reference({ manifest, weights }: Policy, observations: Float32Array, count: number): Float32Array {
  const { network, normaliser } = manifest;
  const { cameras } = network.convolution!;
  const seen = tf.tensor2d(observations, [count, cameras * PICTURE + network.inputs]);
  return tf.tidy(() => {
    const planes = tf.slice(seen, [0, 0], [count, cameras * PICTURE]).reshape([count, cameras, HEIGHT, WIDTH]);
    let picture = tf.transpose(tf.mul(tf.sub(planes, 0.45), 4), [0, 2, 3, 1]) as tf.Tensor4D;
    for (const { size, channels, filters, stride, weight, bias } of convolutionsOf(network)) {
      const w = tf.tensor4d(weights.slice(weight, bias), [size, size, channels, filters]);
      picture = tf.relu(tf.add(tf.conv2d(picture, w, stride, 'valid'), weights.slice(bias, bias + filters)));
    }
    let x: tf.Tensor2D = tf.reshape(picture, [count, -1]);
    if (network.inputs > 0) {
      const numbers = tf.slice(seen, [0, cameras * PICTURE], [count, network.inputs]);
      const held = tf.clipByValue(tf.div(tf.sub(numbers, normaliser.mean), normaliser.scale), -5, 5);
      x = tf.concat([x, held as tf.Tensor2D], 1);
    }
    layersOf(network).forEach(({ inputs, outputs, weight, bias }, i, all) => {
      const w = tf.tensor2d(weights.slice(weight, bias), [inputs, outputs]);
      x = tf.add(tf.matMul(x, w), weights.slice(bias, bias + outputs));
      if (i < all.length - 1) x = tf.relu(x);
    });
    return x.dataSync() as Float32Array;
  });
}

test.each([
  [['frontCamera'], true],
  [['leftCamera', 'frontCamera', 'rightCamera'], true],
  [['topCamera'], false],
] as [ObservationSpec['blocks'], boolean][])(
  'a policy that sees %s answers as the reference does',
  (cameras, motion) => {
    const policy = seeingPolicy(5, cameras, motion);
    const batch = new PolicyBatch(kernelBytes());
    const slot = add(batch, policy);
    for (const count of [1, 3, 40]) {
      const observations = observationsFor(count, policy, count);
      const got = new Float32Array(count * policy.manifest.network.outputs);
      batch.outputs(slot, observations, count, got);
      const want = reference(policy, observations, count);
      got.forEach((value, i) => {
        expect(Math.abs(value - want[i])).toBeLessThan(2e-5 * Math.max(1, Math.abs(want[i])));
      });
    }
  },
);

test('an action has the same bits alone and among policies with and without pictures', () => {
  const seeing = seeingPolicy(1, ['frontCamera']);
  const blind = madePolicy(2);
  const batch = new PolicyBatch(kernelBytes());
  const slots = [add(batch, blind), add(batch, seeing)];
  const width = observationSize(seeing.manifest.observation);
  const observations = observationsFor(7, seeing, 9);
  const together = new Float32Array(14);
  batch.decide([1, 0, 1, 1, 0, 1, 1], observations, together, 7, width);
  for (let i = 0; i < 7; i++) {
    const alone = new Float32Array(2);
    const slot = slots[[1, 0, 1, 1, 0, 1, 1][i]];
    batch.decide([slot], observations.subarray(i * width, (i + 1) * width), alone, 1, width);
    expect([...alone]).toEqual([...together.subarray(2 * i, 2 * i + 2)]);
  }
});

test('the file of a policy that sees comes back as it was', () => {
  for (const policy of [seeingPolicy(3, ['frontCamera']), seeingPolicy(4, ['leftCamera', 'topCamera'], false)]) {
    expect(decodePolicy(encodePolicy(policy.manifest, policy.weights))).toEqual(policy);
  }
});

test.each([
  ['eyes without pictures', { blocks: ['motion'] }, /Pictures of the policy.*got none, expected 1 of 20 × 16/],
  ['another size', { camera: { width: 64, height: 48 } }, /got 1 of 64 × 48, expected 1 of 20 × 16/],
  ['a camera too many', { blocks: ['frontCamera', 'topCamera', 'motion'] }, /got 2 of 20 × 16/],
  ['numbers before pictures', { blocks: ['motion', 'frontCamera'] }, /got frontCamera, expected pictures before/],
])('a policy with %s is refused', (_, change, reason) => {
  const { manifest, weights } = seeingPolicy(6, ['frontCamera']);
  const observation = { ...manifest.observation, ...change } as ObservationSpec;
  expect(() => encodePolicy({ ...manifest, observation }, weights)).toThrow(PolicyFileError);
  expect(() => encodePolicy({ ...manifest, observation }, weights)).toThrow(reason);
});

test('convolutions that do not fit their picture, or would hold up a race, are refused', () => {
  const { network } = seeingPolicy(6, ['frontCamera']).manifest;
  const problems = (convolution: object): string =>
    networkSpecSchema
      .safeParse({ ...network, convolution: { ...network.convolution, ...convolution } })
      .error!.issues.map(({ message }) => message)
      .join();
  expect(problems({ layers: [...LAYERS, { filters: 8, size: 7, stride: 1 }] })).toMatch(/7 × 7 on a picture of 6 × 4/);
  const heavy = { filters: 64, size: 7, stride: 1 };
  expect(problems({ width: 160, height: 120, layers: [heavy, heavy] })).toMatch(/million multiplications/);
  expect(problems({ width: 4000 })).toMatch(/160/);
  expect(problems({ layers: [{ ...LAYERS[0], filters: 12 }] })).toMatch(/multiple of 8/);
});

test('a camera block is the picture, brightness 0 to 1, before the numbers', () => {
  const track = oval({});
  const state = { ...restingState(), vx: 12, x: track.x[5], y: track.y[5], distance: 5 * track.spacing };
  const spec: ObservationSpec = {
    ...{ version: 1, blocks: ['leftCamera', 'topCamera', 'motion'] },
    camera: { width: WIDTH, height: HEIGHT },
  };
  const out = new Float32Array(observationSize(spec) + 2).fill(9);
  observe(spec, track, CLUB_RACER, state, out, 1);
  for (const [i, name] of (['left', 'top'] as const).entries()) {
    const drawn = new Uint8Array(PICTURE);
    new Camera(name, WIDTH, HEIGHT).draw(track, state, drawn);
    expect([...out.subarray(1 + i * PICTURE, 1 + (i + 1) * PICTURE)]).toEqual(
      [...drawn].map((b) => Math.fround(b / 255)),
    );
    expect(new Set(drawn).size).toBeGreaterThan(3);
  }
  expect(out[1 + 2 * PICTURE]).toBeCloseTo(12 / 15 - 1, 6);
  expect([out[0], out.at(-1)]).toEqual([9, 9]);
  const names = observationNames(spec);
  expect(names.length).toBe(observationSize(spec));
  expect([names[0], names[PICTURE], names.at(-1)]).toEqual(['left0', 'top0', 'steer']);
});
