import { z } from 'zod';
import type { Random } from '../exact/random.ts';
import { chunkSchema } from './chunk.ts';
import { type ConvolutionLayer, convolutionLayers, convolutionSchema } from './convolution.ts';

const width = z.number().int().min(1).max(1024);

/** Cells that remember: gated recurrent units, long short-term memory; their equations stand in tensor/assembly/cells.ts. */
export const CELLS = ['gru', 'lstm'] as const;
export type CellKind = (typeof CELLS)[number];
export const recurrentSchema = z.strictObject({
  cell: z.enum(CELLS),
  units: z.number().int().min(8).max(256).multipleOf(8),
});
export type RecurrentSpec = z.infer<typeof recurrentSchema>;

/**
 * A stack of observations (as in Mnih et al. 2015): this one and `frames` − 1 before it, `every` decisions apart, the
 * newest first. Before a drive is long enough its first observation stands in. Dense layers alone remember no more.
 */
export const historySchema = z.strictObject({
  frames: z.number().int().min(2).max(40),
  every: z.number().int().min(1).max(10),
});
export type HistorySpec = z.infer<typeof historySchema>;

/**
 * Nearest neighbours (Cover & Hart 1967; for imitation: Pari et al. 2022, VINN): nothing is fitted, `samples` of what was
 * seen and done are kept, and the answer is the mean of what was done in the `neighbours` nearest to what is seen now,
 * in normalised numbers. It never answers between two ways unless it asks more than one neighbour.
 */
export const memorySchema = z.strictObject({
  samples: z.number().int().min(1).max(50_000),
  neighbours: z.number().int().min(1).max(20),
});
export type MemorySpec = z.infer<typeof memorySchema>;

/**
 * A multi-layer perceptron: dense layers, ReLU between them, none after the last. With `recurrent`, a recurrent cell
 * reads the inputs first and the dense layers see its hidden state; with `history`, `inputs` counts all frames. With
 * `convolution` the dense layers see what becomes of the pictures, and behind it the `inputs`, which may be none.
 */
export const networkSpecSchema = z.strictObject({
  inputs: z.number().int().min(0).max(1024),
  convolution: convolutionSchema.optional(),
  recurrent: recurrentSchema.optional(),
  history: historySchema.optional(),
  /** In place of all layers: `hidden` is empty then. */
  memory: memorySchema.optional(),
  /** The outputs are those of a head for this decision, then for each of the next. */
  chunk: chunkSchema.optional(),
  hidden: z.array(width).max(6),
  outputs: width,
  activation: z.literal('relu'),
});
export type NetworkSpec = z.infer<typeof networkSpecSchema>;

/** Decisions of which the outputs speak: this one, or a chunk of them. */
export const plannedBy = ({ chunk }: NetworkSpec): number => chunk?.length ?? 1;

/** Observations that a driver must keep for the stack, this one among them. */
export const depthOf = ({ frames, every }: HistorySpec): number => (frames - 1) * every + 1;

/** One dense layer inside the flat weights: y = x · W + b, W [inputs, outputs] row-major at `weight`, b at `bias`. */
export interface Layer {
  inputs: number;
  outputs: number;
  weight: number;
  bias: number;
}

/**
 * A recurrent cell at the start of the flat weights: x · W + b with W [inputs, columns] at `input` and b [columns] at
 * `bias`, h · U + c with U [units, columns] at `hidden` and c [columns] at `hiddenBias`; `columns` is units times gates.
 */
export interface Cell extends RecurrentSpec {
  inputs: number;
  columns: number;
  input: number;
  bias: number;
  hidden: number;
  hiddenBias: number;
  /** Numbers it carries from one decision to the next: h, and for an LSTM c behind it. */
  state: number;
}

export function cellOf({ inputs, recurrent }: NetworkSpec): Cell | null {
  if (!recurrent) return null;
  const { cell, units } = recurrent;
  const columns = units * (cell === 'gru' ? 3 : 4);
  const bias = inputs * columns;
  const hidden = bias + columns;
  const state = cell === 'gru' ? units : 2 * units;
  return { ...{ cell, units, inputs, columns, state }, input: 0, bias, hidden, hiddenBias: hidden + units * columns };
}

/** The convolutions at the start of the flat weights; none without pictures. */
export const convolutionsOf = ({ convolution }: NetworkSpec): ConvolutionLayer[] =>
  convolution ? convolutionLayers(convolution) : [];

