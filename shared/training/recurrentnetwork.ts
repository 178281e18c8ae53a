import { cellOf, layersOf, type NetworkSpec } from '../policy/network.ts';
import type { Ledger } from '../tensor/ledger.ts';
import { Workspace } from '../tensor/workspace.ts';
import { addTo, DenseStack, sumRows } from './densestack.ts';
import { FlatAdam } from './flatadam.ts';
import type { SequenceWindow, StreamShape } from './streams.ts';

/**
 * One network with a recurrent cell, with all that its training needs, in a memory of its own and without tfjs: a step is
 * a few hundred small products, for each of which an operation of tfjs would cost more than the product.
 *
 * Forward, over T steps of B streams: one product X W for all steps, then step by step h U and the gates; the dense
 * layers see all steps at once. Back the same way round: ∂E/∂W = Xᵀ ∂E/∂(X W) and ∂E/∂U = Hᵀ ∂E/∂(H U) again in one
 * product each.
 */
export class RecurrentNetwork {
  private readonly work: Workspace;
  private readonly spec: NetworkSpec;
  private readonly shape: Pick<StreamShape, 'steps' | 'streams'>;
  private readonly dense: DenseStack;
  private readonly adam: FlatAdam;
  /** Addresses of weights and gradients. */
  private readonly parameters: number;
  private readonly gradients: number;
  private readonly packedHidden: number;
  private readonly scratch: number;
  /** [T · B, D], and [T · B, columns] of x W + b and of h U + c, which become their gradients. */
  private readonly x: number;
  private readonly fromInput: number;
  private readonly fromHidden: number;
  /** [T · B, units] before and after each step; `cells` the LSTM's c, before each step and after the last. */
  private readonly before: number;
  private readonly after: number;
  private readonly cells: number;
  private readonly gates: number;
  /** [B, units]: carried to the next window, h and then c. */
  private readonly carried: Float32Array;
  private readonly slope: number;
  private readonly cellSlope: number;
  private readonly through: number;

  constructor(
    spec: NetworkSpec,
    weights: Float32Array,
    shape: Pick<StreamShape, 'steps' | 'streams'>,
    kernelBytes: Uint8Array<ArrayBuffer>,
  ) {
    const cell = cellOf(spec)!;
    const work = new Workspace(kernelBytes);
    const { steps, streams } = shape;
    const rows = steps * streams;
    const room = (floats: number): number => work.allocate(4 * floats);
    this.work = work;
    this.spec = spec;
    this.shape = shape;
    this.adam = new FlatAdam(work, weights);
    this.parameters = this.adam.parameters;
    this.gradients = this.adam.gradients;
    this.x = room(rows * spec.inputs);
    [this.fromInput, this.fromHidden] = [0, 0].map(() => room(rows * cell.columns));
    [this.before, this.after] = [0, 0].map(() => room(rows * cell.units));
    this.cells = room((rows + streams) * cell.units);
    this.gates = room(rows * 5 * cell.units);
    [this.slope, this.cellSlope, this.through] = [0, 0, 0].map(() => room(streams * cell.units));
    this.packedHidden = work.allocate(work.kernels.packedBytes(cell.columns, cell.columns));
    this.scratch = work.allocate(work.kernels.scratchBytes(Math.max(cell.columns, spec.inputs)));
    this.carried = new Float32Array(streams * cell.units * 2);
    this.dense = new DenseStack(work, layersOf(spec), this.parameters, this.gradients, this.after, rows);
  }

  /** [T · B, outputs] of the last forward pass. */
  get outputs(): Float32Array {
    return this.dense.outputs;
  }

  /** [T · B, outputs], for the caller to write ∂E/∂outputs into before `backward`. */
  get outputGradient(): Float32Array {
    return this.dense.outputGradient;
  }

  weights(): Float32Array {
    return this.adam.weights;
  }

