import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { STATE_WIDTH } from '../../shared/dataset/lap.ts';
import type { Transitions } from '../../shared/dataset/transitions.ts';
import { observationNames } from '../../shared/observation/spec.ts';
import { STATE_FIELDS } from '../../shared/vehicle/state.ts';
import { type ExportFrame, type ExportWriter, taskOf } from './exportwriter.ts';
import { type FeatureStats, joinStats, statsOf } from './featurestats.ts';
import { EpisodeTable, STATS } from './lerobotepisodes.ts';
import { CameraColumn, IMAGE_SHAPE } from './lerobotimages.ts';
import { ParquetFile } from './parquetfile.ts';
import { type ColumnType, parquetSchema } from './parquetschema.ts';

/**
 * Files grow to this size before the next begins; an episode never spans two. LeRobot's own is 100, but the footer of a
 * file, a row group an episode, is held in memory until the file ends.
 */
const MEGABYTES_A_FILE = 20;
const FILES_A_CHUNK = 1000;

interface Feature {
  dtype: 'float32' | 'int64' | 'bool' | 'image';
  shape: [number] | [number, number, number];
  names: string[] | null;
}

const IMAGE: Feature = { dtype: 'image', shape: IMAGE_SHAPE, names: ['height', 'width', 'channels'] };
const SCALAR: Pick<Feature, 'shape' | 'names'> = { shape: [1], names: null };

/**
 * LeRobotDataset v3.0: an episode is a lap, a row a step.
 *
 * `observation.state` holds the car's state, `observation.environment_state` the observation asked for; times lie on the
 * grid of the rate; `observation.images.front` and the like are PNG files in the table. The state after the last step has no
 * row in this format.
 */
export class LeRobotWriter implements ExportWriter {
  private readonly frame: ExportFrame;
  private readonly features: Record<string, Feature>;
  private readonly task: string;
  private readonly cameras: CameraColumn[];
  private data: ParquetFile | null = null;
  private fileNumber = 0;
  private rows = 0;
  private episodes = 0;
  private readonly index: EpisodeTable;
  private stats: Record<string, FeatureStats> | null = null;

  constructor(frame: ExportFrame) {
    this.frame = frame;
    this.task = taskOf(frame);
    this.cameras = frame.images.map((name) => new CameraColumn(name));
    const observed = observationNames(frame.observation);
    this.features = {
      'observation.state': { dtype: 'float32', shape: [STATE_WIDTH], names: [...STATE_FIELDS] },
      'observation.environment_state': { dtype: 'float32', shape: [observed.length], names: observed },
      ...Object.fromEntries(this.cameras.map(({ name }) => [name, IMAGE])),
      action: { dtype: 'float32', shape: [2], names: ['steer', 'pedal'] },
      'next.reward': { dtype: 'float32', ...SCALAR },
      'next.done': { dtype: 'bool', ...SCALAR },
      timestamp: { dtype: 'float32', ...SCALAR },
      frame_index: { dtype: 'int64', ...SCALAR },
      episode_index: { dtype: 'int64', ...SCALAR },
      index: { dtype: 'int64', ...SCALAR },
      task_index: { dtype: 'int64', ...SCALAR },
    };
    const kinds = Object.entries(this.features).map(([name, { dtype }]) => [name, dtype === 'image'] as const);
    this.index = new EpisodeTable(frame.folder, new Map(kinds));
  }

  async add(lap: RecordedLap, steps: Transitions): Promise<void> {
    const file = await this.fileForNext();
    const episode = this.episodes++;
    const columns = columnsOf(steps, episode, this.rows, this.frame.rate);
    const data = new Map<string, ArrayLike<unknown>>();
    const stats: Record<string, FeatureStats> = {};
    for (const [name, flat] of Object.entries(columns)) {
      const { shape } = this.features[name];
      data.set(name, shaped(flat, shape[0]));
      stats[name] = statsOf(numbers(flat), steps.steps, shape[0]);
    }
    for (const camera of this.cameras) {
      const seen = camera.cells(lap, steps.steps, this.frame.rate);
      data.set(camera.name, seen.cells);
      stats[camera.name] = seen.stats;
    }
    await file.append(Object.keys(this.features).map((name) => ({ name, data: data.get(name)! })));
    this.stats = joined(this.stats, stats);
    await this.index.add(this.episodeRow(episode, lap, steps.steps, stats));
    this.rows += steps.steps;
  }

  async finish(): Promise<void> {
    await this.data?.finish();
    await this.index.finish();
    const meta = join(this.frame.folder, 'meta');
    await writeTasks(join(meta, 'tasks.parquet'), this.task);
    const stats = Object.entries(this.stats!).map(([name, of]) => [name, this.told(name, of)]);
    writeFileSync(join(meta, 'stats.json'), JSON.stringify(Object.fromEntries(stats), null, 2));
    writeFileSync(join(meta, 'info.json'), JSON.stringify(this.info(), null, 2));
  }

  private async fileForNext(): Promise<ParquetFile> {
    if (this.data && this.data.size >= MEGABYTES_A_FILE * 1e6) {
      await this.data.finish();
      this.data = null;
      this.fileNumber++;
    }
    if (this.data) return this.data;
    const { chunk, file } = this.place();
    const folder = join(this.frame.folder, `data/chunk-${padded(chunk)}`);
    mkdirSync(folder, { recursive: true });
    this.data = new ParquetFile(
      join(folder, `file-${padded(file)}.parquet`),
      parquetSchema(columnTypes(this.features)),
    );
    return this.data;
  }

