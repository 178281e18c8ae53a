import * as tf from '@tensorflow/tfjs-core';

/**
 * Gradients of several networks side by side, [networks, …] each, scaled down so that those of no network together are
 * longer than `clip` (Pascanu et al. 2013). What is short enough is given back as it was.
 */
export function clipGradients(gradients: readonly tf.Tensor[], networks: number, clip: number): tf.Tensor[] {
  const squares = new Float64Array(networks);
  for (const gradient of gradients) {
    const values = gradient.dataSync() as Float32Array;
    const each = values.length / networks;
    for (let i = 0; i < values.length; i++) squares[Math.floor(i / each)] += values[i] * values[i];
  }
  const shares = Float32Array.from(squares, (square) => clip / Math.max(clip, Math.sqrt(square)));
  if (shares.every((share) => share === 1)) return [...gradients];
  const scale = tf.tensor3d(shares, [networks, 1, 1]);
  return gradients.map((gradient) => tf.mul(gradient, scale));
}
