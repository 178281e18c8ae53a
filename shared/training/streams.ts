import type { Sequence, Sequences } from '../dataset/sequences.ts';
import type { Random } from '../exact/random.ts';
import { keepRandoms, type Ledger } from '../tensor/ledger.ts';
import type { Ticks } from '../units/units.ts';

/** What all streams read in one window; row t · streams + s is decision t of stream s. */
export interface SequenceWindow {
  /** [steps · streams · D] */
  observations: Float32Array;
  /** [steps · streams · 2] */
  actions: Float32Array;
  /** [steps · streams], 1 where a stream begins a drive: whoever reads it remembers nothing from before. */
  begins: Uint8Array;
}

export interface StreamShape {
  steps: number;
  streams: number;
  /** Ticks between decisions. */
  stride: Ticks;
}

interface Reader {
  drive: Sequence;
  tick: Ticks;
  begins: boolean;
}

/**
 * Reads drives side by side, each from beginning to end at one of the `stride` beats, drawn; longer drives come up more
 * often, so that every tick is as likely as any other.
 */
export class Streams {
  private readonly sequences: Sequences;
  private readonly shape: StreamShape;
  private readonly random: Random;
  private readonly window: SequenceWindow;
  private readonly readers: Reader[];
  /** Ticks of all drives up to and with each. */
  private readonly upTo: number[] = [];

  constructor(sequences: Sequences, shape: StreamShape, random: Random) {
    this.sequences = sequences;
    this.shape = shape;
    this.random = random;
    let total = 0;
    for (const { ticks } of sequences.drives) {
      total += ticks;
      this.upTo.push(total);
    }
    const rows = shape.steps * shape.streams;
    this.window = {
      observations: new Float32Array(rows * sequences.width),
      actions: new Float32Array(rows * 2),
      begins: new Uint8Array(rows),
    };
    // Streams that all began at a beginning would show nothing but beginnings for a while.
    this.readers = Array.from({ length: shape.streams }, () => {
      const reader = this.begin();
      const beats = Math.floor((reader.drive.ticks - 1 - reader.tick) / shape.stride);
      return { ...reader, tick: reader.tick + shape.stride * random.integer(beats + 1) };
    });
  }

  /** The next window; the same arrays each time. */
  next(): SequenceWindow {
    const { steps, streams } = this.shape;
    for (let t = 0; t < steps; t++) for (let s = 0; s < streams; s++) this.read(s, t * streams + s);
    return this.window;
  }

  /** Where each reader is, and how far the stream of random numbers. */
  keep(name: string, ledger: Ledger): void {
    const { drives } = this.sequences;
    const places = Int32Array.from(
      this.readers.flatMap(({ drive, tick, begins }) => [drives.indexOf(drive), tick, begins ? 1 : 0]),
    );
    ledger.keep(`${name}.readers`, places);
    for (const [s, reader] of this.readers.entries()) {
      const [drive, tick, begins] = places.subarray(3 * s);
      Object.assign(reader, { drive: drives[drive], tick, begins: begins === 1 });
    }
    keepRandoms(`${name}.random`, [this.random], ledger);
  }

  private read(s: number, row: number): void {
    const { width } = this.sequences;
    if (this.readers[s].tick >= this.readers[s].drive.ticks) this.readers[s] = this.begin();
    const reader = this.readers[s];
    const { drive, tick } = reader;
    const { observations, actions, begins } = this.window;
    for (let j = 0; j < width; j++) observations[row * width + j] = drive.observations[tick * width + j];
    actions[2 * row] = drive.actions[2 * tick];
    actions[2 * row + 1] = drive.actions[2 * tick + 1];
    begins[row] = reader.begins ? 1 : 0;
    reader.begins = false;
    reader.tick += this.shape.stride;
  }

  private begin(): Reader {
    const at = this.random.integer(this.upTo.at(-1)!);
    const drive = this.sequences.drives[this.upTo.findIndex((end) => at < end)];
    return { drive, tick: this.random.integer(this.shape.stride), begins: true };
  }
}
