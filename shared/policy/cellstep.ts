import type { Workspace } from '../tensor/workspace.ts';
import type { Mind } from './mind.ts';
import { type Cell, cellOf, type NetworkSpec } from './network.ts';
import { packLayer } from './packedlayer.ts';

/** A policy's recurrent cell, packed for driving. */
export interface PackedCell {
  cell: Cell;
  input: number;
  bias: number;
  hidden: number;
  hiddenBias: number;
}

/** The cell of a network with these flat weights; null without one. */
export function packCell(work: Workspace, network: NetworkSpec, weights: Float32Array): PackedCell | null {
  const cell = cellOf(network);
  if (!cell) return null;
  const { inputs, units, columns } = cell;
  const part = (at: number, size: number) => weights.subarray(at, at + size);
  const input = packLayer(work, inputs, columns, part(cell.input, inputs * columns), part(cell.bias, columns));
  const hidden = packLayer(work, units, columns, part(cell.hidden, units * columns), part(cell.hiddenBias, columns));
  return { cell, input: input.weights, bias: input.bias, hidden: hidden.weights, hiddenBias: hidden.bias };
}

/** Room for one step of cells of any size and number of cars. */
export class CellStep {
  private readonly work: Workspace;
  private rows = 0;
  private units = 0;
  private gates = 0;
  private fromInput = 0;
  private fromHidden = 0;
  private state = 0;
  private memory = 0;
  private out = 0;
  private scratch = 0;

  constructor(work: Workspace) {
    this.work = work;
  }

  /**
   * One step of `rows` cells: their inputs lie at `inputs`, a row each `stride` bytes; row r is the mind
   * `minds[members[r]]`, whose state moves on. Without minds every state is 0. Returns where the hidden states lie,
   * [rows, units] without gaps.
   */
  step(
    { cell, input, bias, hidden, hiddenBias }: PackedCell,
    rows: number,
    inputs: number,
    stride: number,
    members: Int32Array,
    minds?: readonly Mind[],
  ): number {
    const { units, columns } = cell;
    this.makeRoom(rows, units);
    const { kernels, floats } = this.work;
    for (let r = 0; r < rows; r++) {
      const remembered = minds?.[members[r]].state;
      copy(remembered, 0, floats, this.state / 4 + r * units, units);
      if (cell.cell === 'lstm') copy(remembered, units, floats, this.memory / 4 + r * units, units);
    }
    // biome-ignore format: operands by line
    kernels.multiplyPacked(rows, columns, cell.inputs,
      inputs, stride, 4, input, this.fromInput, 4 * columns, bias, 0, this.scratch);
    // biome-ignore format: operands by line
    kernels.multiplyPacked(rows, columns, units,
      this.state, 4 * units, 4, hidden, this.fromHidden, 4 * columns, hiddenBias, 0, this.scratch);
    if (cell.cell === 'gru') {
      kernels.gruForward(rows, units, this.fromInput, this.fromHidden, this.state, this.gates, this.out);
    } else {
      const { memory } = this;
      kernels.lstmForward(rows, units, this.fromInput, this.fromHidden, memory, this.gates, memory, this.out);
    }
    if (minds) this.remember(cell, rows, members, minds);
    return this.out;
  }

  private remember({ cell, units }: Cell, rows: number, members: Int32Array, minds: readonly Mind[]): void {
    const { floats } = this.work;
    for (let r = 0; r < rows; r++) {
      const { state } = minds[members[r]];
      copy(floats, this.out / 4 + r * units, state, 0, units);
      if (cell === 'lstm') copy(floats, this.memory / 4 + r * units, state, units, units);
    }
  }

  private makeRoom(rows: number, units: number): void {
    if (rows <= this.rows && units <= this.units) return;
    this.rows = Math.max(rows, this.rows);
    this.units = Math.max(units, this.units);
    const row = 4 * this.rows * this.units;
    this.gates = this.work.allocate(5 * row);
    this.fromInput = this.work.allocate(4 * row);
    this.fromHidden = this.work.allocate(4 * row);
    [this.state, this.memory, this.out] = [0, 0, 0].map(() => this.work.allocate(row));
    this.scratch = this.work.allocate(this.work.kernels.scratchBytes(4 * this.units));
  }
}

/** `count` numbers; zeros where there is nothing to copy from. */
function copy(from: Float32Array | undefined, at: number, to: Float32Array, first: number, count: number): void {
  for (let k = 0; k < count; k++) to[first + k] = from ? from[at + k] : 0;
}
