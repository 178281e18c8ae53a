import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync, zstdCompressSync } from 'node:zlib';
import h5wasm from 'h5wasm/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demonstrate, scriptedName } from '../../../server/cli/demonstration.ts';
import { collect } from '../../../server/dataset/collection.ts';
import { exportDataset } from '../../../server/dataset/export.ts';
import { importFrom } from '../../../server/dataset/importer.ts';
import { importInProcess } from '../../../server/dataset/importprocess.ts';
import { openStore } from '../../../server/store/database.ts';
import type { Store } from '../../../server/store/tables.ts';
import { ForeignError } from '../../../shared/dataset/foreign.ts';
import { recipeSchema } from '../../../shared/dataset/recipe.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { temporaryFolder } from '../episode/session.ts';
import { page, replaceColumn, retouch, type ZipEntry, zipOf } from './hostilefiles.ts';

const track = loadTrack('tests/tracks/ring150.json');
const person = { hands: 'pad', skill: 'mid', seed: 4 } as const;
const folder = temporaryFolder();
let store: Store;
let lerobot: string;
let minari: string;

beforeAll(async () => {
  await demonstrate(folder.dataDir, { ...person, track, spec: CLUB_RACER, laps: 2, session: 1 }, () => {});
  store = await openStore(folder.dataDir);
  const recipe = recipeSchema.parse({ trackId: track.id, drivers: [scriptedName(person)], clean: false });
  const { dataset } = await collect(store, 'Ring', recipe, null);
  const exported = async (format: 'lerobot' | 'minari'): Promise<string> => {
    const target = mkdtempSync(join(folder.dataDir, 'export-'));
    await exportDataset(store, dataset, target, { format, rate: 20, observation: 'own', images: [] });
    return target;
  };
  lerobot = await exported('lerobot');
  minari = await exported('minari');
  await h5wasm.ready;
}, 60_000);
afterAll(async () => {
  await store.destroy();
  folder.remove();
});

const DATA = 'data/chunk-000/file-000.parquet';
const EPISODES = 'meta/episodes/chunk-000/file-000.parquet';
const HDF5 = 'mimic-gp/ring-1-v0/data/main_data.hdf5';
const METADATA = 'mimic-gp/ring-1-v0/data/metadata.json';

/** What an import says to a copy that was changed; nothing may stay of it. */
async function refusal(from: string, change: (copy: string) => void): Promise<string> {
  const copy = mkdtempSync(join(folder.dataDir, 'hostile-'));
  cpSync(from, copy, { recursive: true });
  change(copy);
  const error = await importFrom(store, { path: copy, format: null }, folder.dataDir).catch((thrown) => thrown);
  rmSync(copy, { recursive: true });
  expect(error).toBeInstanceOf(ForeignError);
  expect(await store.selectFrom('imported_set').select('id').execute()).toEqual([]);
  expect(readdirSync(folder.dataDir).filter((name) => name.startsWith('importing'))).toEqual([]);
  return (error as Error).message;
}

/** The text of a JSON file, changed as text: what JSON.stringify would not write can be in it. */
const texted = (name: string, edit: (text: string) => string) => (copy: string) =>
  writeFileSync(join(copy, name), edit(readFileSync(join(copy, name), 'utf8')));

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
    expect(await refusal(lerobot, change)).toMatch(reason);
  });

  test('whose info.json points elsewhere is read where it lies', async () => {
    const copy = mkdtempSync(join(folder.dataDir, 'elsewhere-'));
    cpSync(lerobot, copy, { recursive: true });
    texted('meta/info.json', (text) => text.replace(/"data_path": "[^"]*"/, '"data_path": "../../../../etc/passwd"'))(
      copy,
    );
    const { set } = await importFrom(store, { path: copy, format: null }, folder.dataDir);
    expect(set!.episodes).toBe(2);
    await store.deleteFrom('imported_set').execute();
  });

  test('with a run of a billion in a small page ends its process, in bounded memory', async () => {
    const copy = mkdtempSync(join(folder.dataDir, 'run-'));
    cpSync(lerobot, copy, { recursive: true });
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
    const work = importInProcess({ dataDir: folder.dataDir, order: { path: copy, format: null } });
    await expect(work).rejects.toThrow(/The file: got more than 384 MB of lists/);
    clearInterval(watch);
    expect((most - before) / 1e6).toBeLessThan(900);
    await store.deleteFrom('imported_set').execute();
  }, 60_000);
});

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

/** Open the HDF5 file of a copy for changes. */
const reopened = (edit: (file: InstanceType<typeof h5wasm.File>) => void) => (copy: string) => {
  const file = new h5wasm.File(join(copy, HDF5), 'a');
  edit(file);
  file.close();
};
type Dataset = InstanceType<typeof h5wasm.Dataset>;
type Group = InstanceType<typeof h5wasm.Group>;

/** A file of its own, with these two episodes. */
const remade = (make: (file: InstanceType<typeof h5wasm.File>) => void) => (copy: string) => {
  const file = new h5wasm.File(join(copy, HDF5), 'w');
  make(file);
  file.close();
};

