import { renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import h5wasm from 'h5wasm/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HostileSets, texted } from './hostilesets.ts';

const sets = new HostileSets();
beforeAll(async () => {
  await sets.make();
  await h5wasm.ready;
});
afterAll(() => sets.remove());

const HDF5 = 'mimic-gp/ring-1-v0/data/main_data.hdf5';
const METADATA = 'mimic-gp/ring-1-v0/data/metadata.json';

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
    expect(await sets.refusal(sets.minari, change)).toMatch(reason);
  });
});
