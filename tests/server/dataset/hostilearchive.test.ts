import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importFrom } from '../../../server/dataset/importer.ts';
import { ForeignError } from '../../../shared/dataset/foreign.ts';
import { type ZipEntry, zipOf } from './hostilefiles.ts';
import { HostileSets } from './hostilesets.ts';

const sets = new HostileSets();
beforeAll(() => sets.make());
afterAll(() => sets.remove());

describe('an archive', () => {
  const text = new TextEncoder().encode('{}');
  const plain = (name: string, more: Partial<ZipEntry> = {}): ZipEntry => ({
    name,
    body: text,
    crc: crc32(text),
    ...more,
  });
  const zeros = new Uint8Array(5_000_000);
  const packed = deflateRawSync(zeros);

  test.each<[string, Uint8Array, RegExp]>([
    ['a way up', zipOf([plain('../../escaped.json')]), /the name "..\/..\/escaped.json"/],
    ['a way up inside', zipOf([plain('meta/../../x')]), /a path below its folder/],
    ['a root', zipOf([plain('/etc/cron.d/x')]), /a path below its folder/],
    ['a drive', zipOf([plain('C:\\windows\\x')]), /a path below its folder/],
    ['a backslash', zipOf([plain('..\\x')]), /a path below its folder/],
    ['a hidden name', zipOf([plain('.bashrc')]), /a path below its folder/],
    ['a NUL', zipOf([plain('meta/info.json\0.png')]), /a path below its folder/],
    ['a name twice', zipOf([plain('meta/info.json'), plain('meta/info.json')]), /twice/],
    ['a name twice but for its case', zipOf([plain('meta/info.json'), plain('META/INFO.json')]), /twice/],
    ['a link', zipOf([plain('meta/info.json', { mode: 0o120777 })]), /a link or device/],
    ['an encrypted entry', zipOf([plain('meta/info.json', { flags: 1 })]), /encrypted/],
    ['another compression', zipOf([plain('meta/info.json', { method: 14 })]), /compression 14/],
    [
      'a size beyond deflate',
      zipOf([{ name: 'x', body: packed, method: 8, size: 4e9 }]),
      /expected what deflate can do/,
    ],
    [
      'more than it says',
      zipOf([{ name: 'x', body: packed, method: 8, size: 100 }]),
      /"x" of more bytes, expected the 100/,
    ],
    ['less than it says', zipOf([plain('x', { size: 30 })]), /"x" of 2 bytes, expected the 30/],
    ['another checksum', zipOf([plain('x', { crc: 1 })]), /with checksum/],
    [
      'bytes that are no deflate',
      zipOf([{ name: 'x', body: new Uint8Array(90).fill(0xff), method: 8, size: 90 }]),
      /do not unpack/,
    ],
    ['more entries than it has', zipOf([plain('x')], 900), /a broken directory/],
    ['its end cut off', zipOf([plain('x')]).subarray(0, 60), /without the end of an archive/],
    ['nothing that is known', zipOf([plain('hello.json')]), /no set that is known/],
  ])('with %s is refused, and nothing of it is anywhere', async (_, bytes, reason) => {
    const path = join(sets.dataDir, 'hostile.zip');
    writeFileSync(path, bytes);
    const before = readdirSync(sets.dataDir, { recursive: true }).length;
    const error = await importFrom(sets.store, { path, format: null }, sets.dataDir).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ForeignError);
    expect(error.message).toMatch(reason);
    expect(readdirSync(sets.dataDir, { recursive: true })).toHaveLength(before);
  });

  test('of 400 bombs of 5 MB each is unpacked within its bounds or not at all', async () => {
    const path = join(sets.dataDir, 'bombs.zip');
    const crc = crc32(zeros);
    const entries = Array.from({ length: 900 }, (_, k) => ({
      name: `x${k}`,
      body: packed,
      method: 8,
      size: 5_000_000,
      crc,
    }));
    writeFileSync(path, zipOf(entries));
    const error = await importFrom(sets.store, { path, format: null }, sets.dataDir).catch((thrown) => thrown);
    expect(error.message).toMatch(/4500000000 bytes unpacked, expected at most 4000000000/);
  });
});
