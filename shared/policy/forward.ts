import { NORMALISED_LIMIT, type Normaliser } from '../dataset/normaliser.ts';
import { DECISION_TICKS } from '../observation/spec.ts';
import { Workspace } from '../tensor/workspace.ts';
import type { Ticks } from '../units/units.ts';
import { CellStep, type PackedCell, packCell } from './cellstep.ts';
import { LONGEST_CHUNK, type Plans } from './chunk.ts';
import { pixelInput } from './convolution.ts';
import { ConvolutionStep, type PackedConvolution, packConvolution } from './convolutionstep.ts';
import { decodeAction, type HeadSpec, headInputs, headOutputs, holdOf, writeCommands } from './head.ts';
import { beginFlow, type FlowHead, type FlowStep, flowInputs, followFlow } from './heads/flow.ts';
import { type PackedMemory, packMemory, recall } from './memory.ts';
import { Mind, NO_CHANCE } from './mind.ts';
import { depthOf, type NetworkSpec, parameterCount, plannedBy } from './network.ts';
import { type PackedLayer, packLayers, padded } from './packedlayer.ts';

interface Slot {
  network: NetworkSpec;
  head: HeadSpec;
  mean: Float64Array;
  scale: Float64Array;
  /** Numbers of one observation, pictures among them. */
  seen: number;
  /** Floats from one row of inputs to the next. */
  row: number;
  convolution: PackedConvolution | null;
  cell: PackedCell | null;
  memory: PackedMemory | null;
  layers: PackedLayer[];
}

/**
 * Several policies that decide for many cars in one call, without tfjs: what drives bots inside a tick.
 *
 * Weights are packed once, in a WebAssembly memory of its own. A call allocates nothing unless it has more rows than
 * any before. A row's action has the same bits whatever other rows are in the call.
 */
export class PolicyBatch {
  readonly #work: Workspace;
  readonly #cells: CellStep;
  readonly #convolutions: ConvolutionStep;
  readonly #slots: Slot[] = [];
  #rows = 0;
  #width = 0;
  #buffers: [number, number] = [0, 0];
  #scratch = 0;
  #members = new Int32Array(0);
  readonly #flows: FlowStep[] = [];
  readonly #chunk = new Float32Array(2 * LONGEST_CHUNK);

  /** @param kernelBytes `shared/tensor/build/gemm-*.wasm`, see `chooseKernelName`. */
  constructor(kernelBytes: Uint8Array<ArrayBuffer>) {
    this.#work = new Workspace(kernelBytes);
    this.#cells = new CellStep(this.#work);
    this.#convolutions = new ConvolutionStep(this.#work);
  }

