import type { Layer } from '../policy/network.ts';
import type { Workspace } from '../tensor/workspace.ts';

/** Dense layers with ReLU between them over a fixed number of rows, in a workspace: forward and back. */
export class DenseStack {
  private readonly work: Workspace;
  private readonly layers: readonly Layer[];
  private readonly parameters: number;
  private readonly gradients: number;
  private readonly rows: number;
  /** Address of what goes into each layer, and behind the last what comes out; and of ∂E/∂ each. */
  private readonly values: number[];
  private readonly slopes: number[];
  private readonly scratch: number;

  /** @param inputs address of [rows, inputs of the first layer] */
  constructor(
    work: Workspace,
    layers: readonly Layer[],
    parameters: number,
    gradients: number,
    inputs: number,
    rows: number,
  ) {
    const room = (columns: number): number => work.allocate(4 * rows * columns);
    this.work = work;
    this.layers = layers;
    this.parameters = parameters;
    this.gradients = gradients;
    this.rows = rows;
    this.values = [inputs, ...layers.map(({ outputs }) => room(outputs))];
    this.slopes = [layers[0].inputs, ...layers.map(({ outputs }) => outputs)].map(room);
    const widest = Math.max(...layers.flatMap(({ inputs, outputs }) => [inputs, outputs]));
    this.scratch = work.allocate(work.kernels.scratchBytes(widest));
  }

  get outputs(): Float32Array {
    return this.view(this.values.at(-1)!);
  }

  get outputGradient(): Float32Array {
    return this.view(this.slopes.at(-1)!);
  }

  /** Address of ∂E/∂inputs, [rows, inputs], after `backward`. */
  get inputGradient(): number {
    return this.slopes[0];
  }

  forward(): void {
    for (const [l, { inputs, outputs, weight, bias }] of this.layers.entries()) {
      const relu = l < this.layers.length - 1 ? 1 : 0;
      const [b, biasAt] = [this.parameters + 4 * weight, this.parameters + 4 * bias];
      // biome-ignore format: operands by line
      this.work.kernels.multiply(this.rows, outputs, inputs,
        this.values[l], 4 * inputs, 4, b, 4 * outputs, 4, this.values[l + 1], 4 * outputs, biasAt, relu, this.scratch);
    }
  }

  /** Gradients of all weights from `outputGradient`; returns the address of ∂E/∂inputs, [rows, inputs]. */
  backward(): number {
    const { kernels, floats } = this.work;
    for (let l = this.layers.length - 1; l >= 0; l--) {
      const { inputs, outputs, weight, bias } = this.layers[l];
      const [value, slope, before] = [this.values[l], this.slopes[l + 1], this.slopes[l]];
      // biome-ignore format: operands by line
      kernels.multiply(inputs, outputs, this.rows,
        value, 4, 4 * inputs, slope, 4 * outputs, 4, this.gradients + 4 * weight, 4 * outputs, 0, 0, this.scratch);
      sumRows(floats, slope / 4, this.rows, outputs, this.gradients / 4 + bias);
      // biome-ignore format: operands by line
      kernels.multiply(this.rows, inputs, outputs,
        slope, 4 * outputs, 4, this.parameters + 4 * weight, 4, 4 * outputs, before, 4 * inputs, 0, 0, this.scratch);
      if (l > 0) dropWhereOff(floats, before / 4, value / 4, this.rows * inputs);
    }
    return this.slopes[0];
  }

  private view(address: number): Float32Array {
    const { outputs } = this.layers.at(-1)!;
    return this.work.floats.subarray(address / 4, address / 4 + this.rows * outputs);
  }
}

/** No gradient goes through a ReLU that was off. */
function dropWhereOff(floats: Float32Array, slope: number, value: number, count: number): void {
  for (let i = 0; i < count; i++) if (floats[value + i] <= 0) floats[slope + i] = 0;
}

export function addTo(floats: Float32Array, to: number, from: number, count: number): void {
  for (let i = 0; i < count; i++) floats[to + i] += floats[from + i];
}

/** Sum over the rows of [rows, columns] at `from`, written at `to`. */
export function sumRows(floats: Float32Array, from: number, rows: number, columns: number, to: number): void {
  floats.fill(0, to, to + columns);
  for (let i = 0; i < rows; i++) addTo(floats, to, from + i * columns, columns);
}