/** Numbers that the dense layers see: those of the observation, or what the layers before make of it. */
function denseInputs(spec: NetworkSpec): number {
  const last = convolutionsOf(spec).at(-1);
  if (last) return last.rows * last.columns * last.filters + spec.inputs;
  return spec.recurrent?.units ?? spec.inputs;
}

/** Where each dense layer lies in the flat weights: convolutions or the cell, if there are any, then W₁ b₁ W₂ b₂ … */
export function layersOf(spec: NetworkSpec): Layer[] {
  if (spec.memory) return [];
  const cell = cellOf(spec);
  const last = convolutionsOf(spec).at(-1);
  const widths = [denseInputs(spec), ...spec.hidden, spec.outputs];
  let at = cell ? cell.hiddenBias + cell.columns : last ? last.bias + last.filters : 0;
  return widths.slice(1).map((outputs, i) => {
    const inputs = widths[i];
    const layer = { inputs, outputs, weight: at, bias: at + inputs * outputs };
    at = layer.bias + outputs;
    return layer;
  });
}

/** A named part of the flat weights. */
export interface WeightTensor {
  name: string;
  shape: number[];
  at: number;
  size: number;
}

/** All of a network's weights by name, in the order in which they lie. */
export function tensorsOf(spec: NetworkSpec): WeightTensor[] {
  const cell = cellOf(spec);
  const { memory, inputs, outputs } = spec;
  const shapes: [name: string, shape: number[]][] = cell
    ? [
        ['cell.input', [cell.inputs, cell.columns]],
        ['cell.bias', [cell.columns]],
        ['cell.hidden', [cell.units, cell.columns]],
        ['cell.hiddenBias', [cell.columns]],
      ]
    : [];
  for (const [i, { size, channels, filters }] of convolutionsOf(spec).entries()) {
    shapes.push([`convolutions.${i}.weight`, [size, size, channels, filters]], [`convolutions.${i}.bias`, [filters]]);
  }
  if (memory) shapes.push(['memory.seen', [memory.samples, inputs]], ['memory.done', [memory.samples, outputs]]);
  for (const [i, { inputs, outputs }] of layersOf(spec).entries()) {
    shapes.push([`layers.${i}.weight`, [inputs, outputs]], [`layers.${i}.bias`, [outputs]]);
  }
  let at = 0;
  return shapes.map(([name, shape]) => {
    const size = shape.reduce((product, side) => product * side, 1);
    const tensor = { name, shape, at, size };
    at += size;
    return tensor;
  });
}

export function parameterCount(spec: NetworkSpec): number {
  const { at, size } = tensorsOf(spec).at(-1)!;
  return at + size;
}

/** The output layer starts this much smaller, so that an untrained policy does nearly nothing. */
const OUTPUT_SCALE = 0.3;

/**
 * Dense layers and filters after He et al. 2015: weights N(0, 2 / inputs), which keeps the variance of signals through
 * ReLU; biases 0. Cells uniform in ± 1 / √units, the gate that keeps the memory at first open (Gers et al. 2000; Jozefowicz et al. 2015).
 */
export function initialWeights(spec: NetworkSpec, random: Random): Float32Array {
  const weights = new Float32Array(parameterCount(spec));
  const cell = cellOf(spec);
  const layers = layersOf(spec);
  if (cell) {
    const reach = 1 / Math.sqrt(cell.units);
    for (let at = 0; at < layers[0].weight; at++) weights[at] = reach * (2 * random.uniform() - 1);
    // Gate 1 is what keeps the memory in both kinds of cell: z, and f.
    weights.fill(1, cell.bias + cell.units, cell.bias + 2 * cell.units);
  }
  for (const { size, channels, weight, bias } of convolutionsOf(spec)) {
    const deviation = Math.sqrt(2 / (size * size * channels));
    for (let at = weight; at < bias; at++) weights[at] = random.gaussian() * deviation;
  }
  layers.forEach(({ inputs, outputs, weight }, i) => {
    const deviation = Math.sqrt(2 / inputs) * (i === layers.length - 1 ? OUTPUT_SCALE : 1);
    for (let at = weight; at < weight + inputs * outputs; at++) weights[at] = random.gaussian() * deviation;
  });
  return weights;
}
