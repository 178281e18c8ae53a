import { TILE_BYTES } from '../tensor/convolutionkernels.ts';
import type { Workspace } from '../tensor/workspace.ts';
import { type ConvolutionLayer, pixelsOf } from './convolution.ts';
import { convolutionsOf, type NetworkSpec } from './network.ts';
import { padded } from './packedlayer.ts';

/** A policy's convolutions, packed for driving. */
export interface PackedConvolution {
  layers: (ConvolutionLayer & { packed: number; biasAt: number })[];
  pixels: number;
  /** Numbers beside the pictures. */
  numbers: number;
}

export function packConvolution(
  work: Workspace,
  network: NetworkSpec,
  weights: Float32Array,
): PackedConvolution | null {
  const { convolution, inputs } = network;
  if (!convolution) return null;
  const layers = convolutionsOf(network).map((layer) => {
    const { size, channels, filters, weight, bias } = layer;
    const packed = work.allocate(4 * (bias - weight));
    const biasAt = work.allocate(4 * filters);
    work.floats.set(weights.subarray(bias, bias + filters), biasAt / 4);
    const plain = work.allocate(4 * (bias - weight));
    work.floats.set(weights.subarray(weight, bias), plain / 4);
    work.kernels.packFilters(size, channels, filters, plain, packed);
    work.release(plain);
    return { ...layer, packed, biasAt };
  });
  return { layers, pixels: pixelsOf(convolution), numbers: inputs };
}

/** Room for the convolutions of any policy: one picture at a time goes through all of them, so that it stays in the cache. */
export class ConvolutionStep {
  private readonly work: Workspace;
  private readonly scratch: number;
  private between: [number, number] = [0, 0];
  private betweenFloats = 0;
  private out = 0;
  private outFloats = 0;

  constructor(work: Workspace) {
    this.work = work;
    this.scratch = work.allocate(TILE_BYTES);
  }

  /**
   * Pictures and numbers of `rows` cars at `inputs`, `stride` bytes from one to the next. Returns where what the dense
   * layers see lies: what the last convolution gives and then the numbers, rows padded to whole panels.
   */
  step({ layers, pixels, numbers }: PackedConvolution, rows: number, inputs: number, stride: number): number {
    const last = layers.at(-1)!;
    const flat = last.rows * last.columns * last.filters;
    const row = padded(flat + numbers);
    this.makeRoom(layers, rows * row);
    const { kernels, floats } = this.work;
    for (let r = 0; r < rows; r++) {
      let x = inputs + r * stride;
      const out = this.out + 4 * r * row;
      for (let l = 0; l < layers.length; l++) {
        const { height, width, channels, filters, size, stride, packed, biasAt } = layers[l];
        const y = l === layers.length - 1 ? out : this.between[l % 2];
        kernels.convolve(1, height, width, channels, filters, size, stride, x, 0, packed, biasAt, y, 0, this.scratch);
        x = y;
      }
      const from = (inputs + r * stride) / 4 + pixels;
      for (let k = 0; k < numbers; k++) floats[out / 4 + flat + k] = floats[from + k];
    }
    return this.out;
  }

  private makeRoom(layers: readonly ConvolutionLayer[], outFloats: number): void {
    const most = Math.max(...layers.map(({ rows, columns, filters }) => rows * columns * filters));
    if (most > this.betweenFloats) {
      this.betweenFloats = most;
      this.between = [this.work.allocate(4 * most), this.work.allocate(4 * most)];
    }
    if (outFloats <= this.outFloats) return;
    this.outFloats = outFloats;
    this.out = this.work.allocate(4 * outFloats);
  }
}