  /** Of the last `backward`, as the weights lie. */
  weightGradients(): Float32Array {
    return this.adam.weightGradients;
  }

  forward({ observations, begins }: SequenceWindow): void {
    const { work } = this;
    const { kernels } = work;
    const cell = cellOf(this.spec)!;
    const { steps, streams } = this.shape;
    const { units, columns } = cell;
    const wide = 4 * streams * units;
    work.floats.set(observations, this.x / 4);
    this.multiply(steps * streams, columns, cell.inputs, this.x, cell.input, this.fromInput, cell.bias);
    const hidden = this.parameters + 4 * cell.hidden;
    kernels.pack(units, columns, hidden, 4 * columns, 4, this.packedHidden);
    for (let t = 0; t < steps; t++) {
      const [h, c] = [this.before + t * wide, this.cells + t * wide];
      this.enter(t, begins);
      const [x, u] = [this.fromInput, this.fromHidden].map((at) => at + 4 * t * streams * columns);
      const bias = this.parameters + 4 * cell.hiddenBias;
      // biome-ignore format: operands by line
      kernels.multiplyPacked(streams, columns, units,
        h, 4 * units, 4, this.packedHidden, u, 4 * columns, bias, 0, this.scratch);
      const out = this.after + t * wide;
      if (cell.cell === 'gru') kernels.gruForward(streams, units, x, u, h, this.gates + 4 * t * wide, out);
      else kernels.lstmForward(streams, units, x, u, c, this.gates + 5 * t * wide, c + wide, out);
    }
    const last = (this.after + (steps - 1) * wide) / 4;
    this.carried.set(work.floats.subarray(last, last + streams * units));
    const lastCell = (this.cells + steps * wide) / 4;
    this.carried.set(work.floats.subarray(lastCell, lastCell + streams * units), streams * units);
    this.dense.forward();
  }

  /** Gradients of all weights, from `outputGradient`. */
  backward({ begins }: SequenceWindow): void {
    const { kernels, floats } = this.work;
    const cell = cellOf(this.spec)!;
    const { steps, streams } = this.shape;
    const { units, columns, cell: kind } = cell;
    const wide = 4 * streams * units;
    const slopes = this.dense.backward();
    const hidden = this.parameters + 4 * cell.hidden;
    kernels.pack(columns, units, hidden, 4, 4 * columns, this.packedHidden);
    floats.fill(0, this.slope / 4, this.slope / 4 + streams * units);
    floats.fill(0, this.cellSlope / 4, this.cellSlope / 4 + streams * units);
    for (let t = steps - 1; t >= 0; t--) {
      addTo(floats, this.slope / 4, (slopes + t * wide) / 4, streams * units);
      const [dx, du] = [this.fromInput, this.fromHidden].map((at) => at + 4 * t * streams * columns);
      const [h, c] = [this.before + t * wide, this.cells + t * wide];
      if (kind === 'gru') kernels.gruBackward(streams, units, this.gates + 4 * t * wide, h, this.slope, dx, du);
      else {
        kernels.lstmBackward(streams, units, this.gates + 5 * t * wide, c, this.slope, this.cellSlope, dx);
        floats.copyWithin(du / 4, dx / 4, dx / 4 + streams * columns);
      }
      // biome-ignore format: operands by line
      kernels.multiplyPacked(streams, units, columns,
        du, 4 * columns, 4, this.packedHidden, this.through, 4 * units, 0, 0, this.scratch);
      addTo(floats, this.slope / 4, this.through / 4, streams * units);
      this.forget(t, begins);
    }
    const rows = steps * streams;
    this.weightGradient(rows, cell.inputs, columns, this.x, this.fromInput, cell.input, cell.bias);
    this.weightGradient(rows, units, columns, this.before, this.fromHidden, cell.hidden, cell.hiddenBias);
  }

  /** One step of Adam down the gradients, clipped to the length `clip` as a whole. */
  descend(learningRate: number, clip: number): void {
    this.adam.descend(learningRate, clip);
  }

