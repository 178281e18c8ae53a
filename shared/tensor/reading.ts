import * as tf from '@tensorflow/tfjs-core';

/** At once, or when it has come from a graphics processor. */
export type Soon<Value> = Value | Promise<Value>;

/** WebGPU gives numbers at once only by way of a canvas: slowly, and not on every machine the right ones. */
const mustWait = (): boolean => tf.getBackend() === 'webgpu';

/** The numbers of a tensor. */
export const read = (tensor: tf.Tensor): Soon<Float32Array> =>
  mustWait() ? tensor.data<'float32'>() : (tensor.dataSync() as Float32Array);

/** Go on with the numbers of a tensor, without a detour where they are at hand. */
export function whenRead<Result>(tensor: tf.Tensor, use: (numbers: Float32Array) => Soon<Result>): Soon<Result> {
  const numbers = read(tensor);
  return numbers instanceof Promise ? numbers.then(use) : use(numbers);
}

/** Let the numbers of these come, so that `dataSync` has them from now until they change. */
export async function settle(tensors: readonly tf.Tensor[]): Promise<void> {
  if (mustWait()) await Promise.all(tensors.map((tensor) => tensor.data()));
}

/**
 * As tf.tidy, for work that may have to wait for numbers. While it waits nothing else of this thread may use tfjs, which
 * has one stack of scopes for all.
 */
export function tidySoon<Result>(work: () => Soon<Result>): Soon<Result> {
  const engine = tf.engine();
  const end = (): void => engine.endScope();
  engine.startScope();
  let result: Soon<Result>;
  try {
    result = work();
  } catch (error) {
    end();
    throw error;
  }
  if (result instanceof Promise) return result.finally(end);
  end();
  return result;
}
