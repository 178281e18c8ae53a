import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Finding } from './traces.ts';

/**
 * The process behind store/traces.ts: `node tracesearch.ts FOLDER`, traces as a JSON list of base64 on standard input,
 * findings as JSON on standard output.
 */
const BLOCK_BYTES = 4 * 1024 * 1024;
/** No trace is longer, and none shorter than a word at any place in it. */
const LONGEST = 256;
const SHORTEST = 7;
const MOST_FINDINGS = 20;
/** Bits of the table's index. */
const TABLE = 22;

interface Place {
  trace: Uint8Array;
  /** Of the word within the trace. */
  shift: number;
}

/**
 * Traces by the words of four bytes they begin with, at every place the word may stand in: then one look at every fourth
 * byte finds them wherever they lie.
 */
class Searching {
  private readonly bits = new Uint8Array(1 << (TABLE - 3));
  private readonly places = new Map<number, Place[]>();

  constructor(traces: readonly Uint8Array[]) {
    for (const trace of traces.filter(({ length }) => length >= SHORTEST)) {
      for (let shift = 0; shift < 4; shift++) {
        const word = new DataView(trace.buffer, trace.byteOffset + shift, 4).getUint32(0, true);
        const bit = hash(word);
        this.bits[bit >> 3] |= 1 << (bit & 7);
        this.places.set(word, [...(this.places.get(word) ?? []), { trace, shift }]);
      }
    }
  }

  /** Offsets in `block` where a trace begins. `words` are the same bytes. */
  in(block: Uint8Array, words: Uint32Array): number[] {
    const { bits } = this;
    const found: number[] = [];
    for (let k = 0; k < words.length; k++) {
      const bit = hash(words[k]!);
      if ((bits[bit >> 3]! & (1 << (bit & 7))) === 0) continue;
      for (const { trace, shift } of this.places.get(words[k]!) ?? []) {
        if (stands(block, 4 * k - shift, trace)) found.push(4 * k - shift);
      }
    }
    return found;
  }
}

/** Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4): the upper bits of word · 2³²/φ. */
const hash = (word: number): number => Math.imul(word, 0x9e3779b1) >>> (32 - TABLE);

function stands(block: Uint8Array, from: number, trace: Uint8Array): boolean {
  if (from < 0 || from + trace.length > block.length) return false;
  for (let k = 0; k < trace.length; k++) if (block[from + k] !== trace[k]) return false;
  return true;
}

function* searchFile(path: string, searching: Searching): Generator<Finding> {
  const memory = new ArrayBuffer(BLOCK_BYTES + LONGEST);
  const file = openSync(path, 'r');
  try {
    // The end of the block before stands again before the next.
    for (let start = 0, kept = 0; ; ) {
      const read = readSync(file, new Uint8Array(memory, kept, BLOCK_BYTES), 0, BLOCK_BYTES, start);
      if (read === 0) return;
      const filled = kept + read;
      const block = new Uint8Array(memory, 0, filled);
      for (const at of searching.in(block, new Uint32Array(memory, 0, filled >> 2))) {
        yield { file: path, offset: start - kept + at };
      }
      start += read;
      kept = Math.min(LONGEST, filled);
      block.copyWithin(0, filled - kept, filled);
    }
  } finally {
    closeSync(file);
  }
}

function* searchFolder(folder: string, searching: Searching): Generator<Finding> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    try {
      yield* searchFile(join(entry.parentPath, entry.name), searching);
    } catch (error) {
      // Gone since the folder was listed: nothing lies in it.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

setPriority(constants.priority.PRIORITY_LOW);
const traces = JSON.parse((await buffer(process.stdin)).toString('utf8')) as string[];
const searching = new Searching(
  traces.map((trace) => Uint8Array.from(Buffer.from(trace, 'base64').subarray(0, LONGEST))),
);
const findings: Finding[] = [];
for (const finding of searchFolder(process.argv[2]!, searching)) {
  findings.push(finding);
  if (findings.length === MOST_FINDINGS) break;
}
process.stdout.write(JSON.stringify(findings));
