import type { Samples } from '../../../shared/dataset/samples.ts';
import { seededRandom } from '../../../shared/exact/random.ts';

/** Samples of a made-up driver whose steering and pedal are smooth functions of four observed numbers. */
export function madeSamples(size: number, seed: number, width = 4): Samples {
  const random = seededRandom(seed);
  const observations = Float32Array.from({ length: size * width }, random.gaussian);
  const actions = new Float32Array(size * 2);
  for (let i = 0; i < size; i++) {
    const [a, b, c, d] = observations.subarray(i * width, i * width + 4);
    actions[2 * i] = Math.tanh(a - b);
    actions[2 * i + 1] = Math.tanh(c + 0.5 * d);
  }
  return { size, width, observations, actions };
}
