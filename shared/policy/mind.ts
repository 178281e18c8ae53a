import { type Random, seededRandom } from '../exact/random.ts';
import { type ChunkSpec, Plans } from './chunk.ts';

/** What chance gives a head for one decision. */
export interface Draws {
  /** [2] in [0, 1). */
  readonly uniform: Float64Array;
  /** [LATENT] close to N(0, 1). */
  readonly gaussian: Float64Array;
}

/** Most dimensions of a latent variable or of noise that a head asks for. */
export const LATENT = 8;

/** What heads get that leave nothing to chance, or drivers without a mind of their own: the middle of everything. */
export const NO_CHANCE: Draws = { uniform: Float64Array.of(0.5, 0.5), gaussian: new Float64Array(LATENT) };

/** Sizes of what is carried: numbers of a cell's state, of earlier observations; and the plans, if any. */
export interface Carried {
  state?: number;
  seen?: number;
  chunk?: ChunkSpec;
}

/**
 * What a policy carries from one decision to the next, one mind for each car it drives: its draws, each kept for `hold`
 * decisions, what a recurrent cell remembers, and what was seen before. A new draw at every decision dithers between two ways round a cone; one that is kept commits to a side.
 */
export class Mind implements Draws {
  readonly uniform = new Float64Array(2);
  readonly gaussian = new Float64Array(LATENT);
  private readonly random: Random;
  private readonly hold: number;
  private left = 0;

  /** Hidden state of a recurrent cell, empty without one. */
  readonly state: Float32Array;
  /** Normalised observations, the newest first; empty where none are stacked. */
  readonly seen: Float32Array;
  private sawAny = false;
  /** Null for those that decide from one moment to the next. */
  readonly plans: Plans | null;

  constructor(seed: number, hold: number, { state = 0, seen = 0, chunk }: Carried = {}) {
    this.plans = chunk ? new Plans(chunk) : null;
    this.seen = new Float32Array(seen);
    this.state = new Float32Array(state);
    this.random = seededRandom(seed);
    this.hold = hold;
  }

  /** Put a new observation, `width` numbers of `from` at `at`, before the others; the first of all fills every place. */
  see(from: Float32Array, at: number, width: number): void {
    const { seen } = this;
    seen.copyWithin(width, 0, seen.length - width);
    for (let j = 0; j < width; j++) seen[j] = from[at + j];
    if (!this.sawAny) for (let to = width; to < seen.length; to += width) seen.copyWithin(to, 0, width);
    this.sawAny = true;
  }

  /** Before each decision. */
  next(): void {
    if (this.left-- > 0) return;
    this.left = this.hold - 1;
    this.uniform[0] = this.random.uniform();
    this.uniform[1] = this.random.uniform();
    for (let k = 0; k < LATENT; k++) this.gaussian[k] = this.random.gaussian();
  }
}
