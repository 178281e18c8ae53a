import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, inflateSync } from 'node:zlib';
import { type Table, tableFromIPC } from 'apache-arrow';
import h5wasm from 'h5wasm/node';
import { readParquet } from 'parquet-wasm/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demonstrate, scriptedName } from '../../../server/cli/demonstration.ts';
import { collect, NoLaps } from '../../../server/dataset/collection.ts';
import { exportDataset } from '../../../server/dataset/export.ts';
import { openStore } from '../../../server/store/database.ts';
import { type Dataset, findDataset } from '../../../server/store/datasets.ts';
import { readLog } from '../../../server/store/races.ts';
import type { Store } from '../../../server/store/tables.ts';
import { lapsOfLog, type RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import { recipeSchema } from '../../../shared/dataset/recipe.ts';
import { samplesOf } from '../../../shared/dataset/samples.ts';
import {
  EXPORT_FORMATS,
  type ExportFormat,
  type ExportRate,
  transitionsOf,
} from '../../../shared/dataset/transitions.ts';
import { Camera, type CameraName } from '../../../shared/observation/camera.ts';
import { isObservationName, observationCalled, observationWithNames } from '../../../shared/observation/named.ts';
import { observationNames, observationSize, TRACK_FEATURES } from '../../../shared/observation/spec.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { readState, restingState } from '../../../shared/vehicle/state.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { temporaryFolder } from '../episode/session.ts';

const track = loadTrack('tests/tracks/ring150.json');
const person = { hands: 'keyboard', skill: 'mid', seed: 4 } as const;
const folder = temporaryFolder();
const WIDTH = observationSize(TRACK_FEATURES);
let store: Store;
let dataset: Dataset;
let laps: RecordedLap[];

beforeAll(async () => {
  const drive = (session: number) =>
    demonstrate(folder.dataDir, { ...person, track, spec: CLUB_RACER, laps: 2, session }, () => {});
  const races = [await drive(1), await drive(2)];
  store = await openStore(folder.dataDir);
  const recipe = recipeSchema.parse({ trackId: track.id, drivers: [scriptedName(person)], clean: false });
  ({ dataset, laps } = await collect(store, 'Ring: "fünf" ../x', recipe, null));
  expect(laps).toHaveLength(4);
  expect(races).toHaveLength(2);
});
afterAll(async () => {
  await store.destroy();
  folder.remove();
});

async function exported(
  format: ExportFormat,
  rate: ExportRate = 20,
  observation = 'own',
  images: readonly CameraName[] = [],
) {
  const target = mkdtempSync(join(folder.dataDir, 'export-'));
  const shares: number[] = [];
  const order = { format, rate, observation, images };
  const report = await exportDataset(store, dataset, target, order, (share) => shares.push(share));
  return { target, report, shares };
}

/** All rows of a parquet file, by a reader that is not ours (arrow-rs). */
function parquet(path: string): Table {
  return tableFromIPC(readParquet(readFileSync(path)).intoIPCStream());
}

const list = (table: Table, name: string, row: number): number[] => [...table.getChild(name)!.get(row)].map(Number);

describe('an export', () => {
  const STEPS = EXPORT_FORMATS.filter((format) => format !== 'raw');
  test.each(STEPS)('as %s holds every lap, its card and no path of its name', async (format) => {
    const { target, report, shares } = await exported(format);
    expect(report).toMatchObject({ format, laps: 4, withheld: 0 });
    expect(report.steps).toBe(laps.reduce((sum, lap) => sum + Math.floor(lap.frames.length / 6), 0));
    expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
    expect(readFileSync(join(target, 'README.md'), 'utf8')).toContain('4 laps');
    expect(readdirSync(target, { recursive: true }).join('\n')).not.toMatch(/\.\.|"|ü/);
  });

  test('holds back the laps of whoever did not agree, and refuses when nobody did', async () => {
    const [first, ...others] = [...new Set(laps.map((lap) => lap.episodeId))];
    const consent = { version: 1, recorded: true, shared: true, exported: false };
    const person = { kind: 'human', consent: JSON.stringify(consent) } as const;
    await store.updateTable('episode').set(person).where('id', '=', first!).execute();
    const { report } = await exported('csv');
    expect(report).toMatchObject({ laps: 2, withheld: 2 });
    await store.updateTable('episode').set(person).where('id', 'in', others).execute();
    await expect(exported('csv')).rejects.toThrow(NoLaps);
    const agreed = { kind: 'human', consent: JSON.stringify({ ...consent, exported: true }) } as const;
    await store.updateTable('episode').set(agreed).where('id', '=', first!).execute();
    expect((await exported('csv')).report).toMatchObject({ laps: 2, withheld: 2 });
    await store.updateTable('episode').set({ kind: 'scripted', consent: null }).execute();
  });
});

describe('what a step observes', () => {
  test.each(['road', 'range-finder', 'obstacles', 'cue', 'motion,trackFeatures'])(
    '%s, by driving again',
    async (name) => {
      const { target } = await exported('lerobot', 20, name);
      const spec = observationCalled(name, track);
      const { features, mimic_gp } = JSON.parse(readFileSync(join(target, 'meta/info.json'), 'utf8'));
      expect(features['observation.environment_state'].names).toEqual(observationNames(spec));
      expect(mimic_gp.observation).toEqual(spec);
      expect(readFileSync(join(target, 'README.md'), 'utf8')).toContain(`Observation (${spec.blocks.join(', ')}`);
      const data = parquet(join(target, 'data/chunk-000/file-000.parquet'));
      const { observations, width } = transitionsOf(laps[0]!, spec, 20);
      for (const row of [0, 41, 99]) {
        expect(list(data, 'observation.environment_state', row)).toEqual([
          ...observations.subarray(row * width, (row + 1) * width),
        ]);
      }
    },
  );

  test('a name that means nothing, or a block twice, is refused with what there is', async () => {
    for (const name of ['sonar', '', 'motion,motion', 'motion,', '__proto__']) {
      expect(isObservationName(name)).toBe(false);
      await expect(exported('csv', 20, name)).rejects.toThrow(/expected one of own, traffic, road/);
    }
  });

  test('is known again by the names of its numbers', () => {
    for (const name of ['own', 'traffic', 'range-finder', 'cue', 'motion,trackFeatures', 'neighbours']) {
      const spec = observationCalled(name, track);
      expect(observationWithNames(observationNames(spec))).toEqual(spec);
    }
    expect(observationWithNames(['offset', 'speed'])).toBeNull();
    expect(observationWithNames([])).toBeNull();
  });
});

describe('steps of a lap', () => {
  test('are those that a clone learns from, with one observation more than actions', async () => {
    const [lap] = laps;
    const steps = transitionsOf(lap!, TRACK_FEATURES, 20);
    const samples = samplesOf([lap!], TRACK_FEATURES);
    expect(steps.observations).toHaveLength((steps.steps + 1) * WIDTH);
    // The samples begin where the car starts to move; from there every third is a step.
    const skipped = lap!.frames.length / 2 - 2 - samples.size;
    const first = Math.ceil(skipped / 3);
    for (let t = first; t < steps.steps; t++) {
      const sample = t * 3 - skipped;
      expect(steps.actions.subarray(t * 2, t * 2 + 2)).toEqual(samples.actions.subarray(sample * 2, sample * 2 + 2));
      expect(steps.observations.subarray(t * WIDTH, (t + 1) * WIDTH)).toEqual(
        samples.observations.subarray(sample * WIDTH, (sample + 1) * WIDTH),
      );
    }
  });

  test('at 60 Hz give every frame and state back', () => {
    const [lap] = laps;
    const { steps, states, actions } = transitionsOf(lap!, TRACK_FEATURES, 60);
    expect(states).toEqual(lap!.states);
    expect(Array.from(actions, (value) => Math.round(value * 127))).toEqual([...lap!.frames]);
    expect(steps * 2).toBe(lap!.frames.length);
  });
});

describe('LeRobot', () => {
  test('data, episodes and tasks are what info.json says, times on the grid', async () => {
    const { target, report } = await exported('lerobot');
    const info = JSON.parse(readFileSync(join(target, 'meta/info.json'), 'utf8'));
    expect(info).toMatchObject({ codebase_version: 'v3.0', fps: 20, total_episodes: 4, total_frames: report.steps });
    const data = parquet(join(target, 'data/chunk-000/file-000.parquet'));
    expect(data.schema.fields.map(({ name }) => name)).toEqual(Object.keys(info.features));
    expect(data.numRows).toBe(report.steps);
    const episodes = parquet(join(target, 'meta/episodes/chunk-000/file-000.parquet'));
    expect(episodes.numRows).toBe(4);
    let row = 0;
    for (const [k, lap] of laps.entries()) {
      const { steps, states, actions } = transitionsOf(lap, TRACK_FEATURES, 20);
      expect(Number(episodes.getChild('dataset_from_index')!.get(k))).toBe(row);
      expect(Number(episodes.getChild('length')!.get(k))).toBe(steps);
      expect(episodes.getChild('driver_id')!.get(k)).toBe(lap.driverId);
      for (let t = 0; t < steps; t += 37) {
        expect(list(data, 'observation.state', row + t)).toEqual([...states.subarray(t * 8, t * 8 + 8)]);
        expect(list(data, 'action', row + t)).toEqual([...actions.subarray(t * 2, t * 2 + 2)]);
        expect(data.getChild('timestamp')!.get(row + t)).toBe(Math.fround(t / 20));
        expect(Number(data.getChild('frame_index')!.get(row + t))).toBe(t);
        expect(Number(data.getChild('index')!.get(row + t))).toBe(row + t);
        expect(data.getChild('next.done')!.get(row + t)).toBe(t === steps - 1);
      }
      row += steps;
    }
    const tasks = parquet(join(target, 'meta/tasks.parquet'));
    expect(JSON.parse(tasks.schema.metadata.get('pandas')!).index_columns).toEqual(['task']);
    expect(episodes.getChild('tasks')!.get(0).get(0)).toBe(tasks.getChild('task')!.get(0));
  });

  test('statistics are those of the rows', async () => {
    const { target } = await exported('lerobot');
    const { action } = JSON.parse(readFileSync(join(target, 'meta/stats.json'), 'utf8'));
    const steers = laps.flatMap((lap) =>
      [...transitionsOf(lap, TRACK_FEATURES, 20).actions].filter((_, i) => i % 2 === 0),
    );
    const mean = steers.reduce((sum, steer) => sum + steer, 0) / steers.length;
    const deviation = Math.sqrt(steers.reduce((sum, steer) => sum + (steer - mean) ** 2, 0) / steers.length);
    expect(action.count).toEqual([steers.length]);
    expect(action.mean[0]).toBeCloseTo(mean, 9);
    expect(action.std[0]).toBeCloseTo(deviation, 9);
    expect(action.max[0]).toBe(Math.max(...steers));
    expect(action.q50[0]).toBeLessThanOrEqual(steers.sort((a, b) => a - b)[Math.floor(steers.length / 2)]!);
  });
});

describe('pictures', () => {
  test('are PNG files in columns of LeRobot, what each camera sees of the state, with statistics a channel', async () => {
    const { target } = await exported('lerobot', 20, 'own', ['front', 'top']);
    const { features } = JSON.parse(readFileSync(join(target, 'meta/info.json'), 'utf8'));
    const stats = JSON.parse(readFileSync(join(target, 'meta/stats.json'), 'utf8'));
    const data = parquet(join(target, 'data/chunk-000/file-000.parquet'));
    const episodes = parquet(join(target, 'meta/episodes/chunk-000/file-000.parquet'));
    expect(data.schema.fields.map(({ name }) => name)).toEqual(Object.keys(features));
    for (const name of ['front', 'top'] as const) {
      const column = `observation.images.${name}`;
      expect(features[column]).toEqual({ dtype: 'image', shape: [48, 64, 3], names: ['height', 'width', 'channels'] });
      const camera = new Camera(name);
      const expected = new Uint8Array(64 * 48);
      const state = restingState();
      for (const row of [0, 31, 120]) {
        readState(laps[0]!.states, row * 3 * 8, state);
        camera.draw(track, state, expected);
        const cell = data.getChild(column)!.get(row)!.toJSON();
        expect(cell.path).toBeNull();
        expect(pixels(Buffer.from(cell.bytes))).toEqual([...expected].flatMap((value) => [value, value, value]));
      }
      const steps = Number(episodes.getChild('length')!.get(0));
      let sum = 0;
      for (let row = 0; row < steps; row++) {
        readState(laps[0]!.states, row * 3 * 8, state);
        camera.draw(track, state, expected);
        sum += expected.reduce((total, value) => total + value, 0) / expected.length / 255;
      }
      const mean = JSON.parse(JSON.stringify(episodes.getChild(`stats/${column}/mean`)!.get(0)));
      expect(mean).toHaveLength(3);
      expect(mean[2][0][0]).toBeCloseTo(sum / steps, 9);
      expect(stats[column].max).toEqual([[[expect.any(Number)]], [[expect.any(Number)]], [[expect.any(Number)]]]);
    }
  });

  test('no other format has columns for them', async () => {
    await expect(exported('csv', 20, 'own', ['front'])).rejects.toThrow(/only LeRobot/);
  });
});

/** A PNG of 8-bit true colour, by its standard: chunks with their checksums, rows with filters none, sub or up. */
function pixels(png: Buffer): number[] {
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

describe('HDF5', () => {
  test('Minari: T + 1 observations, an end by truncation, metadata inside data', async () => {
    const { target, report } = await exported('minari');
    const at = join(target, 'mimic-gp/ring-fu-nf-x-1-v0/data');
    const metadata = JSON.parse(readFileSync(join(at, 'metadata.json'), 'utf8'));
    expect(metadata).toMatchObject({ data_format: 'hdf5', total_episodes: 4, total_steps: report.steps });
    expect(JSON.parse(metadata.observation_space)).toMatchObject({ type: 'Box', shape: [WIDTH] });
    await h5wasm.ready;
    const file = new h5wasm.File(join(at, 'main_data.hdf5'), 'r');
    expect(file.keys()).toEqual(['episode_0', 'episode_1', 'episode_2', 'episode_3']);
    for (const [k, lap] of laps.entries()) {
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
    const { target, report } = await exported('robomimic');
    const file = new h5wasm.File(join(target, 'ring-fu-nf-x-1.hdf5'), 'r');
    const data = file.get('data') as InstanceType<typeof h5wasm.Group>;
    expect(Number(data.attrs.total!.value)).toBe(report.steps);
    expect(JSON.parse(data.attrs.env_args!.value as string).env_kwargs.track).toBe(track.id);
    const { steps, observations } = transitionsOf(laps[0]!, TRACK_FEATURES, 20);
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
    const { target } = await exported('minari');
    const path = join(target, 'mimic-gp/ring-fu-nf-x-1-v0/data/main_data.hdf5');
    const script = `import h5py,json,sys
f=h5py.File(sys.argv[1],'r')
print(json.dumps([[int(g.attrs['total_steps']), list(g['observations'].shape), float(g['actions'][3,1])] for g in f.values()]))`;
    const read = JSON.parse(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' }));
    const { steps, actions } = transitionsOf(laps[0]!, TRACK_FEATURES, 20);
    expect(read[0]).toEqual([steps, [steps + 1, WIDTH], actions[7]]);
  });
  if (noH5py) console.log('h5py is not installed here (Debian: python3-h5py): Minari is read by h5wasm alone.');
});

describe('plain tables', () => {
  test('parquet and CSV hold the same rows, the last of a lap without an action', async () => {
    const table = parquet(join((await exported('parquet', 60)).target, 'steps.parquet'));
    const lines = readFileSync(join((await exported('csv', 60)).target, 'steps.csv'), 'utf8')
      .trim()
      .split('\n');
    const names = lines[0]!.split(',');
    expect(table.schema.fields.map(({ name }) => name)).toEqual(names);
    expect(lines).toHaveLength(table.numRows + 1);
    for (let row = 0; row < table.numRows; row += 101) {
      const cells = lines[row + 1]!.split(',');
      for (const [k, name] of names.entries()) {
        const value = table.getChild(name)!.get(row);
        if (typeof value !== 'number') expect(cells[k]).toBe(value ?? '');
        else if (name === 'time') expect(Number(cells[k])).toBeCloseTo(value, 6);
        else expect(Math.fround(Number(cells[k]))).toBe(value);
      }
    }
    const last = laps[0]!.frames.length / 2;
    expect(table.getChild('steerInput')!.get(last)).toBeNull();
    expect(table.getChild('x')!.get(last)).toBe(laps[0]!.states.at(-8));
  });
});

test('the laps of a data set are those of its log', async () => {
  const [lap] = laps;
  const episode = await store
    .selectFrom('episode')
    .selectAll()
    .where('id', '=', lap!.episodeId)
    .executeTakeFirstOrThrow();
  const { log, track: own } = await readLog(store, episode.race_id);
  const place = {
    id: episode.id,
    driver: { id: episode.driver_id, kind: episode.kind as 'scripted' },
    car: 0,
    firstTick: 0,
  };
  expect(lapsOfLog(log, own, [place])[0]!.frames).toEqual(lap!.frames);
  expect(await findDataset(store, dataset.id)).toEqual(dataset);
});

function pythonLacks(module: string): boolean {
  try {
    execFileSync('python3', ['-c', `import ${module}`], { stdio: 'ignore' });
    return false;
  } catch {
    return true;
  }
}
