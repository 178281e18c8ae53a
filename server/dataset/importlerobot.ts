import { join } from 'node:path';
import { z } from 'zod';
import {
  checkEpisode,
  checkSize,
  countOf,
  FOREIGN_LIMITS,
  type ForeignEpisode,
  ForeignError,
  MAX_EPISODE_STEPS,
} from '../../shared/dataset/foreign.ts';
import { namesIn, readJson } from './importfolder.ts';
import { ImportParquet, type RowGroupValues, type WantedColumn } from './importparquet.ts';
import type { ForeignReader } from './importreader.ts';

const featureSchema = z.object({
  dtype: z.string().max(20),
  shape: z.array(z.int().min(1).max(1e6)).min(1).max(5),
  names: z.unknown(),
});
const infoSchema = z.object({
  codebase_version: z.string().max(20),
  fps: z.int().min(1).max(FOREIGN_LIMITS.fps),
  total_episodes: z.int().min(1).max(FOREIGN_LIMITS.episodes),
  total_frames: z.int().min(1).max(FOREIGN_LIMITS.steps),
  features: z.record(z.string().min(1).max(200), z.unknown()),
  mimic_gp: z.object({ dataset: z.string().max(100) }).optional(),
});
type Feature = z.infer<typeof featureSchema>;

/** Observations are taken from the first of these that is there, unless another feature is asked for. */
const OBSERVATIONS = ['observation.environment_state', 'observation.state'];
/** How far a timestamp may lie from its place on the grid: what float32 makes of some hours, in seconds. */
const OFF_GRID = 2e-3;
const ROW: readonly WantedColumn[] = ['frame_index', 'episode_index', 'index'].map((name) => {
  return { name, kind: 'integer', width: 1 };
});

interface EpisodeRow {
  length: number;
  driver: string;
  group: string;
}

/**
 * A LeRobotDataset v3 in a folder. Only its standard places are looked at: `data_path` and the like in info.json are
 * somebody's text.
 */
export async function openLeRobot(folder: string, feature?: string): Promise<ForeignReader> {
  const parsed = infoSchema.safeParse(readJson(join(folder, 'meta/info.json')));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ForeignError(`meta/info.json, ${issue!.path.join('.')}`, issue!.message, 'LeRobotDataset v3');
  }
  const info = parsed.data;
  if (!/^v3\./.test(info.codebase_version)) {
    const next = "Convert it with LeRobot's own converter.";
    throw new ForeignError('LeRobot version', info.codebase_version, 'v3.0', next);
  }
  const features = new Map(Object.entries(info.features));
  const source = feature ?? OBSERVATIONS.find((name) => features.has(name)) ?? OBSERVATIONS[0]!;
  const observed = vectorFeature(features, source);
  const acted = vectorFeature(features, 'action');
  if (acted.shape[0] !== 2) {
    throw new ForeignError('Feature "action"', `${acted.shape[0]} numbers`, '2: steer and pedal', 'Bring driving.');
  }
  const width = observed.shape[0]!;
  checkSize({ episodes: info.total_episodes, steps: info.total_frames, width });
  const episodes = await episodeRows(folder, info.total_episodes, info.total_frames);
  return {
    about: {
      ...{ format: 'lerobot', name: info.mimic_gp?.dataset ?? 'LeRobot', fps: info.fps },
      ...{ observationNames: namesOf(observed, source), episodes: episodes.length, steps: info.total_frames },
    },
    episodes: () => readEpisodes(folder, { rows: episodes, source, width, fps: info.fps }),
  };
}

function vectorFeature(features: ReadonlyMap<string, unknown>, name: string): Feature {
  const parsed = featureSchema.safeParse(features.get(name));
  if (!parsed.success)
    throw new ForeignError(`Feature "${name.slice(0, 60)}"`, 'none', 'a list of numbers in info.json');
  const { dtype, shape } = parsed.data;
  if (shape.length === 1 && (dtype === 'float32' || dtype === 'float64')) return parsed.data;
  throw new ForeignError(`Feature "${name.slice(0, 60)}"`, `${dtype} [${shape}]`, 'float32 or float64, one dimension');
}

/** As the file names them, or by number. */
function namesOf({ shape, names }: Feature, source: string): string[] {
  const parsed = z.array(z.string().max(100)).length(shape[0]!).safeParse(names);
  return parsed.success ? parsed.data : Array.from({ length: shape[0]! }, (_, k) => `${source}.${k}`);
}

