import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NoLaps } from '../../../server/dataset/collection.ts';
import { findDataset } from '../../../server/store/datasets.ts';
import { readLog } from '../../../server/store/races.ts';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { samplesOf } from '../../../shared/dataset/samples.ts';
import { EXPORT_FORMATS, transitionsOf } from '../../../shared/dataset/transitions.ts';
import { Camera } from '../../../shared/observation/camera.ts';
import { isObservationName, observationCalled, observationWithNames } from '../../../shared/observation/named.ts';
import { observationNames, observationSize, TRACK_FEATURES } from '../../../shared/observation/spec.ts';
import { readState, restingState } from '../../../shared/vehicle/state.ts';

import { ExportedLaps, track } from './exportedlaps.ts';
import { list, parquet, pixels } from './outsidereaders.ts';

const WIDTH = observationSize(TRACK_FEATURES);
const own = new ExportedLaps();
beforeAll(() => own.make());
afterAll(() => own.remove());

describe('an export', () => {
  const STEPS = EXPORT_FORMATS.filter((format) => format !== 'raw');
  test.each(STEPS)('as %s holds every lap, its card and no path of its name', async (format) => {
    const { target, report, shares } = await own.exported(format);
    expect(report).toMatchObject({ format, laps: 4, withheld: 0 });
    expect(report.steps).toBe(own.laps.reduce((sum, lap) => sum + Math.floor(lap.frames.length / 6), 0));
    expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
    expect(readFileSync(join(target, 'README.md'), 'utf8')).toContain('4 laps');
    expect(readdirSync(target, { recursive: true }).join('\n')).not.toMatch(/\.\.|"|ü/);
  });

  test('holds back the laps of whoever did not agree, and refuses when nobody did', async () => {
    const [first, ...others] = [...new Set(own.laps.map((lap) => lap.episodeId))];
    const consent = { version: 1, recorded: true, shared: true, exported: false };
    const person = { kind: 'human', consent: JSON.stringify(consent) } as const;
    await own.store.updateTable('episode').set(person).where('id', '=', first!).execute();
    const { report } = await own.exported('csv');
    expect(report).toMatchObject({ laps: 2, withheld: 2 });
    await own.store.updateTable('episode').set(person).where('id', 'in', others).execute();
    await expect(own.exported('csv')).rejects.toThrow(NoLaps);
    const agreed = { kind: 'human', consent: JSON.stringify({ ...consent, exported: true }) } as const;
    await own.store.updateTable('episode').set(agreed).where('id', '=', first!).execute();
    expect((await own.exported('csv')).report).toMatchObject({ laps: 2, withheld: 2 });
    await own.store.updateTable('episode').set({ kind: 'scripted', consent: null }).execute();
  });
});

describe('what a step observes', () => {
  test.each(['road', 'range-finder', 'obstacles', 'cue', 'motion,trackFeatures'])(
    '%s, by driving again',
    async (name) => {
      const { target } = await own.exported('lerobot', 20, name);
      const spec = observationCalled(name, track);
      const { features, mimic_gp } = JSON.parse(readFileSync(join(target, 'meta/info.json'), 'utf8'));
      expect(features['observation.environment_state'].names).toEqual(observationNames(spec));
      expect(mimic_gp.observation).toEqual(spec);
      expect(readFileSync(join(target, 'README.md'), 'utf8')).toContain(`Observation (${spec.blocks.join(', ')}`);
      const data = parquet(join(target, 'data/chunk-000/file-000.parquet'));
      const { observations, width } = transitionsOf(own.laps[0]!, spec, 20);
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
      await expect(own.exported('csv', 20, name)).rejects.toThrow(/expected one of own, traffic, road/);
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
    const [lap] = own.laps;
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
    const [lap] = own.laps;
    const { steps, states, actions } = transitionsOf(lap!, TRACK_FEATURES, 60);
    expect(states).toEqual(lap!.states);
    expect(Array.from(actions, (value) => Math.round(value * 127))).toEqual([...lap!.frames]);
    expect(steps * 2).toBe(lap!.frames.length);
  });
});

describe('LeRobot', () => {
  test('data, episodes and tasks are what info.json says, times on the grid', async () => {
    const { target, report } = await own.exported('lerobot');
    const info = JSON.parse(readFileSync(join(target, 'meta/info.json'), 'utf8'));
    expect(info).toMatchObject({ codebase_version: 'v3.0', fps: 20, total_episodes: 4, total_frames: report.steps });
    const data = parquet(join(target, 'data/chunk-000/file-000.parquet'));
    expect(data.schema.fields.map(({ name }) => name)).toEqual(Object.keys(info.features));
    expect(data.numRows).toBe(report.steps);
    const episodes = parquet(join(target, 'meta/episodes/chunk-000/file-000.parquet'));
    expect(episodes.numRows).toBe(4);
    let row = 0;
    for (const [k, lap] of own.laps.entries()) {
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
    const { target } = await own.exported('lerobot');
    const { action } = JSON.parse(readFileSync(join(target, 'meta/stats.json'), 'utf8'));
    const steers = own.laps.flatMap((lap) =>
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
    const { target } = await own.exported('lerobot', 20, 'own', ['front', 'top']);
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
        readState(own.laps[0]!.states, row * 3 * 8, state);
        camera.draw(track, state, expected);
        const cell = data.getChild(column)!.get(row)!.toJSON();
        expect(cell.path).toBeNull();
        expect(pixels(Buffer.from(cell.bytes))).toEqual([...expected].flatMap((value) => [value, value, value]));
      }
      const steps = Number(episodes.getChild('length')!.get(0));
      let sum = 0;
      for (let row = 0; row < steps; row++) {
        readState(own.laps[0]!.states, row * 3 * 8, state);
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
    await expect(own.exported('csv', 20, 'own', ['front'])).rejects.toThrow(/only LeRobot/);
  });
});

describe('plain tables', () => {
  test('parquet and CSV hold the same rows, the last of a lap without an action', async () => {
    const table = parquet(join((await own.exported('parquet', 60)).target, 'steps.parquet'));
    const lines = readFileSync(join((await own.exported('csv', 60)).target, 'steps.csv'), 'utf8')
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
    const last = own.laps[0]!.frames.length / 2;
    expect(table.getChild('steerInput')!.get(last)).toBeNull();
    expect(table.getChild('x')!.get(last)).toBe(own.laps[0]!.states.at(-8));
  });
});

test('the laps of a data set are those of its log', async () => {
  const [lap] = own.laps;
  const episode = await own.store
    .selectFrom('episode')
    .selectAll()
    .where('id', '=', lap!.episodeId)
    .executeTakeFirstOrThrow();
  const { log, track: road } = await readLog(own.store, episode.race_id);
  const place = {
    id: episode.id,
    driver: { id: episode.driver_id, kind: episode.kind as 'scripted' },
    car: 0,
    firstTick: 0,
  };
  expect(lapsOfLog(log, road, [place])[0]!.frames).toEqual(lap!.frames);
  expect(await findDataset(own.store, own.dataset.id)).toEqual(own.dataset);
});
