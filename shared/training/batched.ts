import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../exact/random.ts';
import { initialWeights, layersOf, type NetworkSpec, parameterCount } from '../policy/network.ts';
import { Adam } from '../tensor/adam.ts';
import type { Ledger } from '../tensor/ledger.ts';
import { settle } from '../tensor/reading.ts';
import { clipGradients } from './clip.ts';

interface BatchedLayer {
  /** [seeds, inputs, outputs] */
  weight: tf.Variable;
  /** [seeds, 1, outputs] */
  bias: tf.Variable;
}

/**
 * Several networks of one shape as one: every layer is a batched product [seeds, batch, in] × [seeds, in, out], so that
 * tfjs's cost per operation is paid once for all seeds.
 *
 * Back-propagation is written out. The tape would also differentiate with respect to the samples, sum biases over an
 * axis (slow on WebAssembly; here a product with ones) and needs gradients that core alone does not bring.
 */
export class BatchedNetwork {
  readonly #spec: NetworkSpec;
  readonly #seeds: number;
  readonly #layers: BatchedLayer[];
  readonly #adam = new Adam();

  constructor(spec: NetworkSpec, randoms: readonly Random[]) {
    this.#spec = spec;
    this.#seeds = randoms.length;
    const initial = randoms.map((random) => initialWeights(spec, random));
    this.#layers = layersOf(spec).map(({ inputs, outputs, weight, bias }) =>
      tf.tidy(() => ({
        weight: tf.variable(tf.stack(initial.map((flat) => tf.tensor2d(flat.slice(weight, bias), [inputs, outputs])))),
        bias: tf.variable(tf.stack(initial.map((flat) => tf.tensor2d(flat.slice(bias, bias + outputs), [1, outputs])))),
      })),
    );
  }

  /** Activations of every layer, the inputs first and the outputs last; the caller disposes or tidies them. */
  forward(inputs: tf.Tensor3D): tf.Tensor3D[] {
    const activations = [inputs];
    this.#layers.forEach(({ weight, bias }, i) => {
      const attributes = { activation: i < this.#layers.length - 1 ? 'relu' : 'linear' };
      activations.push(fusedProduct(activations[i], weight, bias, attributes));
    });
    return activations;
  }

  /**
   * Gradients of all variables, in the order of `variables`, for the gradient at the outputs.
   *
   *   δ_L = ∂E/∂y,   ∂E/∂W_l = x_lᵀ δ_l,   ∂E/∂b_l = 1ᵀ δ_l,   δ_{l−1} = (δ_l W_lᵀ) ⊙ [x_l > 0]
   */
  backward(activations: readonly tf.Tensor3D[], outputGradient: tf.Tensor3D): tf.Tensor[] {
    const ones = tf.ones([this.#seeds, 1, outputGradient.shape[1]]);
    const gradients: tf.Tensor[] = [];
    let delta: tf.Tensor = outputGradient;
    for (let l = this.#layers.length - 1; l >= 0; l--) {
      const input = activations[l];
      gradients.unshift(tf.matMul(input, delta, true, false), tf.matMul(ones, delta));
      if (l > 0) delta = tf.mul(tf.matMul(delta, this.#layers[l].weight, false, true), tf.step(input));
    }
    return gradients;
  }

  /** ∂E/∂x = δ_1 W_1ᵀ, for what was put in, of the same passes as `backward`. */
  inputGradient(activations: readonly tf.Tensor3D[], outputGradient: tf.Tensor3D): tf.Tensor {
    let delta: tf.Tensor = outputGradient;
    for (let l = this.#layers.length - 1; l >= 0; l--) {
      delta = tf.matMul(delta, this.#layers[l].weight, false, true);
      if (l > 0) delta = tf.mul(delta, tf.step(activations[l]));
    }
    return delta;
  }

  get variables(): tf.Variable[] {
    return this.#layers.flatMap(({ weight, bias }) => [weight, bias]);
  }

  /** One step of Adam down these gradients, clipped to a length where one is given; belongs into a tidy. */
  descend(gradients: readonly tf.Tensor[], learningRate: number, clip: number | null = null): void {
    const steps = clip === null ? gradients : clipGradients(gradients, this.#seeds, clip);
    this.#adam.update(this.variables, steps, learningRate);
  }

  settle(): Promise<void> {
    return settle(this.variables);
  }

  /** The flat weights of one of the networks, as `layersOf` lays them out. */
  weights(seed: number): Float32Array {
    const flat = new Float32Array(parameterCount(this.#spec));
    let at = 0;
    for (const variable of this.variables) {
      const size = variable.size / this.#seeds;
      flat.set((variable.dataSync() as Float32Array).subarray(seed * size, (seed + 1) * size), at);
      at += size;
    }
    return flat;
  }

  /** Weights and Adam's moments. */
  keep(name: string, ledger: Ledger): void {
    for (const [i, variable] of this.variables.entries()) {
      const read = () => variable.dataSync() as Float32Array;
      ledger.hold(`${name}.weights.${i}`, read, (numbers) => {
        const values = tf.tensor(numbers, variable.shape);
        variable.assign(values);
        values.dispose();
      });
    }
    this.#adam.keep(`${name}.adam`, this.variables, ledger);
  }

  dispose(): void {
    tf.dispose(this.variables);
    this.#adam.dispose();
  }
}

/** tf.fused.matMul gives up fusing inside a gradient and demands a bias of one row; the kernel itself does neither. */
function fusedProduct(a: tf.Tensor3D, b: tf.Tensor, bias: tf.Tensor, attributes: { activation: string }): tf.Tensor3D {
  const flags = { transposeA: false, transposeB: false, ...attributes };
  return tf.engine().runKernel('_FusedMatMul', { a, b, bias }, flags) as tf.Tensor3D;
}
