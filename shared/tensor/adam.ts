import * as tf from '@tensorflow/tfjs-core';
import { adamStep, BETA1, BETA2, type Moments } from './adamstep.ts';
import type { Ledger } from './ledger.ts';

/**
 * Adam over many variables, on whatever back end is active when it is made.
 *
 * The updated weights are a new tensor that the variable adopts. `dispose` frees the moments.
 */
export class Adam {
  readonly #step = adamStep();
  readonly #moments = new Map<tf.Variable, Moments>();
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
    const next = this.#step(variable, gradient, this.#momentsOf(variable), rate, scale);
    variable.assign(next);
    next.dispose();
  }

  #momentsOf(variable: tf.Variable): Moments {
    let moments = this.#moments.get(variable);
    if (!moments) {
      moments = { first: tf.keep(tf.zeros(variable.shape)), second: tf.keep(tf.zeros(variable.shape)) };
      this.#moments.set(variable, moments);
    }
    return moments;
  }

  /** Steps done and the moments of these variables, to note or to put back. */
  keep(name: string, variables: readonly tf.Variable[], ledger: Ledger): void {
    ledger.hold(
      `${name}.steps`,
      () => Int32Array.of(this.#steps),
      ([steps]) => {
        this.#steps = steps;
      },
    );
    for (const [i, variable] of variables.entries()) {
      const moments = this.#momentsOf(variable);
      for (const which of ['first', 'second'] as const) {
        const read = () => moments[which].dataSync() as Float32Array;
        ledger.hold(`${name}.${which}.${i}`, read, (numbers) => {
          moments[which].dispose();
          moments[which] = tf.keep(tf.tensor(numbers, variable.shape));
        });
      }
    }
  }

  dispose(): void {
    for (const { first, second } of this.#moments.values()) tf.dispose([first, second]);
    this.#moments.clear();
  }
}
