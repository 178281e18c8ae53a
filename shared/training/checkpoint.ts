import { StateHash } from '../exact/hash.ts';
import { kindOf, type Numbers } from '../tensor/ledger.ts';

/** The whole state of a training between two steps: with the same samples and settings it goes on to the same bits. */
export interface Checkpoint {
  /** Steps done. */
  step: number;
  /** Of samples and settings: a checkpoint of others is none. */
  fingerprint: string;
  /** What was told of the training so far, as JSON: live checks and the like. */
  notes: unknown;
  /** What is trained, as whoever keeps it says, as JSON. */
  about?: unknown;
  parts: Map<string, Numbers>;
}

/** Whatever changes the bits of a training, as sixteen digits: settings as JSON, and numbers that tell the samples. */
export function fingerprintOf(settings: unknown, numbers: Iterable<number>): string {
  const hash = new StateHash();
  const text = JSON.stringify(settings);
  for (let i = 0; i < text.length; i++) hash.add(text.charCodeAt(i));
  for (const number of numbers) hash.add(number);
  return hash.digest();
}

/** A checkpoint that cannot be read or does not fit. */
export class CheckpointError extends Error {
  override name = 'CheckpointError';
}

const MAGIC = 'mimic checkpoint 1\n';
const START = MAGIC.length + 1 + 4; // a multiple of 4: the numbers that follow the header lie even

interface Header {
  step: number;
  fingerprint: string;
  notes: unknown;
  about?: unknown;
  parts: [name: string, kind: 'f32' | 'i32', length: number][];
}

/** A line that names the format, the length of a JSON header, that header padded to 4 bytes, then all numbers. */
export function encodeCheckpoint({ step, fingerprint, notes, about, parts }: Checkpoint): Uint8Array<ArrayBuffer> {
  const told: Header['parts'] = [...parts].map(([name, numbers]) => [name, kindOf(numbers), numbers.length]);
  const header = new TextEncoder().encode(
    JSON.stringify({ step, fingerprint, notes, about, parts: told } satisfies Header),
  );
  const padded = Math.ceil(header.length / 4) * 4;
  const size = [...parts.values()].reduce((sum, numbers) => sum + numbers.byteLength, 0);
  const bytes = new Uint8Array(START + padded + size).fill(0x20, 0, START + padded);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(START - 4, padded, true);
  bytes.set(header, START);
  let at = START + padded;
  for (const numbers of parts.values()) {
    bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), at);
    at += numbers.byteLength;
  }
  return bytes;
}

/** Throws CheckpointError for what is cut off or not a checkpoint: our own files, but a disk may be full. */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const broken = (got: string): CheckpointError =>
    new CheckpointError(`Checkpoint: got ${got}, expected one of ours. Begin the training anew.`);
  if (bytes.length < START || new TextDecoder().decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) {
    throw broken(`${bytes.length} bytes that do not begin like one`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(START - 4, true);
  let header: Header;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(START, START + length)));
  } catch {
    throw broken('a header that is not JSON');
  }
  const parts = new Map<string, Numbers>();
  let at = START + length;
  for (const [name, kind, count] of header.parts) {
    if (at + 4 * count > bytes.length) throw broken(`${bytes.length} bytes, which end in "${name}"`);
    const piece = Uint8Array.from(bytes.subarray(at, at + 4 * count)).buffer;
    parts.set(name, kind === 'f32' ? new Float32Array(piece) : new Int32Array(piece));
    at += 4 * count;
  }
  const { parts: _, ...told } = header;
  return { ...told, parts };
}
