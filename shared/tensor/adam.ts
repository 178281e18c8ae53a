import * as tf from '@tensorflow/tfjs-core';
import { addressOf, wasmBackend } from './heap.ts';
import { registeredKernels } from './register.ts';

const BETA1 = 0.9;
const BETA2 = 0.999;
/** As tfjs's own Adam on float32. */
const EPSILON = 1e-7;

/**
 * Adam as one pass over the WebAssembly heap for each variable, where tfjs's own takes a dozen tensor operations.
 *
 * The updated weights are a new tensor that the variable adopts. `dispose` frees the moments.
 */
export class HeapAdam {
  readonly #backend = wasmBackend();
  readonly #kernels = registeredKernels(this.#backend);
  readonly #moments = new Map<tf.Variable, { first: tf.Tensor; second: tf.Tensor }>();
  #steps = 0;

  /** One step; `gradients[i]` belongs to `variables[i]` and has its shape. */
  update(variables: readonly tf.Variable[], gradients: readonly tf.Tensor[], learningRate: number): void {
    this.#steps++;
    const rate = learningRate / (1 - BETA1 ** this.#steps);
    const scale = 1 / (1 - BETA2 ** this.#steps);
    for (let i = 0; i < variables.length; i++) this.#updateOne(variables[i], gradients[i], rate, scale);
  }

  #updateOne(variable: tf.Variable, gradient: tf.Tensor, rate: number, scale: number): void {
    if (gradient.size !== variable.size) {
      throw new Error(`Adam got a gradient of shape [${gradient.shape}] for a variable of shape [${variable.shape}].`);
    }
    const { first, second } = this.#momentsOf(variable);
    const out = this.#backend.makeOutput(variable.shape, 'float32');
    const [w, g, m, v, to] = [variable, gradient, first, second, out].map((x) => addressOf(this.#backend, x));
    this.#kernels.adam(variable.size, w, g, m, v, to, rate, scale, BETA1, BETA2, EPSILON);
    const next = tf.engine().makeTensorFromTensorInfo(out);
    variable.assign(next);
    next.dispose();
  }

  #momentsOf(variable: tf.Variable): { first: tf.Tensor; second: tf.Tensor } {
    let moments = this.#moments.get(variable);
    if (!moments) {
      moments = { first: tf.keep(tf.zeros(variable.shape)), second: tf.keep(tf.zeros(variable.shape)) };
      this.#moments.set(variable, moments);
    }
    return moments;
  }

  dispose(): void {
    for (const { first, second } of this.#moments.values()) tf.dispose([first, second]);
    this.#moments.clear();
  }
}
