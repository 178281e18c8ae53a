import type { Workspace } from '../tensor/workspace.ts';
import { layersOf, type NetworkSpec } from './network.ts';

/** Kernels work on panels of eight columns; every row of a buffer is padded to that. */
export const padded = (columns: number): number => (columns + 7) & ~7;

/** One dense layer in a workspace, as its products read it. */
export interface PackedLayer {
  depth: number;
  columns: number;
  /** Addresses of the packed matrix and of the bias. */
  weights: number;
  bias: number;
}

/** The dense layers of a network with these flat weights. */
export const packLayers = (work: Workspace, network: NetworkSpec, weights: Float32Array): PackedLayer[] =>
  layersOf(network).map(({ inputs, outputs, weight, bias }) => {
    const matrix = weights.subarray(weight, weight + inputs * outputs);
    return packLayer(work, inputs, outputs, matrix, weights.subarray(bias, bias + outputs));
  });

/** Pad a layer's columns with zeros, so that no product has an edge, and keep it packed. */
export function packLayer(
  work: Workspace,
  depth: number,
  outputs: number,
  matrix: Float32Array,
  bias: Float32Array,
): PackedLayer {
  const { kernels } = work;
  const columns = padded(outputs);
  const weights = work.allocate(kernels.packedBytes(depth, columns));
  const biasAt = work.allocate(4 * columns);
  work.floats.set(bias, biasAt / 4);
  const plain = work.allocate(4 * matrix.length);
  work.floats.set(matrix, plain / 4);
  kernels.pack(depth, outputs, plain, 4 * outputs, 4, weights);
  work.release(plain);
  return { depth, columns, weights, bias: biasAt };
}
