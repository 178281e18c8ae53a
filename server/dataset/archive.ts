import { closeSync, openSync, readdirSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

const PIECE_BYTES = 64 * 1024;
/** Deflate makes nothing of what is compressed already. */
const COMPRESSED = /\.(parquet|hdf5|mp4|png|zst)$/;

/** Put a folder's files into one zip archive, piece by piece. Blocks its thread: for workers. */
export function zipFolder(folder: string, path: string): void {
  const target = openSync(path, 'w');
  try {
    const zip = new Zip((error, bytes) => {
      if (error) throw error;
      writeSync(target, bytes);
    });
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
    for (const name of names) if (statSync(join(folder, name)).isFile()) addFile(zip, folder, name);
    zip.end();
  } finally {
    closeSync(target);
  }
}

function addFile(zip: Zip, folder: string, name: string): void {
  const entry = COMPRESSED.test(name) ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
  zip.add(entry);
  const source = openSync(join(folder, name), 'r');
  try {
    const piece = new Uint8Array(PIECE_BYTES);
    for (;;) {
      const read = readSync(source, piece);
      // Both kinds of entry are done with a piece, or have copied it, when they return.
      entry.push(piece.subarray(0, read), read === 0);
      if (read === 0) return;
    }
  } finally {
    closeSync(source);
  }
}
