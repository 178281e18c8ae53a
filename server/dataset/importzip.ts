import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32, createInflateRaw } from 'node:zlib';
import { ForeignError } from '../../shared/dataset/foreign.ts';
import { ImportFile } from './importfolder.ts';

/** Most that an archive may unpack to, entries and bytes; whatever its own numbers say. */
const MAX_ENTRIES = 100_000;
const MAX_UNPACKED_BYTES = 4e9;
const PIECE = 256 * 1024;

interface Entry {
  name: string;
  method: number;
  crc: number;
  packed: number;
  size: number;
  /** Of its local header. */
  at: number;
}

const STORED = 0;
const DEFLATED = 8;
const refuse = (got: string, expected: string): ForeignError => new ForeignError('Zip archive', got, expected);

/**
 * Unpack an archive of somebody's into an existing, empty folder.
 *
 * Before anything is written every name must be a plain path below the folder, given once, no link, and the sizes within
 * bounds; while it is written no entry may become larger than it said, and its checksum must fit.
 */
export async function unpackZip(path: string, folder: string): Promise<void> {
  const file = new ImportFile(path);
  try {
    const entries = checked(directoryOf(file));
    for (const entry of entries) await unpack(file, entry, join(folder, entry.name));
  } finally {
    file.close();
  }
}

/** The central directory: APPNOTE 4.3.12 and 4.3.16. Archives of 4 GB and more (zip64) are none of ours. */
function directoryOf(file: ImportFile): Entry[] {
  const tail = view(file.part(Math.max(0, file.size - 65_557), file.size));
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw refuse('a file without the end of an archive', 'a whole archive');
  const count = tail.getUint16(end + 10, true);
  const size = tail.getUint32(end + 12, true);
  const from = tail.getUint32(end + 16, true);
  if (count === 0xffff || from === 0xffffffff) throw refuse('a zip64 archive', 'one under 4 GB');
  if (count > MAX_ENTRIES || size > count * 1024)
    throw refuse(`${count} entries in ${size} bytes`, 'a plain directory');
  const directory = file.part(from, from + size);
  const of = view(directory);
  const entries: Entry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > size || of.getUint32(at, true) !== 0x02014b50) throw refuse('a broken directory', `${count} entries`);
    const lengths = [28, 30, 32].map((offset) => of.getUint16(at + offset, true)) as [number, number, number];
    const name = textOf(directory.subarray(at + 46, at + 46 + lengths[0]));
    if (of.getUint16(at + 8, true) & 1) throw refuse('an encrypted entry', 'plain ones');
    const mode = of.getUint32(at + 38, true) >>> 28;
    if (mode !== 0 && mode !== 8 && mode !== 4) throw refuse(`a link or device ("${name.slice(0, 60)}")`, 'files');
    entries.push({
      ...{ name, method: of.getUint16(at + 10, true), crc: of.getUint32(at + 16, true) },
      ...{ packed: of.getUint32(at + 20, true), size: of.getUint32(at + 24, true), at: of.getUint32(at + 42, true) },
    });
    at += 46 + lengths[0] + lengths[1] + lengths[2];
  }
  return entries;
}

/** Files alone, once every name and size has been looked at. */
function checked(entries: readonly Entry[]): Entry[] {
  const files = entries.filter(({ name }) => !name.endsWith('/'));
  const seen = new Set<string>();
  let total = 0;
  for (const { name, method, packed, size } of files) {
    if (!isPlainPath(name)) throw refuse(`the name "${name.slice(0, 80)}"`, 'a path below its folder');
    const folded = name.normalize('NFC').toLowerCase();
    if (seen.has(folded)) throw refuse(`"${name.slice(0, 80)}" twice`, 'every name once');
    seen.add(folded);
    if (method !== STORED && method !== DEFLATED) throw refuse(`compression ${method}`, 'none or deflate');
    // Deflate cannot pack tighter than 1032 to 1.
    if (size > packed * 1032 + 64) throw refuse(`${size} bytes in ${packed}`, 'what deflate can do');
    total += size;
  }
  if (total > MAX_UNPACKED_BYTES) throw refuse(`${total} bytes unpacked`, `at most ${MAX_UNPACKED_BYTES}`);
  return files;
}

/** Letters, digits and a few signs in parts with slashes between: no way up, no root, no drive, nothing hidden. */
const isPlainPath = (name: string): boolean =>
  name.length <= 240 && name.split('/').every((part) => /^[A-Za-z0-9_][A-Za-z0-9_.+ -]{0,100}$/.test(part));

async function unpack(file: ImportFile, { name, method, crc, packed, size, at }: Entry, target: string): Promise<void> {
  const header = view(file.part(at, at + 30));
  if (header.getUint32(0, true) !== 0x04034b50) throw refuse(`no entry at the place of "${name}"`, 'its header');
  const from = at + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  mkdirSync(dirname(target), { recursive: true });
  const out = openSync(target, 'wx');
  try {
    let written = 0;
    let sum = 0;
    for await (const piece of method === STORED ? pieces(file, from, packed) : inflated(file, from, packed)) {
      written += piece.length;
      if (written > size) break;
      sum = crc32(piece, sum);
      writeSync(out, piece);
    }
    if (written !== size)
      throw refuse(`"${name}" of ${written > size ? 'more' : written} bytes`, `the ${size} it claims`);
    if (sum !== crc) throw refuse(`"${name}" with checksum ${sum}`, String(crc));
  } finally {
    closeSync(out);
  }
}

function* pieces(file: ImportFile, from: number, length: number): Generator<Uint8Array> {
  for (let at = from; at < from + length; at += PIECE) yield file.part(at, Math.min(from + length, at + PIECE));
}

/** Piece by piece: what comes out is taken before more goes in. */
async function* inflated(file: ImportFile, from: number, length: number): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: PIECE });
  const feed = async (): Promise<void> => {
    for (const piece of pieces(file, from, length)) {
      if (!inflate.write(piece)) await new Promise((resolve) => inflate.once('drain', resolve));
    }
    inflate.end();
  };
  feed().catch((error) => inflate.destroy(error));
  try {
    for await (const piece of inflate) yield piece as Uint8Array;
  } catch (error) {
    if (error instanceof ForeignError) throw error;
    throw refuse(`bytes that do not unpack (${(error as Error).message})`, 'deflate');
  }
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('a name that is not UTF-8', 'plain names');
  }
}
