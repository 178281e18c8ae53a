/** A stream of seeded random numbers; the same seed gives the same stream on every engine. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of it. */
  uniform(): number;
  /** Close to N(0, 1); never beyond ±6. */
  gaussian(): number;
  /** Uniform whole number in [0, n). */
  integer(n: number): number;
  /** The four words from which the stream goes on. */
  state(): Int32Array;
  /** Go on from what `state` gave. */
  restore(state: Int32Array): void;
}

/**
 * sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, integer operations only.
 *
 * The normal deviate is the sum of twelve uniforms less six (Irwin–Hall): variance exactly 1, no logarithm, hence the
 * same bits everywhere. Its tails end at ±6, which suits perception noise and start perturbations.
 */
export function seededRandom(seed: number): Random {
  let a = seed | 0;
  let b = Math.floor(seed / 4294967296) | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const next = (): number => {
    const out = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + out;
    c |= 0;
    return out >>> 0;
  };
  for (let i = 0; i < 15; i++) next();
  const uniform = (): number => next() / 4294967296;
  return {
    uniform,
    gaussian: () => {
      let sum = -6;
      for (let i = 0; i < 12; i++) sum += uniform();
      return sum;
    },
    integer: (n) => Math.floor(uniform() * n),
    state: () => Int32Array.of(a, b, c, counter),
    restore: (state) => {
      [a, b, c, counter] = state;
    },
  };
}