/** `meta/episodes`: a row an episode by its place, lengths that add up, no gaps. */
async function episodeRows(folder: string, count: number, frames: number): Promise<EpisodeRow[]> {
  const rows: EpisodeRow[] = [];
  let from = 0;
  for (const path of parquetFiles(join(folder, 'meta/episodes'))) {
    const file = new ImportParquet(path);
    try {
      const texts = ['driver_id', 'episode_id'].filter((name) => file.columns.includes(name));
      const wanted: WantedColumn[] = [
        ...['episode_index', 'length', 'dataset_from_index'].map(
          (name) => ({ name, kind: 'integer', width: 1 }) as const,
        ),
        ...texts.map((name) => ({ name, kind: 'text', width: 1 }) as const),
      ];
      for await (const group of file.groups(wanted)) {
        for (let row = 0; row < group.rows; row++) {
          const at = rows.length;
          expect(`Episode ${at}, its index`, whole(group.values, 'episode_index', row), at);
          expect(`Episode ${at}, its first row`, whole(group.values, 'dataset_from_index', row), from);
          const length = countOf(`Episode ${at}, length`, group.values.get('length')![row], 1, MAX_EPISODE_STEPS);
          const text = (name: string): string => String(group.values.get(name)?.[row] ?? '').slice(0, 200);
          rows.push({ length, driver: text('driver_id'), group: text('episode_id') });
          from += length;
          if (rows.length > count) expect('Episodes', rows.length, count);
        }
      }
    } finally {
      file.close();
    }
  }
  expect('Episodes in meta/episodes', rows.length, count);
  expect('Steps in meta/episodes', from, frames);
  return rows;
}

interface Reading {
  rows: readonly EpisodeRow[];
  source: string;
  width: number;
  fps: number;
}

/** Rows of all data files in order, as episodes. */
async function* readEpisodes(folder: string, { rows, source, width, fps }: Reading): AsyncGenerator<ForeignEpisode> {
  let at = 0;
  let step = 0;
  let index = 0;
  let episode = emptyEpisode(rows[0]!, 0, width);
  const wanted: WantedColumn[] = [
    ...ROW,
    { name: 'timestamp', kind: 'float', width: 1 },
    { name: source, kind: 'float', width },
    { name: 'action', kind: 'float', width: 2 },
  ];
  for (const path of parquetFiles(join(folder, 'data'))) {
    const file = new ImportParquet(path);
    try {
      for await (const { rows: count, values } of file.groups(wanted)) {
        for (let row = 0; row < count; row++) {
          if (at >= rows.length) throw new ForeignError('Rows of data', `more than ${index}`, `${index}`);
          expect(`Row ${index}, episode_index`, whole(values, 'episode_index', row), at);
          expect(`Row ${index}, frame_index`, whole(values, 'frame_index', row), step);
          expect(`Row ${index}, index`, whole(values, 'index', row), index);
          const time = Number(values.get('timestamp')![row]);
          if (!(Math.abs(time - step / fps) <= OFF_GRID)) expect(`Row ${index}, timestamp`, time, step / fps);
          copyRow(values.get(source)!, row, width, episode.observations, step, source);
          copyRow(values.get('action')!, row, 2, episode.actions, step, 'action');
          index++;
          if (++step < episode.steps) continue;
          checkEpisode(at, episode, width);
          yield episode;
          step = 0;
          if (++at < rows.length) episode = emptyEpisode(rows[at]!, at, width);
        }
      }
    } finally {
      file.close();
    }
  }
  if (at < rows.length) expect('Rows of data', index, index + episode.steps - step);
}

function emptyEpisode({ length, driver, group }: EpisodeRow, at: number, width: number): ForeignEpisode {
  return {
    ...{ driver, group: group || `episode ${at}`, steps: length },
    observations: new Float32Array(length * width),
    actions: new Float32Array(length * 2),
  };
}

function copyRow(
  rows: ArrayLike<unknown>,
  row: number,
  width: number,
  out: Float32Array,
  to: number,
  name: string,
): void {
  const value = width === 1 && typeof rows[row] === 'number' ? [rows[row]] : rows[row];
  const list = value as ArrayLike<unknown> | null;
  if (list === null || typeof list !== 'object' || list.length !== width) {
    throw new ForeignError(`"${name}" of a row`, list?.length ?? 'nothing', `${width} numbers`);
  }
  for (let k = 0; k < width; k++) out[to * width + k] = typeof list[k] === 'number' ? (list[k] as number) : Number.NaN;
}

/** Chunk by chunk, file by file: their names are padded with zeros. */
const parquetFiles = (folder: string): string[] =>
  namesIn(folder, 'folders')
    .filter((chunk) => /^chunk-\d{3,6}$/.test(chunk))
    .flatMap((chunk) =>
      namesIn(join(folder, chunk), 'files')
        .filter((name) => /^file-\d{3,6}\.parquet$/.test(name))
        .map((name) => join(folder, chunk, name)),
    );

const whole = (values: RowGroupValues, name: string, row: number): number => Number(values.get(name)![row]);

function expect(what: string, got: number, expected: number): void {
  if (got !== expected) throw new ForeignError(what, got, expected, 'The set has gaps or was cut: export it again.');
}
