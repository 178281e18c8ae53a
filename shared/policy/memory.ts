import type { Workspace } from '../tensor/workspace.ts';
import type { NetworkSpec } from './network.ts';
import { padded } from './packedlayer.ts';

/** Kept samples, packed so that one product tells their distances to everything that is seen. */
export interface PackedMemory {
  samples: number;
  inputs: number;
  neighbours: number;
  /** Sᵀ packed, and −½ |s|² of each sample. */
  seen: number;
  bias: number;
  /** [samples · 2] */
  done: Float32Array;
  /** Room for one row of nearnesses. */
  nearness: number;
  scratch: number;
}

export function packMemory(
  work: Workspace,
  { memory, inputs }: NetworkSpec,
  weights: Float32Array,
): PackedMemory | null {
  if (!memory) return null;
  const { samples, neighbours } = memory;
  const columns = padded(samples);
  const { kernels } = work;
  const seen = work.allocate(kernels.packedBytes(inputs, columns));
  const bias = work.allocate(4 * columns);
  const nearness = work.allocate(4 * columns);
  const scratch = work.allocate(kernels.scratchBytes(columns));
  const plain = work.allocate(4 * samples * inputs);
  work.floats.set(weights.subarray(0, samples * inputs), plain / 4);
  kernels.pack(inputs, samples, plain, 4, 4 * inputs, seen);
  for (let i = 0; i < samples; i++) {
    let square = 0;
    for (let j = i * inputs; j < (i + 1) * inputs; j++) square += weights[j] * weights[j];
    work.floats[bias / 4 + i] = -0.5 * square;
  }
  work.release(plain);
  return { ...{ samples, inputs, neighbours, seen, bias, nearness, scratch }, done: weights.slice(samples * inputs) };
}

/**
 * Answers for `rows` rows of inputs at `from`, `stride` bytes apart: written at `to`, `width` floats a row, whose float
 * index is returned. The sample nearest to x is that with the greatest x · s − ½ |s|², since |x − s|² = |x|² − 2 (…).
 */
export function recall(
  work: Workspace,
  { samples, inputs, neighbours, seen, bias, done, nearness, scratch }: PackedMemory,
  rows: number,
  from: number,
  stride: number,
  to: number,
  width: number,
): number {
  const columns = padded(samples);
  for (let r = 0; r < rows; r++) {
    // biome-ignore format: operands by line
    work.kernels.multiplyPacked(1, columns, inputs,
      from + r * stride, stride, 4, seen, nearness, 4 * columns, bias, 0, scratch);
    const { floats } = work;
    const at = to / 4 + r * width;
    let steer = 0;
    let pedal = 0;
    for (let k = 0; k < neighbours; k++) {
      const nearest = nearestOf(floats, nearness / 4, samples);
      floats[nearness / 4 + nearest] = -Infinity;
      steer += done[2 * nearest] / neighbours;
      pedal += done[2 * nearest + 1] / neighbours;
    }
    floats[at] = steer;
    floats[at + 1] = pedal;
  }
  return to / 4;
}

function nearestOf(floats: Float32Array, at: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (floats[at + i] > floats[at + best]) best = i;
  return best;
}
