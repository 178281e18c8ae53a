import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';

/**
 * What tells whether something deleted still lies in a file: some bytes of its own.
 *
 * `names` are ids that nothing may hold any more; `pieces` are out of the middle of deleted blobs, where equal bytes may
 * by chance belong to something that stays.
 */
export interface Traces {
  names: string[];
  pieces: Uint8Array[];
}

export const noTraces = (): Traces => ({ names: [], pieces: [] });

/** Bytes of one piece; shorter blobs hold nothing that only they have. */
export const PIECE_BYTES = 12;
/** Fewer different bytes are a pattern, not a piece of somebody's driving. */
const LEAST_DIFFERENT = 8;

/** A piece of a packed blob; null of one that is too short or too plain to be told from others. */
export function pieceOf(packed: Uint8Array): Uint8Array | null {
  for (let at = packed.length >> 1; at + PIECE_BYTES <= packed.length; at += PIECE_BYTES) {
    const piece = packed.subarray(at, at + PIECE_BYTES);
    if (new Set(piece).size >= LEAST_DIFFERENT) return Uint8Array.from(piece);
  }
  return null;
}

/** Where something was found that should be gone. */
export interface Finding {
  file: string;
  offset: number;
}

/**
 * Look for traces in every file under a folder; the first few places.
 *
 * In a process of its own: a gigabyte takes about two seconds, and a process that closes a file SQLite has open loses
 * SQLite's locks on it (sqlite.org/howtocorrupt.html, 2.2).
 */
export async function findTraces(folder: string, { names, pieces }: Traces): Promise<Finding[]> {
  if (names.length + pieces.length === 0) return [];
  const file = new URL('./tracesearch.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [file, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify([...names.map((name) => Buffer.from(name)), ...pieces].map((bytes) => base64(bytes))));
  const [answer, [code]] = await Promise.all([buffer(child.stdout), ended]);
  if (code !== 0) throw new Error(`Looking for deleted bytes: got exit ${code}, expected an answer. Repeat.`);
  return JSON.parse(answer.toString('utf8'));
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
