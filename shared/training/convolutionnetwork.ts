import { type ConvolutionLayer, pixelInput, pixelsOf } from '../policy/convolution.ts';
import { convolutionsOf, layersOf, type NetworkSpec } from '../policy/network.ts';
import { type ConvolutionShape, TILE_BYTES } from '../tensor/convolutionkernels.ts';
import type { Ledger } from '../tensor/ledger.ts';
import { Workspace } from '../tensor/workspace.ts';
import { DenseStack } from './densestack.ts';
import { FlatAdam } from './flatadam.ts';
import type { SeenSamples } from './learner.ts';

/** What the network sees for each brightness. */
const INPUT_OF = Float32Array.from({ length: 256 }, (_, brightness) => pixelInput(Math.fround(brightness / 255)));

/** A convolution with its place in the workspace. */
interface Placed extends ConvolutionLayer {
  /** What goes in, and ∂E/∂ it (0 for pictures, which nobody changes); bytes from one picture to the next. */
  x: number;
  dx: number;
  xStep: number;
  /** What comes out, and ∂E/∂ it. */
  y: number;
  dy: number;
  yStep: number;
}

/**
 * One network with convolutions, with all that its training on `rows` samples at once needs, in a memory of its own and
 * without tfjs, whose WebAssembly back end has no gradient of a convolution.
 *
 * The last convolution writes where the dense layers read, with the numbers of the observation behind each picture.
 */
export class ConvolutionNetwork {
  private readonly work: Workspace;
  private readonly spec: NetworkSpec;
  private readonly rows: number;
  private readonly adam: FlatAdam;
  private readonly dense: DenseStack;
  private readonly layers: Placed[];
  /** [rows, pixels] */
  private readonly pictures: number;
  /** [rows, flat + numbers] */
  private readonly features: number;
  private readonly flat: number;
  private readonly packed: number;
  private readonly scratch: number;

  constructor(spec: NetworkSpec, weights: Float32Array, rows: number, kernelBytes: Uint8Array<ArrayBuffer>) {
    const work = new Workspace(kernelBytes);
    const layers = convolutionsOf(spec);
    const last = layers.at(-1)!;
    this.work = work;
    this.spec = spec;
    this.rows = rows;
    this.flat = last.rows * last.columns * last.filters;
    this.adam = new FlatAdam(work, weights);
    this.pictures = work.allocate(4 * rows * pixelsOf(spec.convolution!));
    this.features = work.allocate(4 * rows * (this.flat + spec.inputs));
    const { parameters, gradients } = this.adam;
    this.dense = new DenseStack(work, layersOf(spec), parameters, gradients, this.features, rows);
    this.layers = this.place(layers);
    this.packed = work.allocate(4 * Math.max(...layers.map(({ weight, bias }) => bias - weight)));
    const scratch = layers.map(({ size, channels, filters }) =>
      work.kernels.inputsScratchBytes(size, channels, filters),
    );
    this.scratch = work.allocate(Math.max(TILE_BYTES, ...scratch));
  }

  /** Take in the samples with these numbers, at most `rows`; the rest of the rows stays as it was. */
  see({ inputs, width, pictures }: SeenSamples, samples: ArrayLike<number>): void {
    const { floats } = this.work;
    const { cameras } = this.spec.convolution!;
    const { bytes } = pictures!;
    const pixels = pixelsOf(this.spec.convolution!);
    const plane = pixels / cameras;
    for (let r = 0; r < samples.length; r++) {
      const [from, to] = [samples[r] * pixels, this.pictures / 4 + r * pixels];
      for (let camera = 0; camera < cameras; camera++) {
        for (let i = 0; i < plane; i++) floats[to + i * cameras + camera] = INPUT_OF[bytes[from + camera * plane + i]];
      }
      const numbers = this.features / 4 + r * (this.flat + width) + this.flat;
      for (let j = 0; j < width; j++) floats[numbers + j] = inputs[samples[r] * width + j];
    }
  }

  /** [rows, outputs] of the last forward pass. */
  get outputs(): Float32Array {
    return this.dense.outputs;
  }

  /** [rows, outputs], for the caller to write ∂E/∂outputs into before `backward`. */
  get outputGradient(): Float32Array {
    return this.dense.outputGradient;
  }

  get weights(): Float32Array {
    return this.adam.weights;
  }

  /** Of the last `backward`, as the weights lie. */
  get weightGradients(): Float32Array {
    return this.adam.weightGradients;
  }

  forward(): void {
    const { kernels } = this.work;
    for (const layer of this.layers) {
      const { size, channels, filters, weight, bias, x, xStep, y, yStep } = layer;
      const { packed, scratch } = this;
      kernels.packFilters(size, channels, filters, this.adam.parameters + 4 * weight, packed);
      const biasAt = this.adam.parameters + 4 * bias;
      kernels.convolve(...this.shapeOf(layer), x, xStep, packed, biasAt, y, yStep, scratch);
    }
    this.dense.forward();
  }

  /** Gradients of all weights, from `outputGradient`. */
  backward(): void {
    const { kernels } = this.work;
    this.dense.backward();
    for (const layer of [...this.layers].reverse()) {
      const { filters, weight, bias, x, dx, xStep, y, dy, yStep, rows, columns } = layer;
      const { scratch, adam } = this;
      const count = rows * columns * filters;
      for (let r = 0; r < this.rows; r++) kernels.dropWhereOff(count, y + r * yStep, dy + r * yStep);
      const [dw, db] = [adam.gradients + 4 * weight, adam.gradients + 4 * bias];
      const shape = this.shapeOf(layer);
      kernels.convolutionFilters(...shape, x, xStep, dy, yStep, dw, db, scratch);
      const w = adam.parameters + 4 * weight;
      if (dx !== 0) kernels.convolutionInputs(...shape, w, dy, yStep, dx, xStep, scratch);
    }
  }

  descend(learningRate: number, clip: number): void {
    this.adam.descend(learningRate, clip);
  }

  keep(name: string, ledger: Ledger): void {
    this.adam.keep(name, ledger);
  }

  private shapeOf({ height, width, channels, filters, size, stride }: ConvolutionLayer): ConvolutionShape {
    return [this.rows, height, width, channels, filters, size, stride];
  }

  private place(layers: readonly ConvolutionLayer[]): Placed[] {
    const { work, rows } = this;
    let [x, dx, xStep] = [this.pictures, 0, 4 * pixelsOf(this.spec.convolution!)];
    return layers.map((layer, l) => {
      const isLast = l === layers.length - 1;
      const floats = layer.rows * layer.columns * layer.filters;
      const yStep = 4 * (isLast ? this.flat + this.spec.inputs : floats);
      const y = isLast ? this.features : work.allocate(rows * yStep);
      const dy = isLast ? this.dense.inputGradient : work.allocate(rows * yStep);
      const placed = { ...layer, x, dx, xStep, y, dy, yStep };
      [x, dx, xStep] = [y, dy, yStep];
      return placed;
    });
  }
}