  /** Take in a policy; the slot that is returned names it in `decide`. */
  add(network: NetworkSpec, head: HeadSpec, normaliser: Normaliser, weights: Float32Array): number {
    requireFit('weights', weights.length, parameterCount(network));
    requireFit('outputs', network.outputs, headOutputs(head) * plannedBy(network));
    const numbers = Math.min(normaliser.mean.length, normaliser.scale.length);
    const frames = network.history?.frames ?? 1;
    requireFit('normalised inputs', numbers * frames + headInputs(head), network.inputs);
    const convolution = packConvolution(this.#work, network, weights);
    const pixels = convolution?.pixels ?? 0;
    const row = padded(pixels + network.inputs);
    const layers = packLayers(this.#work, network, weights);
    const mean = Float64Array.from(normaliser.mean);
    const scale = Float64Array.from(normaliser.scale);
    const cell = packCell(this.#work, network, weights);
    const memory = packMemory(this.#work, network, weights);
    const seen = pixels + numbers;
    this.#slots.push({ network, head, mean, scale, seen, row, layers, convolution, cell, memory });
    const widest = Math.max(row, ...layers.map((layer) => layer.columns));
    if (widest > this.#width) this.#makeBuffers(Math.max(16, this.#rows), widest);
    return this.#slots.length - 1;
  }

  /**
   * Decide for `count` cars: row i is driven by the policy in `slots[i]`, and sees `observations` from i · stride on,
   * raw; its steer and pedal in [−1, 1] go to `actions` at 2 i. `minds[i]` is the driver's own; without it a head that
   * draws takes the middle of everything.
   */
  decide(
    slots: ArrayLike<number>,
    observations: Float32Array,
    actions: Float32Array,
    count = slots.length,
    stride = observations.length / slots.length,
    minds?: readonly Mind[],
  ): void {
    if (count > this.#rows) this.#makeBuffers(Math.max(count, 2 * this.#rows), this.#width);
    for (let slot = 0; slot < this.#slots.length; slot++) {
      let rows = 0;
      for (let i = 0; i < count; i++) if (slots[i] === slot) this.#members[rows++] = i;
      if (rows === 0) continue;
      const { head } = this.#slots[slot];
      if (minds) for (let r = 0; r < rows; r++) minds[this.#members[r]].next();
      if (minds) this.#remember(this.#slots[slot], observations, rows, stride, minds);
      if (head.kind === 'flow') this.#flow(this.#slots[slot], head, observations, rows, stride, actions, minds);
      else this.#decode(this.#slots[slot], observations, rows, stride, actions, minds);
    }
  }

  /** One pass through the network, and the action that its outputs mean. */
  #decode(
    slot: Slot,
    observations: Float32Array,
    rows: number,
    stride: number,
    actions: Float32Array,
    minds?: readonly Mind[],
  ): void {
    const { head, network } = slot;
    this.#look(slot, observations, rows, stride, minds);
    if (head.kind === 'latent') {
      for (let r = 0; r < rows; r++) {
        const { gaussian } = minds?.[this.#members[r]] ?? NO_CHANCE;
        for (let k = 0; k < head.size; k++) this.#work.floats[this.#extra(slot, r) + k] = gaussian[k];
      }
    }
    const at = this.#run(slot, rows, minds);
    const row = padded(network.outputs);
    for (let r = 0; r < rows; r++) {
      const i = this.#members[r];
      const mind = minds?.[i];
      if (mind?.plans) this.#plan(slot, at + r * row, mind, mind.plans, actions, 2 * i);
      else decodeAction(head, this.#work.floats, at + r * row, actions, 2 * i, mind ?? NO_CHANCE);
    }
  }

  /** Decode the whole chunk whose outputs are at `at`, and do what the driver's plans say of now. */
  #plan({ head, network }: Slot, at: number, mind: Mind, plans: Plans, actions: Float32Array, to: number): void {
    const each = headOutputs(head);
    for (let k = 0; k < plannedBy(network); k++) {
      decodeAction(head, this.#work.floats, at + k * each, this.#chunk, 2 * k, mind);
    }
    plans.next(this.#chunk, actions, to);
  }

  /** As many passes as the flow has steps, each of which sees where the last has led. */
  #flow(
    slot: Slot,
    head: FlowHead,
    observations: Float32Array,
    rows: number,
    stride: number,
    actions: Float32Array,
    minds?: readonly Mind[],
  ): void {
    const row = padded(slot.network.outputs);
    while (this.#flows.length < rows) this.#flows.push({ steer: 0, pedal: 0 });
    for (let r = 0; r < rows; r++) beginFlow(head, minds?.[this.#members[r]] ?? NO_CHANCE, this.#flows[r]);
    for (let k = 0; k < head.steps; k++) {
      this.#look(slot, observations, rows, stride, minds);
      for (let r = 0; r < rows; r++) flowInputs(head, this.#flows[r], k, this.#work.floats, this.#extra(slot, r));
      const at = this.#run(slot, rows);
      for (let r = 0; r < rows; r++) followFlow(head, this.#work.floats, at + r * row, this.#flows[r]);
    }
    for (let r = 0; r < rows; r++)
      writeCommands(this.#flows[r].steer, this.#flows[r].pedal, actions, 2 * this.#members[r]);
  }

  /** For one car that the policy in `slot` is to drive, with a decision every so many ticks. */
  mind(slot: number, seed: number, decisionTicks: Ticks = DECISION_TICKS): Mind {
    const { head, cell, mean, network } = this.#slots[slot];
    const seen = network.history ? depthOf(network.history) * mean.length : 0;
    const carried = { state: cell?.cell.state, seen, chunk: network.chunk };
    return new Mind(seed, holdOf(head, decisionTicks), carried);
  }

  /** Numbers that one policy puts out: of a chunk the first are of the decision now. */
  outputsOf(slot: number): number {
    return this.#slots[slot].network.outputs;
  }

  /** The bare outputs of one policy: `out` [count, outputs] for raw observations [count, inputs]. */
  outputs(slot: number, observations: Float32Array, count: number, out: Float32Array): void {
    const { network, seen } = this.#slots[slot];
    const row = padded(network.outputs);
    for (let from = 0; from < count; from += this.#rows) {
      const rows = Math.min(this.#rows, count - from);
      for (let r = 0; r < rows; r++) this.#members[r] = from + r;
      this.#look(this.#slots[slot], observations, rows, seen);
      const at = this.#run(this.#slots[slot], rows);
      for (let r = 0; r < rows; r++) {
        out.set(this.#work.floats.subarray(at + r * row, at + r * row + network.outputs), (from + r) * network.outputs);
      }
    }
  }

  /** Put what the member rows see now before what their drivers saw earlier. */
  #remember(slot: Slot, observations: Float32Array, rows: number, stride: number, minds: readonly Mind[]): void {
    if (!slot.network.history) return;
    const at = this.#buffers[0] / 4;
    for (let r = 0; r < rows; r++) {
      normaliseRow(slot, observations, this.#members[r] * stride, this.#work.floats, at);
      minds[this.#members[r]].see(this.#work.floats, at, slot.mean.length);
    }
  }

  /** Write what the member rows see, normalised, as the inputs of the next run; without a mind no frame is older. */
  #look(slot: Slot, observations: Float32Array, rows: number, stride: number, minds?: readonly Mind[]): void {
    const { history } = slot.network;
    const width = slot.mean.length;
    const { floats } = this.#work;
    for (let r = 0; r < rows; r++) {
      const at = this.#buffers[0] / 4 + r * slot.row;
      if (!history || !minds) normaliseRow(slot, observations, this.#members[r] * stride, floats, at);
      if (!history) continue;
      const seen = minds?.[this.#members[r]].seen;
      for (let k = 0; k < history.frames; k++) {
        const from = k * history.every * width;
        for (let j = 0; j < width; j++) floats[at + k * width + j] = seen ? seen[from + j] : floats[at + j];
      }
    }
  }

  /** Index in the memory of what row r sees besides its observation. */
  #extra({ network, row, seen }: Slot, r: number): number {
    const frames = network.history?.frames ?? 1;
    return this.#buffers[0] / 4 + r * row + frames * seen;
  }

  /** Run the inputs through the layers; the index of the first output in the memory. */
  #run({ network, row, convolution, cell, memory, layers }: Slot, rows: number, minds?: readonly Mind[]): number {
    let [from, to] = this.#buffers;
    if (memory) return recall(this.#work, memory, rows, from, 4 * row, to, padded(network.outputs));
    if (convolution) from = this.#convolutions.step(convolution, rows, from, 4 * row);
    if (cell) from = this.#cells.step(cell, rows, from, 4 * row, this.#members, minds);
    for (let l = 0; l < layers.length; l++) {
      const { depth, columns, weights, bias } = layers[l];
      const relu = l < layers.length - 1 ? 1 : 0;
      // biome-ignore format: operands by line
      this.#work.kernels.multiplyPacked(rows, columns, depth,
        from, 4 * padded(depth), 4, weights, to, 4 * columns, bias, relu, this.#scratch);
      from = to;
      to = to === this.#buffers[0] ? this.#buffers[1] : this.#buffers[0];
    }
    return from / 4;
  }

  #makeBuffers(rows: number, width: number): void {
    this.#rows = rows;
    this.#width = width;
    this.#members = new Int32Array(rows);
    this.#buffers = [this.#work.allocate(4 * rows * width), this.#work.allocate(4 * rows * width)];
    this.#scratch = this.#work.allocate(this.#work.kernels.scratchBytes(width));
  }
}

/**
 * The pictures of all cameras become the channels of one, the numbers behind them are normalised. What is not a number
 * counts as far below all that was shown: a policy always answers with numbers.
 */
function normaliseRow(slot: Slot, raw: Float32Array, at: number, out: Float32Array, outAt: number): void {
  const { mean, scale, network, convolution } = slot;
  const pixels = convolution?.pixels ?? 0;
  const cameras = network.convolution?.cameras ?? 1;
  const picture = pixels / cameras;
  for (let camera = 0; camera < cameras; camera++) {
    for (let i = 0; i < picture; i++) {
      const value = pixelInput(raw[at + camera * picture + i]);
      out[outAt + i * cameras + camera] = value > -NORMALISED_LIMIT && value < NORMALISED_LIMIT ? value : 0;
    }
  }
  const [from, to] = [at + pixels, outAt + pixels];
  for (let i = 0; i < mean.length; i++) {
    const value = (raw[from + i] - mean[i]) / scale[i];
    out[to + i] = value > NORMALISED_LIMIT ? NORMALISED_LIMIT : value >= -NORMALISED_LIMIT ? value : -NORMALISED_LIMIT;
  }
}

function requireFit(what: string, got: number, expected: number): void {
  if (got === expected) return;
  throw new Error(
    `A policy has ${got} ${what}, its network needs ${expected}. Decode it with decodePolicy, which checks.`,
  );
}
