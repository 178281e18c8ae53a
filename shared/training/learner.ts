import type { Samples } from '../dataset/samples.ts';
import type { NetworkSpec } from '../policy/network.ts';

/** Several networks that learn by one algorithm, one a seed. */
export interface Learner {
  /** Of each network. */
  readonly spec: NetworkSpec;
  /**
   * One step of all networks.
   *
   * @param rows sample numbers, [seeds · batch]
   * @returns each network's loss on its batch, before the step
   */
  descend(rows: Int32Array, learningRate: number): Float64Array;
  /** Mean loss of each network over all of some samples; `inputs` are their normalised observations, [size · width]. */
  score(samples: Samples, inputs: Float32Array): Float64Array;
  /** The flat weights of one of the networks, as `layersOf` lays them out: all that driving takes. */
  weights(seed: number): Float32Array;
  dispose(): void;
}

/** What every learner is made from. */
export interface Lesson {
  samples: Samples;
  /** Normalised observations of all samples, [size · width]. */
  inputs: Float32Array;
  /** Widths of the hidden layers. */
  hidden: number[];
  seeds: readonly number[];
  /** Samples in a step, for each seed. */
  batch: number;
}

/** Samples of one product when a whole set is scored. */
export const SCORE_ROWS = 512;

/** Copy row `row` of `from`, `width` wide, to `out` at `to`. */
export function copyRow(from: Float32Array, row: number, width: number, out: Float32Array, to: number): void {
  const first = row * width;
  for (let j = 0; j < width; j++) out[to + j] = from[first + j];
}
