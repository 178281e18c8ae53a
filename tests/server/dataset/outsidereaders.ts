import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { crc32, inflateSync } from 'node:zlib';
import { type Table, tableFromIPC } from 'apache-arrow';
import { readParquet } from 'parquet-wasm/node';
import { expect } from 'vitest';

/** All rows of a parquet file, by a reader that is not ours (arrow-rs). */
export function parquet(path: string): Table {
  return tableFromIPC(readParquet(readFileSync(path)).intoIPCStream());
}

export const list = (table: Table, name: string, row: number): number[] =>
  [...table.getChild(name)!.get(row)].map(Number);

/** A PNG of 8-bit true colour, by its standard: chunks with their checksums, rows with filters none, sub or up. */
export function pixels(png: Buffer): number[] {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const data: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const kind = png.toString('latin1', at + 4, at + 8);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(png.subarray(at + 4, at + 8 + length)));
    if (kind === 'IHDR') [width, height] = [png.readUInt32BE(at + 8), png.readUInt32BE(at + 12)];
    if (kind === 'IHDR') expect([...png.subarray(at + 16, at + 21)]).toEqual([8, 2, 0, 0, 0]);
    if (kind === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const raw = inflateSync(Buffer.concat(data));
  const row = width * 3;
  const out = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)]!;
    expect([0, 1, 2]).toContain(filter);
    for (let x = 0; x < row; x++) {
      const left = filter === 1 && x >= 3 ? out[y * row + x - 3]! : 0;
      const above = filter === 2 && y > 0 ? out[(y - 1) * row + x]! : 0;
      out[y * row + x] = raw[y * (row + 1) + 1 + x]! + left + above;
    }
  }
  return [...out];
}

/** Debian's own Python, which has Debian's modules; another may stand before it in the path. */
const DEBIAN = '/usr/bin/python3';
const PYTHON = existsSync(DEBIAN) ? DEBIAN : 'python3';

/** What a Python script prints. */
export const python = (script: string, ...words: string[]): string =>
  execFileSync(PYTHON, ['-c', script, ...words], { encoding: 'utf8' });

/** Whether the Python here cannot import a module. */
export function pythonLacks(module: string): boolean {
  try {
    execFileSync(PYTHON, ['-c', `import ${module}`], { stdio: 'ignore' });
    return false;
  } catch {
    return true;
  }
}