  /** Weights, Adam's moments and steps, and what each stream remembers. */
  keep(name: string, ledger: Ledger): void {
    this.adam.keep(name, ledger);
    ledger.keep(`${name}.carried`, this.carried);
  }

  /** The outputs for one sequence of any length from an empty memory, [decisions, outputs]. */
  readAlone(observations: Float32Array, decisions: number): Float32Array {
    const { steps, streams } = this.shape;
    const { inputs, outputs } = this.spec;
    const kept = this.carried.slice();
    const answers = new Float32Array(decisions * outputs);
    const seen = new Float32Array(steps * streams * inputs);
    const begins = new Uint8Array(steps * streams);
    for (let from = 0; from < decisions; from += steps) {
      const some = Math.min(steps, decisions - from);
      for (let t = 0; t < some; t++) {
        seen.set(observations.subarray((from + t) * inputs, (from + t + 1) * inputs), t * streams * inputs);
      }
      begins[0] = from === 0 ? 1 : 0;
      this.forward({ observations: seen, actions: observations, begins });
      for (let t = 0; t < some; t++) {
        const row = t * streams * outputs;
        answers.set(this.outputs.subarray(row, row + outputs), (from + t) * outputs);
      }
    }
    this.carried.set(kept);
    return answers;
  }

  /** What each stream remembers before step t: nothing where it begins a drive. */
  private enter(t: number, begins: Uint8Array): void {
    const { floats } = this.work;
    const { streams } = this.shape;
    const { units } = cellOf(this.spec)!;
    const size = streams * units;
    const [h, c] = [(this.before / 4 + t * size) | 0, (this.cells / 4 + t * size) | 0];
    if (t === 0) {
      floats.set(this.carried.subarray(0, size), h);
      floats.set(this.carried.subarray(size), c);
    } else floats.copyWithin(h, this.after / 4 + (t - 1) * size, this.after / 4 + t * size);
    for (let s = 0; s < streams; s++) {
      if (begins[t * streams + s] === 0) continue;
      floats.fill(0, h + s * units, h + (s + 1) * units);
      floats.fill(0, c + s * units, c + (s + 1) * units);
    }
  }

  /** No gradient goes back past the beginning of a drive. */
  private forget(t: number, begins: Uint8Array): void {
    const { floats } = this.work;
    const { streams } = this.shape;
    const { units } = cellOf(this.spec)!;
    for (let s = 0; s < streams; s++) {
      if (begins[t * streams + s] === 0) continue;
      const [from, to] = [s * units, (s + 1) * units];
      floats.fill(0, this.slope / 4 + from, this.slope / 4 + to);
      floats.fill(0, this.cellSlope / 4 + from, this.cellSlope / 4 + to);
    }
  }

  private multiply(
    rows: number,
    columns: number,
    depth: number,
    a: number,
    weight: number,
    out: number,
    bias: number,
  ): void {
    const [b, biasAt] = [this.parameters + 4 * weight, this.parameters + 4 * bias];
    // biome-ignore format: operands by line
    this.work.kernels.multiply(rows, columns, depth,
      a, 4 * depth, 4, b, 4 * columns, 4, out, 4 * columns, biasAt, 0, this.scratch);
  }

  /** ∂E/∂W = Aᵀ ∂E/∂Y, and ∂E/∂b its sum over the rows. */
  private weightGradient(
    rows: number,
    inputs: number,
    columns: number,
    a: number,
    slope: number,
    weight: number,
    bias: number,
  ): void {
    // biome-ignore format: operands by line
    this.work.kernels.multiply(inputs, columns, rows,
      a, 4, 4 * inputs, slope, 4 * columns, 4, this.gradients + 4 * weight, 4 * columns, 0, 0, this.scratch);
    sumRows(this.work.floats, slope / 4, rows, columns, this.gradients / 4 + bias);
  }
}
