import '@tensorflow/tfjs'; // the reference gradients of every operation
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';
import { layersOf, type NetworkSpec } from '../../../shared/policy/network.ts';
import { BatchedNetwork } from '../../../shared/training/batched.ts';
import { startWasm } from '../tensor/wasm.ts';

beforeAll(() => startWasm());

const spec: NetworkSpec = { inputs: 7, hidden: [19, 12], outputs: 5, activation: 'relu' };
const BATCH = 33;

/** Outputs and weight gradients of Σ y · g by tfjs's tape on its reference back end, one network alone. */
function reference(weights: Float32Array, x: Float32Array, g: Float32Array): Float32Array[] {
  const layers = layersOf(spec);
  const parameters = layers.flatMap(({ inputs, outputs, weight, bias }) => [
    tf.tensor2d(weights.slice(weight, bias), [inputs, outputs]),
    tf.tensor2d(weights.slice(bias, bias + outputs), [1, outputs]),
  ]);
  let outputs: Float32Array = new Float32Array(0);
  const energy = (...p: tf.Tensor[]): tf.Scalar => {
    let h: tf.Tensor = tf.tensor2d(x, [BATCH, spec.inputs]);
    layers.forEach((_, l) => {
      h = tf.add(tf.matMul(h as tf.Tensor2D, p[2 * l] as tf.Tensor2D), p[2 * l + 1]);
      if (l < layers.length - 1) h = tf.relu(h);
    });
    outputs = h.dataSync() as Float32Array;
    return tf.sum(tf.mul(h, tf.tensor2d(g, [BATCH, spec.outputs])));
  };
  const gradients = tf
    .grads(energy)(parameters)
    .map((tensor) => tensor.dataSync() as Float32Array);
  return [outputs, ...gradients];
}

test('forward and written-out backward pass of three networks at once equal the tape, each network alone', async () => {
  const before = tf.memory().numTensors;
  const network = new BatchedNetwork(spec, [1, 2, 3].map(seededRandom));
  const random = seededRandom(9);
  const x = Float32Array.from({ length: 3 * BATCH * spec.inputs }, random.gaussian);
  const g = Float32Array.from({ length: 3 * BATCH * spec.outputs }, random.gaussian);
  const activations = network.forward(tf.tensor3d(x, [3, BATCH, spec.inputs]));
  const gradients = tf.tidy(() => network.backward(activations, tf.tensor3d(g, [3, BATCH, spec.outputs])));
  const ours = [activations.at(-1)!, ...gradients].map((tensor) => tensor.dataSync() as Float32Array);
  const weights = [0, 1, 2].map((seed) => network.weights(seed));
  tf.dispose([activations, gradients]);
  network.dispose();
  expect(tf.memory().numTensors).toBe(before);

  await tf.setBackend('cpu');
  for (let s = 0; s < 3; s++) {
    const part = (values: Float32Array) => values.slice((s * values.length) / 3, ((s + 1) * values.length) / 3);
    reference(weights[s], part(x), part(g)).forEach((values, t) => {
      const got = part(ours[t]);
      expect(got.length).toBe(values.length);
      got.forEach((value, i) => {
        expect(Math.abs(value - values[i])).toBeLessThan(2e-5 * Math.max(1, Math.abs(values[i])));
      });
    });
  }
  await tf.setBackend('wasm');
});
