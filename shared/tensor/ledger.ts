import type { Random } from '../exact/random.ts';

/** What a state is made of. */
export type Numbers = Float32Array | Int32Array;

/**
 * One description of a state for both ways: noting it down, and putting what was noted in its place. Whoever has a state
 * names each part of it once, so that what is written and what is read cannot part.
 */
export interface Ledger {
  /** Numbers that can be written to where they lie. */
  keep(name: string, numbers: Numbers): void;
  /** Numbers that lie elsewhere. */
  hold(name: string, read: () => Numbers, write: (numbers: Numbers) => void): void;
}

/** A state that is not of this shape. */
export class StateError extends Error {
  override name = 'StateError';
}

/** Notes a state down. */
export class NotingLedger implements Ledger {
  readonly parts = new Map<string, Numbers>();

  keep(name: string, numbers: Numbers): void {
    if (this.parts.has(name)) throw new Error(`A state names "${name}" twice, expected once.`);
    this.parts.set(name, numbers.slice());
  }

  hold(name: string, read: () => Numbers): void {
    this.keep(name, read());
  }
}

/** Puts what was noted in its place. */
export class RestoringLedger implements Ledger {
  private readonly parts: ReadonlyMap<string, Numbers>;

  constructor(parts: ReadonlyMap<string, Numbers>) {
    this.parts = parts;
  }

  keep(name: string, numbers: Numbers): void {
    numbers.set(this.found(name, numbers));
  }

  hold(name: string, read: () => Numbers, write: (numbers: Numbers) => void): void {
    write(this.found(name, read()));
  }

  private found(name: string, now: Numbers): Numbers {
    const noted = this.parts.get(name);
    if (noted?.length === now.length && kindOf(noted) === kindOf(now)) return noted;
    const got = noted ? `${noted.length} ${kindOf(noted)} numbers` : 'nothing';
    throw new StateError(
      `State, "${name}": got ${got}, expected ${now.length} ${kindOf(now)} numbers. Begin the training anew.`,
    );
  }
}

export const kindOf = (numbers: Numbers): 'f32' | 'i32' => (numbers instanceof Float32Array ? 'f32' : 'i32');

/** How far streams of random numbers are. */
export function keepRandoms(name: string, randoms: readonly Random[], ledger: Ledger): void {
  for (const [s, random] of randoms.entries()) {
    const write = (state: Numbers): void => random.restore(state as Int32Array);
    ledger.hold(`${name}.${s}`, () => random.state(), write);
  }
}
