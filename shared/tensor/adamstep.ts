import * as tf from '@tensorflow/tfjs-core';
import { addressOf, wasmBackend } from './heap.ts';
import { registeredKernels } from './register.ts';

export const BETA1 = 0.9;
export const BETA2 = 0.999;
/** As tfjs's own Adam on float32. */
export const EPSILON = 1e-7;

/** What Adam remembers of a variable, of its shape. A step may put other tensors in place of these. */
export interface Moments {
  first: tf.Tensor;
  second: tf.Tensor;
}

/**
 * One step of Adam (Kingma & Ba 2015, algorithm 1) over one variable, as `assembly/adam.ts` writes it: the new weights.
 * `rate` is the learning rate over 1 − β₁ᵗ, `scale` is 1 / (1 − β₂ᵗ).
 */
export type AdamStep = (
  variable: tf.Variable,
  gradient: tf.Tensor,
  moments: Moments,
  rate: number,
  scale: number,
) => tf.Tensor;

/** The step that the active back end takes best. */
export const adamStep = (): AdamStep => (tf.getBackend() === 'wasm' ? heapStep() : tensorStep);

/** One pass over WebAssembly's heap, where tfjs's own takes a dozen tensor operations. */
function heapStep(): AdamStep {
  const backend = wasmBackend();
  const kernels = registeredKernels(backend);
  return (variable, gradient, { first, second }, rate, scale) => {
    const out = backend.makeOutput(variable.shape, 'float32');
    const [w, g, m, v, to] = [variable, gradient, first, second, out].map((x) => addressOf(backend, x));
    kernels.adam(variable.size, w, g, m, v, to, rate, scale, BETA1, BETA2, EPSILON);
    return tf.engine().makeTensorFromTensorInfo(out);
  };
}

/** By operations that every back end has, for those whose tensors lie on a graphics processor. */
const tensorStep: AdamStep = (variable, gradient, moments, rate, scale) => {
  const [first, second, next] = tf.tidy(() => {
    const first = tf.add(tf.mul(moments.first, BETA1), tf.mul(gradient, 1 - BETA1));
    const second = tf.add(tf.mul(moments.second, BETA2), tf.mul(tf.square(gradient), 1 - BETA2));
    const step = tf.div(tf.mul(first, rate), tf.add(tf.sqrt(tf.mul(second, scale)), EPSILON));
    return [tf.keep(first), tf.keep(second), tf.sub(variable, step)];
  });
  tf.dispose([moments.first, moments.second]);
  Object.assign(moments, { first, second });
  return next;
};
