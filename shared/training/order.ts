import type { Random } from '../exact/random.ts';
import type { Ledger } from '../tensor/ledger.ts';

/**
 * Endless samples in random order: every one comes once before any comes again, in a new order each time round.
 *
 * Our own shuffle (Fisher & Yates), because tfjs's draws from Math.random and no seed would repeat.
 */
export class SampleOrder {
  readonly #order: Int32Array;
  readonly #random: Random;
  #next: number;
  /** Orders drawn so far. */
  #rounds = 0;

  constructor(size: number, random: Random) {
    this.#order = Int32Array.from({ length: size }, (_, i) => i);
    this.#random = random;
    this.#next = size;
  }

  /** Write the next `count` sample numbers to `out` from `at` on. */
  take(count: number, out: Int32Array, at: number): void {
    for (let i = 0; i < count; i++) {
      if (this.#next === this.#order.length) this.#shuffle();
      out[at + i] = this.#order[this.#next++];
    }
  }

  /**
   * How far it is, two numbers instead of the order itself: a new SampleOrder of the same seed draws the orders again,
   * which takes no longer than the samples taken so far did.
   */
  keep(name: string, ledger: Ledger): void {
    const place = Int32Array.of(this.#rounds, this.#next);
    ledger.keep(name, place);
    const [rounds, next] = place;
    if (rounds < this.#rounds) throw new Error(`Order "${name}" is in round ${this.#rounds}, expected a new one.`);
    while (this.#rounds < rounds) this.#shuffle();
    this.#next = next;
  }

  #shuffle(): void {
    this.#rounds++;
    const order = this.#order;
    for (let i = order.length - 1; i > 0; i--) {
      const j = this.#random.integer(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    this.#next = 0;
  }
}

/** The next samples of several networks, each in its own order. */
export class BatchOrder {
  /** Sample numbers, [networks · batch]. */
  readonly rows: Int32Array;
  readonly #orders: SampleOrder[];
  readonly #batch: number;

  constructor(size: number, batch: number, randoms: readonly Random[]) {
    this.#orders = randoms.map((random) => new SampleOrder(size, random));
    this.#batch = batch;
    this.rows = new Int32Array(randoms.length * batch);
  }

  next(): Int32Array {
    for (const [s, order] of this.#orders.entries()) order.take(this.#batch, this.rows, s * this.#batch);
    return this.rows;
  }

  keep(name: string, ledger: Ledger): void {
    for (const [s, order] of this.#orders.entries()) order.keep(`${name}.${s}`, ledger);
  }
}
