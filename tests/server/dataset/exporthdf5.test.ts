import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import h5wasm from 'h5wasm/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transitionsOf } from '../../../shared/dataset/transitions.ts';
import { observationSize, TRACK_FEATURES } from '../../../shared/observation/spec.ts';
import { ExportedLaps, track } from './exportedlaps.ts';
import { python, pythonLacks } from './outsidereaders.ts';

const WIDTH = observationSize(TRACK_FEATURES);
const own = new ExportedLaps();
beforeAll(() => own.make());
afterAll(() => own.remove());

describe('HDF5', () => {
  test('Minari: T + 1 observations, an end by truncation, metadata inside data', async () => {
    const { target, report } = await own.exported('minari');
    const at = join(target, 'mimic-gp/ring-fu-nf-x-1-v0/data');
    const metadata = JSON.parse(readFileSync(join(at, 'metadata.json'), 'utf8'));
    expect(metadata).toMatchObject({ data_format: 'hdf5', total_episodes: 4, total_steps: report.steps });
    expect(JSON.parse(metadata.observation_space)).toMatchObject({ type: 'Box', shape: [WIDTH] });
    await h5wasm.ready;
    const file = new h5wasm.File(join(at, 'main_data.hdf5'), 'r');
    expect(file.keys()).toEqual(['episode_0', 'episode_1', 'episode_2', 'episode_3']);
    for (const [k, lap] of own.laps.entries()) {
      const { steps, observations, actions } = transitionsOf(lap, TRACK_FEATURES, 20);
      const group = file.get(`episode_${k}`) as InstanceType<typeof h5wasm.Group>;
      const values = (name: string) => group.get(name) as InstanceType<typeof h5wasm.Dataset>;
      expect(values('observations').shape).toEqual([steps + 1, WIDTH]);
      expect(values('observations').value).toEqual(observations);
      expect(values('actions').value).toEqual(actions);
      const ends = values('truncations').value as Uint8Array;
      expect([ends.length, ends.indexOf(1)]).toEqual([steps, steps - 1]);
      expect(Number(group.attrs.total_steps!.value)).toBe(steps);
    }
    file.close();
  });

  test('robomimic: one demonstration a lap, the split as masks', async () => {
    const { target, report } = await own.exported('robomimic');
    const file = new h5wasm.File(join(target, 'ring-fu-nf-x-1.hdf5'), 'r');
    const data = file.get('data') as InstanceType<typeof h5wasm.Group>;
    expect(Number(data.attrs.total!.value)).toBe(report.steps);
    expect(JSON.parse(data.attrs.env_args!.value as string).env_kwargs.track).toBe(track.id);
    const { steps, observations } = transitionsOf(own.laps[0]!, TRACK_FEATURES, 20);
    const next = file.get('data/demo_0/next_obs/observation') as InstanceType<typeof h5wasm.Dataset>;
    expect(next.shape).toEqual([steps, WIDTH]);
    expect(next.value).toEqual(observations.slice(WIDTH));
    const masks = ['train', 'valid'].map(
      (key) => (file.get(`mask/${key}`) as InstanceType<typeof h5wasm.Dataset>).value,
    );
    expect(masks.flat().sort()).toEqual(['demo_0', 'demo_1', 'demo_2', 'demo_3']);
    file.close();
  });

  const noH5py = pythonLacks('h5py');
  test.skipIf(noH5py)('Minari: h5py reads it too', async () => {
    const { target } = await own.exported('minari');
    const path = join(target, 'mimic-gp/ring-fu-nf-x-1-v0/data/main_data.hdf5');
    const script = `import h5py,json,sys
f=h5py.File(sys.argv[1],'r')
print(json.dumps([[int(g.attrs['total_steps']), list(g['observations'].shape), float(g['actions'][3,1])] for g in f.values()]))`;
    const read = JSON.parse(python(script, path));
    const { steps, actions } = transitionsOf(own.laps[0]!, TRACK_FEATURES, 20);
    expect(read[0]).toEqual([steps, [steps + 1, WIDTH], actions[7]]);
  });
  if (noH5py) console.log('h5py is not installed here (Debian: python3-h5py): Minari is read by h5wasm alone.');
});
