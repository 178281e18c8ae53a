import * as tf from '@tensorflow/tfjs-core';
import { type Random, seededRandom } from '../exact/random.ts';
import { initialWeights, layersOf, type NetworkSpec, parameterCount } from '../policy/network.ts';
import { BETA1, BETA2, EPSILON } from '../tensor/adamstep.ts';
import { read, type Soon, tidySoon, whenRead } from '../tensor/reading.ts';
import { BatchedNetwork } from './batched.ts';

const SPEC: NetworkSpec = { inputs: 9, hidden: [16, 12], outputs: 5, activation: 'relu' };
const SEEDS = [1, 2];
const BATCH = 24;
const STEPS = 3;
const RATE = 0.01;

/** An honest back end is nearer than this to the plain numbers; float16 or a wrong broadcast are not. */
export const MOST_ERROR = 1e-4;

/**
 * How far three steps of training on the active back end are from the same steps in plain float64 loops: the greatest
 * difference of an output, a gradient or a weight, as a share of the largest of its kind; NaN for what is no number. A
 * float32 back end stays under 1e-5.
 */
export async function arithmeticError(): Promise<number> {
  const network = new BatchedNetwork(SPEC, SEEDS.map(seededRandom));
  const plain = SEEDS.map((seed) => new PlainNetwork(initialWeights(SPEC, seededRandom(seed))));
  const random = seededRandom(3);
  let most = 0;
  try {
    for (let step = 0; step < STEPS; step++) {
      const [x, y] = [SPEC.inputs, SPEC.outputs].map((width) => gaussians(SEEDS.length * BATCH * width, random));
      const { outputs, gradients } = await descend(network, x, y);
      for (const [s, one] of plain.entries()) {
        const expected = one.descend(part(x, s), part(y, s));
        const at = gradients.map((gradient) => part(gradient, s));
        most = Math.max(most, distance([part(outputs, s)], expected.outputs), distance(at, expected.gradient));
      }
      await network.settle();
      for (const [s, one] of plain.entries()) most = Math.max(most, distance([network.weights(s)], one.weights));
    }
    return most;
  } finally {
    network.dispose();
  }
}

const gaussians = (size: number, random: Random): Float32Array => Float32Array.from({ length: size }, random.gaussian);
const part = (values: Float32Array, s: number): Float32Array =>
  values.subarray((s * values.length) / SEEDS.length, ((s + 1) * values.length) / SEEDS.length);

/** Of numbers that lie in several arrays one after another. */
function distance(got: readonly Float32Array[], expected: Float64Array): number {
  let most = 0;
  let largest = 0;
  let i = 0;
  for (const values of got) {
    for (const value of values) {
      most = Math.max(most, Math.abs(value - expected[i]));
      largest = Math.max(largest, Math.abs(expected[i++]));
    }
  }
  return most / largest;
}

interface Found {
  outputs: Float32Array;
  gradients: Float32Array[];
}

/** One step on ½ (f(x) − y)² / BATCH. */
function descend(network: BatchedNetwork, x: Float32Array, y: Float32Array): Soon<Found> {
  return tidySoon(() => {
    const activations = network.forward(tf.tensor3d(x, [SEEDS.length, BATCH, SPEC.inputs]));
    return whenRead(activations.at(-1)!, (outputs) => {
      const slope = Float32Array.from(y, (value, i) => (outputs[i] - value) / BATCH);
      const steps = network.backward(activations, tf.tensor3d(slope, [SEEDS.length, BATCH, SPEC.outputs]));
      network.descend(steps, RATE);
      return Promise.all(steps.map(read)).then((gradients) => ({ outputs, gradients }));
    });
  });
}

/** The same network with its training in float64, one number after another. */
class PlainNetwork {
  readonly weights: Float64Array;
  private readonly first = new Float64Array(parameterCount(SPEC));
  private readonly second = new Float64Array(parameterCount(SPEC));
  private steps = 0;

  constructor(weights: Float32Array) {
    this.weights = Float64Array.from(weights);
  }

  descend(x: Float32Array, y: Float32Array): { outputs: Float64Array; gradient: Float64Array } {
    const gradient = new Float64Array(this.weights.length);
    const outputs = new Float64Array(BATCH * SPEC.outputs);
    for (let row = 0; row < BATCH; row++) {
      const seen = this.addGradient(
        Float64Array.from(x.subarray(row * SPEC.inputs, (row + 1) * SPEC.inputs)),
        y.subarray(row * SPEC.outputs, (row + 1) * SPEC.outputs),
        gradient,
      );
      outputs.set(seen, row * SPEC.outputs);
    }
    this.steps++;
    const [c1, c2] = [BETA1, BETA2].map((beta) => 1 - beta ** this.steps);
    for (let i = 0; i < gradient.length; i++) {
      this.first[i] = BETA1 * this.first[i] + (1 - BETA1) * gradient[i];
      this.second[i] = BETA2 * this.second[i] + (1 - BETA2) * gradient[i] ** 2;
      this.weights[i] -= (RATE * this.first[i]) / c1 / (Math.sqrt(this.second[i] / c2) + EPSILON);
    }
    return { outputs, gradient };
  }

  /** Adds what one sample says; returns what comes out for it. */
  private addGradient(x: Float64Array, y: Float32Array, gradient: Float64Array): Float64Array {
    const layers = layersOf(SPEC);
    const values: Float64Array[] = [x];
    for (const [l, layer] of layers.entries()) values.push(this.forward(values[l], layer, l < layers.length - 1));
    let slope: Float64Array = values.at(-1)!.map((value, k) => (value - y[k]) / BATCH);
    for (const [l, layer] of [...layers.entries()].reverse()) slope = this.backward(values[l], layer, slope, gradient);
    return values.at(-1)!;
  }

  private forward(x: Float64Array, { outputs, weight, bias }: Layer, relu: boolean): Float64Array {
    return Float64Array.from({ length: outputs }, (_, k) => {
      let sum = this.weights[bias + k];
      for (let j = 0; j < x.length; j++) sum += x[j] * this.weights[weight + j * outputs + k];
      return relu ? Math.max(0, sum) : sum;
    });
  }

  /** Adds ∂E/∂W and ∂E/∂b; returns ∂E/∂x where x came out of a ReLU. */
  private backward(
    x: Float64Array,
    { outputs, weight, bias }: Layer,
    slope: Float64Array,
    gradient: Float64Array,
  ): Float64Array {
    for (let k = 0; k < outputs; k++) gradient[bias + k] += slope[k];
    return x.map((value, j) => {
      let before = 0;
      for (let k = 0; k < outputs; k++) {
        gradient[weight + j * outputs + k] += value * slope[k];
        before += slope[k] * this.weights[weight + j * outputs + k];
      }
      return value > 0 ? before : 0;
    });
  }
}
type Layer = ReturnType<typeof layersOf>[number];
