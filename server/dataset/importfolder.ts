import { closeSync, constants, type Dirent, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { ForeignError } from '../../shared/dataset/foreign.ts';

/** Largest file that is read at all, and most entries of a folder. */
export const MAX_FILE_BYTES = 4e9;
const MAX_ENTRIES = 100_000;
const MAX_JSON_BYTES = 64e6;

/** A file that is open for reading: its size, and any part of it. Never a link, never a device. */
export class ImportFile {
  readonly path: string;
  readonly size: number;
  private readonly descriptor: number;

  constructor(path: string, most = MAX_FILE_BYTES) {
    this.path = path;
    try {
      this.descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    } catch (error) {
      const code = (error as { code?: string }).code;
      const got = code === 'ENOENT' ? 'no such file' : code === 'ELOOP' ? 'a link' : `an error (${code})`;
      throw new ForeignError(shown(path), got, 'a file', 'Bring the whole folder, as it was exported.');
    }
    const stat = fstatSync(this.descriptor);
    this.size = stat.size;
    if (stat.isFile() && this.size <= most) return;
    closeSync(this.descriptor);
    throw new ForeignError(
      shown(path),
      stat.isFile() ? `${this.size} bytes` : 'no file',
      `a file of at most ${most} bytes`,
    );
  }

  /** Bytes from `from` to `to`, all of them. */
  part(from: number, to: number): Uint8Array<ArrayBuffer> {
    if (!(from >= 0 && to >= from && to <= this.size)) {
      throw new ForeignError(shown(this.path), `a place from ${from} to ${to}`, `one within its ${this.size} bytes`);
    }
    const bytes = new Uint8Array(to - from);
    let at = 0;
    while (at < bytes.length) {
      const read = readSync(this.descriptor, bytes, at, bytes.length - at, from + at);
      if (read === 0) throw new ForeignError(shown(this.path), `${from + at} bytes`, `${this.size}`);
      at += read;
    }
    return bytes;
  }

  /** For readers that go through a file themselves. */
  readInto(bytes: Uint8Array, offset: number, length: number, from: number): number {
    return readSync(this.descriptor, bytes, offset, length, from);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

/** The JSON in a file. */
export function readJson(path: string): unknown {
  const file = new ImportFile(path, MAX_JSON_BYTES);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file.part(0, file.size)));
  } catch (error) {
    if (error instanceof ForeignError) throw error;
    throw new ForeignError(shown(path), 'text that is not JSON', 'JSON');
  } finally {
    file.close();
  }
}

/** Names in a folder, sorted; none where there is no such folder. Links and the like are refused. */
export function namesIn(folder: string, kind: 'files' | 'folders'): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  if (entries.length > MAX_ENTRIES) {
    throw new ForeignError(shown(folder), `${entries.length} entries`, `at most ${MAX_ENTRIES}`);
  }
  const odd = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
  if (odd) throw new ForeignError(shown(join(folder, odd.name)), 'a link or device', 'a file or folder');
  const wanted = entries.filter((entry) => (kind === 'files' ? entry.isFile() : entry.isDirectory()));
  return wanted.map(({ name }) => name).sort();
}

/** The last parts of a path: what the reader of a message needs of it. */
export const shown = (path: string): string => path.split('/').slice(-3).join('/').slice(-100);
