import { closeSync, openSync, readdirSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { NoLaps } from './refusal.ts';

const PIECE_BYTES = 64 * 1024;
/** Deflate makes nothing of what is compressed already. */
const COMPRESSED = /\.(parquet|hdf5|mp4|png|zst)$/;

/** What the offsets of a zip archive reach. */
const MAX_ARCHIVE_BYTES = 2 ** 32 - 1;

/**
 * Put a folder's files into one zip archive, piece by piece; NoLaps when they do not fit into one. Blocks its thread: for
 * workers.
 */
export function zipFolder(folder: string, path: string, most = MAX_ARCHIVE_BYTES): void {
  const target = openSync(path, 'w');
  try {
    let size = 0;
    const zip = new Zip((error, bytes) => {
      if (error) throw error;
      size += bytes.length;
      if (size > most) {
        const next = 'Export it as a folder, with "mimic export".';
        throw new NoLaps(
          `Archive of the export: got more than ${most} bytes, expected a file of at most that. ${next}`,
        );
      }
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
