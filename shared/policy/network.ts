import { z } from 'zod';
import type { Random } from '../exact/random.ts';

const width = z.number().int().min(1).max(1024);

/** A multi-layer perceptron: dense layers, ReLU between them, none after the last. */
export const networkSpecSchema = z.strictObject({
  inputs: width,
  hidden: z.array(width).max(6),
  outputs: width,
  activation: z.literal('relu'),
});
export type NetworkSpec = z.infer<typeof networkSpecSchema>;

/** One dense layer inside the flat weights: y = x · W + b, W [inputs, outputs] row-major at `weight`, b at `bias`. */
export interface Layer {
  inputs: number;
  outputs: number;
  weight: number;
  bias: number;
}

/** Where each layer lies in the flat weights: W₁ b₁ W₂ b₂ … */
export function layersOf(spec: NetworkSpec): Layer[] {
  const widths = [spec.inputs, ...spec.hidden, spec.outputs];
  let at = 0;
  return widths.slice(1).map((outputs, i) => {
    const inputs = widths[i];
    const layer = { inputs, outputs, weight: at, bias: at + inputs * outputs };
    at = layer.bias + outputs;
    return layer;
  });
}

export function parameterCount(spec: NetworkSpec): number {
  return layersOf(spec).reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
}

/** The output layer starts this much smaller, so that an untrained policy does nearly nothing. */
const OUTPUT_SCALE = 0.3;

/** He et al. 2015: weights N(0, 2 / inputs), which keeps the variance of signals through ReLU layers; biases 0. */
export function initialWeights(spec: NetworkSpec, random: Random): Float32Array {
  const weights = new Float32Array(parameterCount(spec));
  const layers = layersOf(spec);
  layers.forEach(({ inputs, outputs, weight }, i) => {
    const deviation = Math.sqrt(2 / inputs) * (i === layers.length - 1 ? OUTPUT_SCALE : 1);
    for (let at = weight; at < weight + inputs * outputs; at++) weights[at] = random.gaussian() * deviation;
  });
  return weights;
}