  private place(): { chunk: number; file: number } {
    return { chunk: Math.floor(this.fileNumber / FILES_A_CHUNK), file: this.fileNumber % FILES_A_CHUNK };
  }

  private episodeRow(
    episode: number,
    lap: RecordedLap,
    length: number,
    stats: Record<string, FeatureStats>,
  ): Record<string, unknown> {
    const { chunk, file } = this.place();
    const flat = Object.entries(stats).flatMap(([name, of]) => {
      const told = this.told(name, of);
      return STATS.map((stat) => [`stats/${name}/${stat}`, stat === 'count' ? of.count.map(BigInt) : told[stat]]);
    });
    return {
      episode_index: BigInt(episode),
      tasks: [this.task],
      length: BigInt(length),
      'data/chunk_index': BigInt(chunk),
      'data/file_index': BigInt(file),
      dataset_from_index: BigInt(this.rows),
      dataset_to_index: BigInt(this.rows + length),
      ...Object.fromEntries(flat),
      'meta/episodes/chunk_index': 0n,
      'meta/episodes/file_index': 0n,
      driver_id: lap.driverId,
      episode_id: lap.episodeId,
      lap: BigInt(lap.number),
      lap_time_ms: lap.timeMs,
      clean: lap.clean,
      in_traffic: lap.inTraffic,
    };
  }

  /** Statistics of pictures have the shape [3, 1, 1], a number a channel. */
  private told(name: string, stats: FeatureStats): Record<string, unknown> {
    if (this.features[name].dtype !== 'image') return { ...stats };
    const shaped = Object.entries(stats).map(([stat, values]: [string, number[]]) => [
      stat,
      stat === 'count' ? values : values.map((value) => [[value]]),
    ]);
    return Object.fromEntries(shaped);
  }

  private info(): Record<string, unknown> {
    const { card, rate, spec, slug, observation } = this.frame;
    return {
      codebase_version: 'v3.0',
      fps: rate,
      features: this.features,
      total_episodes: this.episodes,
      total_frames: this.rows,
      total_tasks: 1,
      chunks_size: FILES_A_CHUNK,
      data_files_size_in_mb: MEGABYTES_A_FILE,
      video_files_size_in_mb: 200,
      data_path: 'data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet',
      video_path: null,
      robot_type: `mimic-gp-${spec.id}`,
      splits: { train: `0:${this.episodes}` },
      mimic_gp: { dataset: slug, content: card.id, physics: card.physics, track: card.trackId, observation },
    };
  }
}

function joined(
  before: Record<string, FeatureStats> | null,
  more: Record<string, FeatureStats>,
): Record<string, FeatureStats> {
  if (!before) return more;
  return Object.fromEntries(Object.entries(before).map(([name, of]) => [name, joinStats([of, more[name]])]));
}

/** Flat values of every feature of one episode. */
function columnsOf(steps: Transitions, episode: number, from: number, rate: number): Record<string, FlatColumn> {
  const { steps: count, states, observations, width, actions, rewards } = steps;
  const whole = (value: (t: number) => number): BigInt64Array =>
    BigInt64Array.from({ length: count }, (_, t) => BigInt(value(t)));
  return {
    'observation.state': states.subarray(0, count * STATE_WIDTH),
    'observation.environment_state': observations.subarray(0, count * width),
    action: actions,
    'next.reward': rewards,
    'next.done': Array.from({ length: count }, (_, t) => t === count - 1),
    timestamp: Float32Array.from({ length: count }, (_, t) => t / rate),
    frame_index: whole((t) => t),
    episode_index: whole(() => episode),
    index: whole((t) => from + t),
    task_index: whole(() => 0),
  };
}

type FlatColumn = Float32Array | BigInt64Array | boolean[];

const numbers = (data: FlatColumn): ArrayLike<number> =>
  data instanceof Float32Array ? data : Float64Array.from(data as ArrayLike<bigint | boolean>, Number);

/** Scalars as they are, longer features as a list a row. */
function shaped(data: FlatColumn, width: number): ArrayLike<unknown> {
  if (width === 1) return data;
  const flat = data as Float32Array;
  return Array.from({ length: flat.length / width }, (_, row) =>
    Array.from(flat.subarray(row * width, (row + 1) * width)),
  );
}

function columnTypes(features: Record<string, Feature>): Record<string, ColumnType> {
  const scalar = { float32: 'float', int64: 'int64', bool: 'boolean', image: 'image' } as const;
  return Object.fromEntries(
    Object.entries(features).map(([name, { dtype, shape }]) => [
      name,
      shape[0] === 1 || dtype === 'image' ? scalar[dtype] : (`list<${scalar[dtype]}>` as ColumnType),
    ]),
  );
}

/** The task's text is the index of a pandas frame, which its readers look it up by. */
async function writeTasks(path: string, task: string): Promise<void> {
  const column = (name: string, type: string, numpy: string) => ({
    ...{ name, field_name: name, pandas_type: type, numpy_type: numpy, metadata: null },
  });
  const pandas = {
    index_columns: ['task'],
    column_indexes: [{ name: null, field_name: null, pandas_type: 'unicode', numpy_type: 'object', metadata: null }],
    columns: [column('task_index', 'int64', 'int64'), column('task', 'unicode', 'object')],
    creator: { library: 'mimic-gp', version: '1' },
    pandas_version: '2.0.0',
  };
  const file = new ParquetFile(path, parquetSchema({ task_index: 'int64', task: 'string' }), {
    pandas: JSON.stringify(pandas),
  });
  await file.append([
    { name: 'task_index', data: [0n] },
    { name: 'task', data: [task] },
  ]);
  await file.finish();
}

const padded = (number: number): string => String(number).padStart(3, '0');
