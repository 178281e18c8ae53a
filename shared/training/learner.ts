import type { Samples } from '../dataset/samples.ts';
import type { Random } from '../exact/random.ts';
import type { ChunkSpec } from '../policy/chunk.ts';
import type { NetworkSpec } from '../policy/network.ts';
import type { Ledger } from '../tensor/ledger.ts';
import type { Soon } from '../tensor/reading.ts';

/** Several networks that learn by one algorithm, one a seed. */
export interface Learner {
  /** Of each network. */
  readonly spec: NetworkSpec;
  /** One step of all networks on a batch each; their losses on it, before the step. */
  descend(learningRate: number): Soon<Float64Array>;
  /** Mean loss of each network over all that it learned from. */
  trainLosses(): Soon<Float64Array>;
  /** The same over what was held out; null when nothing was. */
  validationLosses(): Soon<Float64Array> | null;
  /** To be awaited before `weights` where they may lie on a graphics processor. */
  settle?(): Promise<void>;
  /** The flat weights of one of the networks, as `tensorsOf` lays them out: all that driving takes. */
  weights(seed: number): Float32Array;
  /** Everything that the next step depends on and that settings and samples do not tell. */
  keep(ledger: Ledger): void;
  dispose(): void;
}

/** Samples with their observations normalised, [size · width]. */
export interface SeenSamples extends Samples {
  inputs: Float32Array;
}

/** What every learner of single samples is made from. */
export interface Lesson {
  train: SeenSamples;
  validation: SeenSamples | null;
  /** Widths of the hidden layers. */
  hidden: number[];
  seeds: readonly number[];
  /** Of each seed: first weights, then the order of samples. */
  randoms: readonly Random[];
  /** Samples in a step, for each seed. */
  batch: number;
  /** What each sample's actions plan, in chunks; one decision if absent. */
  chunk?: ChunkSpec;
  /** The gradient of each network is scaled down to this length where it is longer; null or absent for never. */
  clip?: number | null;
}

/** A learner of single samples that can score any of them. */
export abstract class SampleLearner implements Learner {
  abstract readonly spec: NetworkSpec;
  protected readonly lesson: Lesson;

  constructor(lesson: Lesson) {
    this.lesson = lesson;
  }

  abstract descend(learningRate: number): Soon<Float64Array>;
  abstract weights(seed: number): Float32Array;
  abstract keep(ledger: Ledger): void;
  abstract dispose(): void;
  /** Mean loss of each network over all of some samples. */
  protected abstract score(samples: SeenSamples): Soon<Float64Array>;

  trainLosses(): Soon<Float64Array> {
    return this.score(this.lesson.train);
  }

  validationLosses(): Soon<Float64Array> | null {
    return this.lesson.validation && this.score(this.lesson.validation);
  }
}

/** Samples of one product when a whole set is scored. */
export const SCORE_ROWS = 512;

/** Copy row `row` of `from`, `width` wide, to `out` at `to`. */
export function copyRow(from: Float32Array, row: number, width: number, out: Float32Array, to: number): void {
  const first = row * width;
  for (let j = 0; j < width; j++) out[to + j] = from[first + j];
}