describe('a Minari set', () => {
  test.each<[string, (copy: string) => void, RegExp]>([
    ['cut data', (copy) => truncateSync(join(copy, HDF5), 4000), /what HDF5 cannot read/],
    ['no HDF5 at all', (copy) => writeFileSync(join(copy, HDF5), Buffer.alloc(5000)), /another file, expected HDF5/],
    [
      '1e12 steps',
      texted(METADATA, (text) => text.replace(/"total_steps": \d+/, '"total_steps": 1e12')),
      /total_steps: got Too big/,
    ],
    [
      'more episodes than there are',
      texted(METADATA, (text) => text.replace('"total_episodes": 2', '"total_episodes": 9')),
      /Episodes in the file: got 2, expected 9/,
    ],
    [
      'fewer steps than there are',
      texted(METADATA, (text) => text.replace(/"total_steps": \d+/, '"total_steps": 9')),
      /episode_0, steps: got \d+, expected a whole number from 1 to 9/,
    ],
    [
      'a space that is no box',
      texted(METADATA, (text) => text.replace('\\"Box\\"', '\\"__proto__\\"')),
      /expected a Box of float32/,
    ],
    ['another storage', texted(METADATA, (text) => text.replace('"hdf5"', '"../../x"')), /Storage of the Minari set/],
    [
      'a link for its data',
      (copy) => {
        renameSync(join(copy, HDF5), join(copy, 'mimic-gp/elsewhere'));
        symlinkSync(join(copy, 'mimic-gp/elsewhere'), join(copy, HDF5));
      },
      /a link or device/,
    ],
    [
      '1e12 rows in a few bytes',
      reopened((file) => {
        ((file.get('episode_0') as Group).get('actions') as Dataset).resize([1e12, 2]);
      }),
      /episode_0, actions, numbers: got 2000000000000/,
    ],
    [
      'actions of another length',
      reopened((file) => {
        const actions = (file.get('episode_0') as Group).get('actions') as Dataset;
        actions.resize([actions.shape![0]! - 3, 2]);
      }),
      /episode_0, actions: got \d+, expected its total_steps/,
    ],
    [
      'as many observations as actions',
      reopened((file) => {
        const observations = (file.get('episode_0') as Group).get('observations') as Dataset;
        observations.resize([observations.shape![0]! - 1, observations.shape![1]!]);
      }),
      /Minari keeps one observation more than actions/,
    ],
    [
      'numbers that are none',
      reopened((file) => {
        const actions = (file.get('episode_0') as Group).get('actions') as Dataset;
        actions.write_slice(
          [
            [5, 6],
            [0, 1],
          ],
          new Float32Array([Number.NaN]),
        );
      }),
      /Episode 0, step 5, steer: got NaN/,
    ],
    [
      'actions beyond full lock',
      reopened((file) => {
        const actions = (file.get('episode_0') as Group).get('actions') as Dataset;
        actions.write_slice(
          [
            [5, 6],
            [1, 2],
          ],
          new Float32Array([7]),
        );
      }),
      /Episode 0, step 5, pedal: got 7/,
    ],
    [
      'an episode elsewhere',
      reopened((file) => {
        file.create_external_link('/etc/passwd', '/', 'episode_2');
      }),
      /Episodes in the file: got 3, expected 2/,
    ],
    [
      'integers for observations',
      remade((file) => {
        for (const name of ['episode_0', 'episode_1']) {
          const group = file.create_group(name);
          group.create_dataset({ name: 'actions', data: new Float32Array(2), shape: [1, 2], dtype: '<f' });
          group.create_dataset({ name: 'observations', data: new Int32Array(46), shape: [2, 23], dtype: '<i' });
        }
      }),
      /episode_0, observations: got integers of 4 bytes/,
    ],
    [
      'an episode that is a link to another file',
      remade((file) => {
        file.create_external_link('/etc/passwd', '/', 'episode_0');
        file.create_group('episode_1');
      }),
      /episode_0: got something else, expected a group|what HDF5 cannot read/,
    ],
    [
      'a chunk of 80 MB in a few bytes',
      remade((file) => {
        for (const name of ['episode_0', 'episode_1']) {
          const shape = [1, 2];
          const chunks = [10_000_000, 2];
          const group = file.create_group(name);
          group.create_dataset({
            name: 'actions',
            data: new Float32Array(2),
            shape,
            dtype: '<f',
            chunks,
            maxshape: [null, 2],
          });
          group.create_dataset({ name: 'observations', data: new Float32Array(46), shape: [2, 23], dtype: '<f' });
        }
      }),
      /numbers in a chunk: got 20000000,/,
    ],
  ])('with %s is refused', async (_, change, reason) => {
    expect(await refusal(minari, change)).toMatch(reason);
  });
});

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
    const path = join(folder.dataDir, 'hostile.zip');
    writeFileSync(path, bytes);
    const before = readdirSync(folder.dataDir, { recursive: true }).length;
    const error = await importFrom(store, { path, format: null }, folder.dataDir).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ForeignError);
    expect(error.message).toMatch(reason);
    expect(readdirSync(folder.dataDir, { recursive: true })).toHaveLength(before);
  });

  test('of 400 bombs of 5 MB each is unpacked within its bounds or not at all', async () => {
    const path = join(folder.dataDir, 'bombs.zip');
    const crc = crc32(zeros);
    const entries = Array.from({ length: 900 }, (_, k) => ({
      name: `x${k}`,
      body: packed,
      method: 8,
      size: 5_000_000,
      crc,
    }));
    writeFileSync(path, zipOf(entries));
    const error = await importFrom(store, { path, format: null }, folder.dataDir).catch((thrown) => thrown);
    expect(error.message).toMatch(/4500000000 bytes unpacked, expected at most 4000000000/);
  });
});
