import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, zstdDecompressSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import type { RunningHeat } from './session.ts';

/** RFC 8878: how a zstd frame begins. */
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const MOST_PACKED = 64 * 1024;

/** Every byte under a folder: the files as they are, and whatever in them can be unpacked. */
export function everyByte(folder: string): Buffer {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const parts = files.flatMap((entry) => {
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    return [Buffer.from(entry.name), bytes, ...unpacked(entry.name, bytes)];
  });
  return Buffer.concat(parts);
}

function unpacked(name: string, bytes: Buffer): Uint8Array[] {
  if (name.endsWith('.zip'))
    return Object.entries(unzipSync(bytes)).flatMap(([inner, file]) => [Buffer.from(inner), file]);
  const parts: Uint8Array[] = [];
  for (let at = bytes.indexOf(ZSTD); at >= 0; at = bytes.indexOf(ZSTD, at + 1)) {
    try {
      const packed = bytes.subarray(at, at + MOST_PACKED);
      parts.push(zstdDecompressSync(packed, { finishFlush: constants.ZSTD_e_flush }));
    } catch {
      // Four bytes that look like a frame, or one whose end has been overwritten.
    }
  }
  return parts;
}

/** A second of a car's steering that nobody else steered, as it stands in an unpacked chunk. */
export function steering(heat: RunningHeat, car: number): Buffer {
  const steer = heat.applied[car].filter((_, i) => i % 2 === 0);
  for (let at = 0; at + 60 <= steer.length; at += 60) {
    const second = steer.slice(at, at + 60);
    const changes = second.filter((value, i) => i > 0 && value !== second[i - 1]).length;
    if (changes >= 3) return Buffer.from(Int8Array.from(second).buffer);
  }
  throw new Error('The driver never steered.');
}
