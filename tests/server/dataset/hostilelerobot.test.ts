import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importFrom } from '../../../server/dataset/importer.ts';
import { importInProcess } from '../../../server/dataset/importprocess.ts';
import { page, replaceColumn, retouch } from './hostilefiles.ts';
import { HostileSets, texted } from './hostilesets.ts';

const sets = new HostileSets();
beforeAll(() => sets.make());
afterAll(() => sets.remove());

const DATA = 'data/chunk-000/file-000.parquet';
const EPISODES = 'meta/episodes/chunk-000/file-000.parquet';

/** Rows of the first row group: the first lap. */
const rows = (copy: string): number => {
  let count = 0;
  retouch(join(copy, DATA), ({ row_groups }) => {
    count = Number(row_groups[0]!.num_rows);
  });
  return count;
};

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return [...bytes, left];
    bytes.push((left % 128) + 128);
  }
}

describe('a LeRobot set', () => {
  test.each<[string, (copy: string) => void, RegExp]>([
    ['cut JSON', (copy) => truncateSync(join(copy, 'meta/info.json'), 100), /text that is not JSON/],
    ['NaN in JSON', texted('meta/info.json', (text) => text.replace('"fps": 20', '"fps": NaN')), /not JSON/],
    [
      '1e12 frames',
      texted('meta/info.json', (text) => text.replace(/"total_frames": \d+/, '"total_frames": 1e12')),
      /total_frames: got Too big/,
    ],
    [
      'another number of frames',
      texted('meta/info.json', (text) => text.replace(/"total_frames": \d+/, '"total_frames": 7')),
      /Steps in meta\/episodes: got \d+, expected 7/,
    ],
    [
      'an old version',
      texted('meta/info.json', (text) => text.replace('v3.0', 'v2.1')),
      /LeRobot version: got v2.1, expected v3.0/,
    ],
    [
      'a prototype for features',
      texted('meta/info.json', (text) => text.replace('"action"', '"__proto__"')),
      /Feature "action": got none/,
    ],
    [
      'a billion numbers',
      texted('meta/info.json', (text) => text.replace(/"shape": \[\s*2\s*\]/, '"shape": [1000000000]')),
      /Feature "action"/,
    ],
    [
      'text as dtype',
      texted('meta/info.json', (text) =>
        text.replace(/"action": \{\s*"dtype": "float32"/, '"action": {"dtype": "string"'),
      ),
      /Feature "action": got string \[2\]/,
    ],
    ['a cut table', (copy) => truncateSync(join(copy, DATA), 3000), /no parquet file, or a part of one/],
    ['an empty table', (copy) => truncateSync(join(copy, DATA), 0), /no parquet file/],
    ['no table', (copy) => rmSync(join(copy, 'data'), { recursive: true }), /Rows of data: got 0, expected \d+/],
    [
      'a table that is a link',
      (copy) => {
        rmSync(join(copy, DATA));
        symlinkSync('/etc/passwd', join(copy, DATA));
      },
      /a link or device/,
    ],
    [
      'a footer of 4 GB',
      (copy) => {
        const bytes = readFileSync(join(copy, DATA));
        bytes.writeUInt32LE(0xffffffff, bytes.length - 8);
        writeFileSync(join(copy, DATA), bytes);
      },
      /Bytes of the footer: got 4294967295/,
    ],
    [
      'a footer of noise',
      (copy) => {
        const bytes = readFileSync(join(copy, DATA));
        bytes.fill(0x9c, bytes.length - 400, bytes.length - 8);
        writeFileSync(join(copy, DATA), bytes);
      },
      /footer that cannot be read|got/,
    ],
    [
      '1e12 rows',
      (copy) =>
        retouch(join(copy, DATA), (metadata) => {
          metadata.num_rows = 10n ** 12n;
        }),
      /Rows of .*: got 1000000000000/,
    ],
    [
      'row groups of other sums',
      (copy) =>
        retouch(join(copy, DATA), (metadata) => {
          metadata.row_groups[0]!.num_rows += 1n;
        }),
      /Rows of a row group|row groups of/,
    ],
    [
      'a column outside the file',
      (copy) =>
        retouch(join(copy, DATA), (metadata) => {
          metadata.row_groups[0]!.columns[2]!.meta_data!.data_page_offset = 10n ** 11n;
        }),
      /a place from 100000000000/,
    ],
    [
      'a column twice',
      (copy) =>
        retouch(join(copy, DATA), (metadata) => {
          metadata.row_groups[0]!.columns.push(metadata.row_groups[0]!.columns[2]!);
        }),
      /2 columns "action"/,
    ],
    [
      'a column of another type',
      (copy) =>
        retouch(join(copy, DATA), (metadata) => {
          metadata.row_groups[0]!.columns[2]!.meta_data!.type = 'BYTE_ARRAY';
        }),
      /"action" of BYTE_ARRAY, expected FLOAT or DOUBLE/,
    ],
    [
      '1e12 values',
      (copy) =>
        retouch(join(copy, DATA), (metadata) => {
          metadata.row_groups[0]!.columns[2]!.meta_data!.num_values = 10n ** 12n;
        }),
      /Values of "action": got 1000000000000/,
    ],
    [
      'a page that unpacks to 2 GB',
      (copy) =>
        replaceColumn(
          join(copy, DATA),
          'frame_index',
          'SNAPPY',
          page({ unpacked: 2 ** 31 - 1, values: rows(copy) }, new Uint8Array(50)),
        ),
      /Page of "frame_index", unpacked bytes: got 2147483647/,
    ],
    [
      'a page of 2e9 values',
      (copy) =>
        replaceColumn(
          join(copy, DATA),
          'frame_index',
          'UNCOMPRESSED',
          page({ unpacked: 50, values: 2e9 }, new Uint8Array(50)),
        ),
      /Page of "frame_index", values: got 2000000000/,
    ],
    [
      'zstd of 100 MB in a page of 1 MB',
      (copy) =>
        replaceColumn(
          join(copy, DATA),
          'frame_index',
          'ZSTD',
          page({ unpacked: 1e6, values: rows(copy) }, zstdCompressSync(Buffer.alloc(1e8))),
        ),
      /page that cannot be read/,
    ],
    [
      'frames with a gap',
      (copy) => {
        const path = join(copy, DATA);
        const values = Buffer.alloc(8 * rows(copy));
        for (let k = 0; k < rows(copy); k++) values.writeBigInt64LE(BigInt(k < 9 ? k : k + 1), k * 8);
        const levels = Buffer.from([4, 0, 0, 0, ...varint(rows(copy) * 2), 1]);
        levels.writeUInt32LE(levels.length - 4, 0);
        const body = Buffer.concat([levels, values]);
        replaceColumn(path, 'frame_index', 'UNCOMPRESSED', page({ unpacked: body.length, values: rows(copy) }, body));
      },
      /Row 9, frame_index: got 10, expected 9/,
    ],
    [
      'episodes with a gap',
      (copy) => {
        writeFileSync(join(copy, EPISODES), Buffer.alloc(0));
      },
      /no parquet file/,
    ],
  ])('with %s is refused', async (_, change, reason) => {
    expect(await sets.refusal(sets.lerobot, change)).toMatch(reason);
  });

  test('whose info.json points elsewhere is read where it lies', async () => {
    const copy = mkdtempSync(join(sets.dataDir, 'elsewhere-'));
    cpSync(sets.lerobot, copy, { recursive: true });
    texted('meta/info.json', (text) => text.replace(/"data_path": "[^"]*"/, '"data_path": "../../../../etc/passwd"'))(
      copy,
    );
    const { set } = await importFrom(sets.store, { path: copy, format: null }, sets.dataDir);
    expect(set!.episodes).toBe(2);
    await sets.store.deleteFrom('imported_set').execute();
  });

  test('with a run of a billion in a small page ends its process, in bounded memory', async () => {
    const copy = mkdtempSync(join(sets.dataDir, 'run-'));
    cpSync(sets.lerobot, copy, { recursive: true });
    const body = Buffer.from([6, 0, 0, 0, ...varint(2 ** 30 * 2), 1, ...new Array(40).fill(0)]);
    replaceColumn(
      join(copy, DATA),
      'frame_index',
      'UNCOMPRESSED',
      page({ unpacked: body.length, values: rows(copy) }, body),
    );
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 5);
    const work = importInProcess({ dataDir: sets.dataDir, order: { path: copy, format: null } });
    await expect(work).rejects.toThrow(/The file: got more than 384 MB of lists/);
    clearInterval(watch);
    expect((most - before) / 1e6).toBeLessThan(900);
    await sets.store.deleteFrom('imported_set').execute();
  });
});
