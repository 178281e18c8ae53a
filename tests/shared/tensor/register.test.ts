import '@tensorflow/tfjs'; // the reference gradients of every operation; core alone has none in Node
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';
import { Adam } from '../../../shared/tensor/adam.ts';
import { registerKernels } from '../../../shared/tensor/register.ts';
import { kernelBytes, startWasm } from './wasm.ts';

beforeAll(() => startWasm());
afterAll(() => tf.disposeVariables());

/** The same computation on tfjs's reference back end and on ours, as plain numbers. */
async function onBoth(compute: () => tf.Tensor | tf.Tensor[]): Promise<[Float32Array[], Float32Array[]]> {
  const results: Float32Array[][] = [];
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    const before = tf.memory().numTensors;
    const out = tf.tidy(() => [compute()].flat());
    results.push(out.map((tensor) => tensor.dataSync() as Float32Array));
    tf.dispose(out);
    expect(tf.memory().numTensors).toBe(before);
  }
  return [results[0], results[1]];
}

function expectClose(ours: Float32Array[], reference: Float32Array[], tolerance: number): void {
  expect(ours.length).toBe(reference.length);
  ours.forEach((values, t) => {
    expect(values.length).toBe(reference[t].length);
    let worst = 0;
    values.forEach((value, i) => {
      worst = Math.max(worst, Math.abs(value - reference[t][i]));
    });
    expect(worst).toBeLessThan(tolerance);
  });
}

test('products of any flags and batches equal the reference back end', async () => {
  const random = seededRandom(777);
  const tensor = (...shape: number[]) =>
    tf.tensor(
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.uniform() * 2 - 1),
      shape,
    );
  for (let round = 0; round < 120; round++) {
    const [m, n] = [1 + random.integer(50), 1 + random.integer(50)];
    const k = 1 + random.integer(round % 10 === 0 ? 600 : 80);
    const many = 1 + random.integer(4);
    const mode = random.integer(4); // 0 both batched, 1 shared A, 2 shared B, 3 no batch
    const lead = [mode === 1 || mode === 3 ? 1 : many, mode === 2 || mode === 3 ? 1 : many];
    const [tA, tB, relu] = [random.integer(2) === 1, random.integer(2) === 1, random.integer(2) === 1];
    const biasKind = random.integer(3); // none, one for all, one for each batch
    const draw = () => {
      const a = tensor(lead[0], ...(tA ? [k, m] : [m, k]));
      const b = tensor(lead[1], ...(tB ? [n, k] : [k, n]));
      const bias = biasKind === 0 ? undefined : biasKind === 1 ? tensor(n) : tensor(Math.max(...lead), 1, n);
      return { a, b, bias };
    };
    const stored = draw();
    const data = [stored.a, stored.b, stored.bias].map((x) => x && { values: x.dataSync(), shape: x.shape });
    tf.dispose([stored.a, stored.b]);
    stored.bias?.dispose();
    const [cpu, wasm] = await onBoth(() => {
      const [a, b, bias] = data.map((x) => x && tf.tensor(x.values, x.shape));
      if (!bias && !relu) return tf.matMul(a!, b!, tA, tB);
      return tf.fused.matMul({
        a: a!,
        b: b!,
        transposeA: tA,
        transposeB: tB,
        bias,
        activation: relu ? 'relu' : 'linear',
      });
    });
    expectClose(wasm, cpu, 4e-6 * Math.sqrt(k));
  }
});

test('losses and gradients of a small network, plain and batched over seeds, equal the reference', async () => {
  const values = (seed: number, ...shape: number[]) => {
    const random = seededRandom(seed);
    return tf.tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, random.gaussian), shape);
  };
  for (const seeds of [[], [3]]) {
    const [cpu, wasm] = await onBoth(() => {
      const x = values(1, ...seeds, 33, 11);
      const y = values(2, ...seeds, 33, 2);
      const lead = seeds.length ? seeds : [];
      const one = seeds.length ? [1] : [];
      const loss = (w1: tf.Tensor, b1: tf.Tensor, w2: tf.Tensor, b2: tf.Tensor) => {
        const hidden = tf.relu(tf.add(tf.matMul(x, w1), b1));
        return tf.mean(tf.squaredDifference(tf.add(tf.matMul(hidden, w2), b2), y)) as tf.Scalar;
      };
      const parameters = [
        values(3, ...lead, 11, 24),
        values(4, ...lead, ...one, 24),
        values(5, ...lead, 24, 2),
        values(6, ...lead, ...one, 2),
      ];
      const { value, grads } = tf.valueAndGrads(loss as (...args: tf.Tensor[]) => tf.Scalar)(parameters);
      return [value, ...grads];
    });
    expectClose(wasm, cpu, 2e-5);
  }
});

test('another activation takes the stock kernel', async () => {
  const [cpu, wasm] = await onBoth(() =>
    tf.fused.matMul({ a: tf.ones([3, 4]), b: tf.fill([4, 2], 0.1), bias: tf.tensor1d([1, -1]), activation: 'sigmoid' }),
  );
  expectClose(wasm, cpu, 1e-6);
});

test('the same numbers under another shape are another matrix', () => {
  // Stock tfjs 4.22 remembers packed weights by tensor, not by shape, and answers the second product wrongly.
  const [first, second] = tf.tidy(() => {
    const w = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    const turned = w.reshape([3, 2]);
    return [tf.matMul(tf.ones([1, 2]), w).dataSync(), tf.matMul(tf.ones([1, 3]), turned as tf.Tensor2D).dataSync()].map(
      (values) => [...values].join(' '),
    );
  });
  expect([first, second]).toEqual(['5 7 9', '9 12']);
});

test('products stay right after the heap has grown, and a second registration changes nothing', () => {
  const undo = registerKernels(kernelBytes());
  undo();
  const result = tf.tidy(() => {
    for (let i = 0; i < 6; i++) tf.zeros([2048, 4096]);
    return tf.matMul(tf.ones([300, 300]), tf.ones([300, 300]), true, true).dataSync();
  });
  expect(result.every((value) => value === 300)).toBe(true);
});

test('Adam on the heap takes the steps of tfjs’s own Adam', () => {
  const start = Float32Array.from({ length: 103 }, (_, i) => Math.sin(i)); // not a multiple of four
  const path = (step: (variable: tf.Variable) => void) => {
    const variable = tf.tidy(() => tf.variable(tf.tensor1d(start)));
    for (let i = 0; i < 60; i++) step(variable);
    const end = variable.dataSync() as Float32Array;
    variable.dispose();
    return end;
  };
  const gradientOf = (w: tf.Tensor) => tf.tidy(() => tf.sub(tf.mul(w, tf.cos(w)), 0.1));
  const before = tf.memory().numTensors;
  const own = new Adam();
  const ours = path((variable) => {
    const gradient = gradientOf(variable);
    own.update([variable], [gradient], 1e-2);
    gradient.dispose();
  });
  own.dispose();
  expect(tf.memory().numTensors).toBe(before);
  const theirs = tf.train.adam(1e-2);
  const reference = path((variable) => {
    const gradient = gradientOf(variable);
    theirs.applyGradients([{ name: variable.name, tensor: gradient }]);
    gradient.dispose();
  });
  theirs.dispose();
  expectClose([ours], [reference], 2e-5);
});
