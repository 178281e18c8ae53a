import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';
import type { Policy } from '../../../shared/policy/file.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { decodeAction, HEADS, headOutputs } from '../../../shared/policy/head.ts';
import { layersOf } from '../../../shared/policy/network.ts';
import { kernelBytes } from '../tensor/wasm.ts';
import { madePolicy } from './fixture.ts';

beforeAll(() => tf.setBackend('cpu'));

const add = (batch: PolicyBatch, { manifest, weights }: Policy): number =>
  batch.add(manifest.network, manifest.head, manifest.normaliser, weights);

function observationsFor(count: number, seed: number, width = 23): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count * width }, () => 3 * random.gaussian());
}

/** The network by tfjs's reference back end, which shares no code with ours. */
function reference({ manifest, weights }: Policy, observations: Float32Array, count: number): Float32Array {
  const { network, normaliser } = manifest;
  return tf.tidy(() => {
    const raw = tf.tensor2d(observations, [count, network.inputs]);
    let x: tf.Tensor = tf.clipByValue(tf.div(tf.sub(raw, normaliser.mean), normaliser.scale), -5, 5);
    layersOf(network).forEach(({ inputs, outputs, weight, bias }, i, layers) => {
      const w = tf.tensor2d(weights.slice(weight, bias), [inputs, outputs]);
      x = tf.add(tf.matMul(x as tf.Tensor2D, w), weights.slice(bias, bias + outputs));
      if (i < layers.length - 1) x = tf.relu(x);
    });
    return x.dataSync() as Float32Array;
  });
}

test('outputs equal the reference network, for odd widths, several sizes of batch and both heads', () => {
  for (const [hidden, head] of [
    [[128, 128], HEADS.bins],
    [[19, 300, 7], HEADS['squared-error']],
    [[], HEADS.bins],
  ] as const) {
    const policy = madePolicy(3, [...hidden], head);
    const batch = new PolicyBatch(kernelBytes());
    const slot = add(batch, policy);
    for (const count of [1, 4, 5, 8, 40]) {
      const observations = observationsFor(count, count);
      const got = new Float32Array(count * headOutputs(head));
      batch.outputs(slot, observations, count, got);
      const want = reference(policy, observations, count);
      got.forEach((value, i) => {
        expect(Math.abs(value - want[i])).toBeLessThan(1e-5 * Math.max(1, Math.abs(want[i])));
      });
    }
  }
});

test('each of many cars gets the action of its own policy, the same as alone and to the bit', () => {
  const batch = new PolicyBatch(kernelBytes());
  const policies = [
    madePolicy(1),
    madePolicy(2, [64, 32], HEADS['squared-error']),
    madePolicy(3, [256, 256]),
    madePolicy(4, [8]),
  ];
  for (const policy of policies) add(batch, policy);
  const slots = [2, 0, 3, 3, 1, 2, 0, 0, 2, 2, 2, 2, 2, 1, 3, 0, 0, 2];
  const observations = observationsFor(slots.length, 9);
  const together = new Float32Array(2 * slots.length);
  batch.decide(slots, observations, together);
  slots.forEach((slot, i) => {
    const alone = new Float32Array(2);
    const own = observations.slice(23 * i, 23 * i + 23);
    batch.decide([slot], own, alone);
    expect([...alone]).toEqual([...together.slice(2 * i, 2 * i + 2)]);
    const wanted = new Float32Array(2);
    decodeAction(policies[slot].manifest.head, reference(policies[slot], own, 1), 0, wanted, 0);
    for (const k of [0, 1]) expect(Math.abs(alone[k] - wanted[k])).toBeLessThan(1e-5);
  });
});

test('only the first rows are decided when asked for fewer, and rows may stand apart', () => {
  const batch = new PolicyBatch(kernelBytes());
  add(batch, madePolicy(5));
  const wide = observationsFor(3, 2, 30);
  const actions = new Float32Array(6).fill(9);
  batch.decide([0, 0, 0], wide, actions, 2, 30);
  const second = new Float32Array(2);
  batch.decide([0], wide.slice(30, 53), second);
  expect([...actions.slice(2)]).toEqual([...second, 9, 9]);
});

test('a broken observation still gives commands in [−1, 1]', () => {
  const batch = new PolicyBatch(kernelBytes());
  add(batch, madePolicy(6));
  const actions = new Float32Array(2);
  batch.decide([0], new Float32Array(23).fill(Number.NaN), actions);
  for (const action of actions) expect(Math.abs(action)).toBeLessThanOrEqual(1);
});

test('weights that do not fit their network are refused', () => {
  const { manifest, weights } = madePolicy(7);
  const batch = new PolicyBatch(kernelBytes());
  expect(() => batch.add(manifest.network, manifest.head, manifest.normaliser, weights.slice(1))).toThrow(/weights/);
});
