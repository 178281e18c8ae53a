import { basename, dirname, join } from 'node:path';
import type { File, Group } from 'h5wasm';
import h5wasm from 'h5wasm';
import { z } from 'zod';
import {
  checkEpisode,
  checkSize,
  countOf,
  FOREIGN_LIMITS,
  type ForeignEpisode,
  ForeignError,
  type ForeignSet,
  MAX_EPISODE_STEPS,
} from '../../shared/dataset/foreign.ts';
import { ImportFile, readJson, shown } from './importfolder.ts';
import type { ForeignReader } from './importreader.ts';

const name = z.string().max(200);
const metadataSchema = z.object({
  data_format: z.string().max(20).default('hdf5'),
  dataset_id: name.default('Minari'),
  total_episodes: z.int().min(1).max(FOREIGN_LIMITS.episodes),
  total_steps: z.int().min(1).max(FOREIGN_LIMITS.steps),
  observation_space: z.string().max(1e6),
  action_space: z.string().max(1e6),
  mimic_gp: z.object({ fps: z.int().min(1).max(FOREIGN_LIMITS.fps), observation_names: z.array(name) }).optional(),
});
const boxSchema = z.object({
  type: z.literal('Box'),
  dtype: z.string().max(20),
  shape: z.array(z.int().min(1)).length(1),
});

/** Numbers of one episode, and of one chunk of its storage, that are read at once. */
const MAX_VALUES = 16e6;
/** HDF5's classes and filters that are read: numbers, and deflate, shuffle, Fletcher's checksum. */
const INTEGER = 0;
const FLOAT = 1;
const FILTERS = [1, 2, 3];
/** Text and numbers of an attribute. */
const MAX_ATTRIBUTE_BYTES = 4096;

/**
 * Minari's HDF5 storage: `main_data.hdf5` with its `metadata.json` beside it.
 *
 * HDF5 is a large library in C, here in WebAssembly and with a file system of its own that holds this one file: whatever a
 * hostile file makes it do, it reaches no other file (external links and storage lead nowhere) and the memory of its
 * thread alone. Dimensions, types and chunks are looked at before anything is read.
 */
export async function openMinari(path: string, fps?: number): Promise<ForeignReader> {
  const parsed = metadataSchema.safeParse(readJson(join(dirname(path), 'metadata.json')));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ForeignError(`metadata.json, ${issue!.path.join('.')}`, issue!.message, 'metadata of Minari');
  }
  const metadata = parsed.data;
  if (metadata.data_format !== 'hdf5') {
    throw new ForeignError('Storage of the Minari set', metadata.data_format, 'hdf5', 'Convert it with Minari.');
  }
  const width = boxWidth('observation_space', metadata.observation_space);
  if (boxWidth('action_space', metadata.action_space) !== 2) {
    throw new ForeignError('action_space', 'another number of actions', '2: steer and pedal', 'Bring driving.');
  }
  checkSize({ episodes: metadata.total_episodes, steps: metadata.total_steps, width });
  const rate = fps ?? metadata.mimic_gp?.fps;
  if (rate === undefined) throw new ForeignError('Steps a second', 'none in metadata.json', 'a number', 'Say --fps N.');
  const names = metadata.mimic_gp?.observation_names;
  const observationNames =
    names?.length === width ? names : Array.from({ length: width }, (_, k) => `observation.${k}`);
  const about: ForeignSet = {
    ...{ format: 'minari', name: metadata.dataset_id, fps: rate, observationNames },
    ...{ episodes: metadata.total_episodes, steps: metadata.total_steps },
  };
  return { about, episodes: () => readEpisodes(path, about.episodes, about.steps, width) };
}

function boxWidth(what: string, text: string): number {
  try {
    const { shape, dtype } = boxSchema.parse(JSON.parse(text));
    if (dtype === 'float32' || dtype === 'float64') return countOf(what, shape[0], 1, FOREIGN_LIMITS.width);
  } catch (error) {
    if (error instanceof ForeignError) throw error;
  }
  throw new ForeignError(what, text.slice(0, 60), 'a Box of float32 or float64 with one dimension');
}

async function* readEpisodes(
  path: string,
  count: number,
  steps: number,
  width: number,
): AsyncGenerator<ForeignEpisode> {
  const bytes = new ImportFile(path);
  let file: File | null = null;
  try {
    file = await mounted(bytes);
    const keys = file.keys();
    if (keys.length !== count) throw new ForeignError('Episodes in the file', keys.length, count);
    let left = steps;
    for (let at = 0; at < count; at++) {
      const group = file.get(`episode_${at}`);
      if (!(group instanceof h5wasm.Group)) throw new ForeignError(`episode_${at}`, kindOf(group), 'a group: no gaps');
      const episode = readEpisode(group, at, width, left);
      left -= episode.steps;
      checkEpisode(at, episode, width);
      yield episode;
    }
    if (left !== 0) throw new ForeignError('Steps in the file', steps - left, steps);
  } catch (error) {
    if (error instanceof ForeignError) throw error;
    throw new ForeignError(shown(path), `what HDF5 cannot read (${reasonOf(error)})`, 'a whole file');
  } finally {
    file?.close();
    bytes.close();
  }
}

/** HDF5 tells its whole way to a failure; the deepest line of it is the reason. */
const reasonOf = (error: unknown): string =>
  String((error as Error).message ?? error)
    .split('\n')
    .findLast((line) => line.includes('#'))
    ?.replace(/^.*\(\): /, '') ?? String(error).slice(0, 80);

/** The file as the only one in a file system in memory; its bytes stay on the disk until they are asked for. */
async function mounted(bytes: ImportFile): Promise<File> {
  const magic = bytes.part(0, Math.min(8, bytes.size));
  if (String.fromCharCode(...magic) !== '\x89HDF\r\n\x1a\n')
    throw new ForeignError(shown(bytes.path), 'another file', 'HDF5');
  const { FS, activate_throwing_error_handler } = await h5wasm.ready;
  activate_throwing_error_handler();
  const at = `/${basename(bytes.path)}`;
  interface Node {
    usedBytes: number;
    stream_ops: Record<string, unknown>;
  }
  const system = FS as unknown as {
    analyzePath(path: string): { exists: boolean };
    unlink(path: string): void;
    createFile(parent: string, name: string, properties: object, canRead: boolean, canWrite: boolean): Node;
  };
  if (system.analyzePath(at).exists) system.unlink(at);
  const node = system.createFile('/', at.slice(1), {}, true, false);
  node.usedBytes = bytes.size;
  const read = (_: unknown, buffer: Uint8Array, offset: number, length: number, position: number): number =>
    bytes.readInto(buffer, offset, Math.max(0, Math.min(length, bytes.size - position)), position);
  node.stream_ops = { ...node.stream_ops, read };
  return new h5wasm.File(at, 'r');
}

function readEpisode(group: Group, at: number, width: number, left: number): ForeignEpisode {
  const actions = numbersIn(group, at, 'actions');
  const steps = countOf(`episode_${at}, steps`, actions.shape[0], 1, Math.min(left, MAX_EPISODE_STEPS));
  const claimed = attribute(group, 'total_steps');
  if (claimed !== undefined && Number(claimed) !== steps) {
    throw new ForeignError(`episode_${at}, actions`, steps, `its total_steps, ${String(claimed)}`);
  }
  const observations = numbersIn(group, at, 'observations');
  mustBe(at, 'actions', actions.shape, [steps, 2]);
  mustBe(at, 'observations', observations.shape, [steps + 1, width]);
  for (const beside of ['rewards', 'terminations', 'truncations']) {
    const found = group.get(beside);
    if (found instanceof h5wasm.Dataset) mustBe(at, beside, found.shape ?? [], [steps]);
  }
  return {
    driver: String(attribute(group, 'driver_id') ?? ''),
    group: String(attribute(group, 'episode_id') ?? `episode ${at}`),
    steps,
    observations: Float32Array.from(observations.read().subarray(0, steps * width)),
    actions: Float32Array.from(actions.read()),
  };
}

function numbersIn(group: Group, at: number, name: string) {
  const found = group.get(name);
  const where = `episode_${at}, ${name}`;
  if (!(found instanceof h5wasm.Dataset)) throw new ForeignError(where, kindOf(found), 'numbers');
  const dataset = found;
  const { type, size, shape, chunks, vlen, virtual_sources } = dataset.metadata;
  if (type !== FLOAT || (size !== 4 && size !== 8) || vlen) {
    throw new ForeignError(
      where,
      type === INTEGER ? `integers of ${size} bytes` : `type ${type}`,
      'float32 or float64',
    );
  }
  if (shape?.length !== 2) throw new ForeignError(where, `${shape?.length ?? 0} dimensions`, '2');
  const values = shape.reduce((product, n) => product * n, 1);
  countOf(`${where}, numbers`, values, 1, MAX_VALUES);
  if (chunks)
    countOf(
      `${where}, numbers in a chunk`,
      chunks.reduce((product, n) => product * n, 1),
      1,
      MAX_VALUES,
    );
  if (virtual_sources?.length) throw new ForeignError(where, 'data of other files', 'data of its own');
  const odd = dataset.filters.find(({ id }) => !FILTERS.includes(id));
  if (odd) throw new ForeignError(where, `filter ${odd.id}`, `one of ${FILTERS.join(', ')}`);
  const read = (): Float32Array | Float64Array => {
    const { value } = dataset;
    if ((value instanceof Float32Array || value instanceof Float64Array) && value.length === values) return value;
    throw new ForeignError(where, 'no numbers', `${values} of them`);
  };
  return { shape, read };
}

const kindOf = (entity: unknown): string => (entity === null ? 'nothing' : 'something else');

function mustBe(at: number, name: string, got: readonly number[], expected: readonly number[]): void {
  if (got.length === expected.length && got.every((n, k) => n === expected[k])) return;
  const next = name === 'observations' ? 'Minari keeps one observation more than actions.' : 'Export it again.';
  throw new ForeignError(`episode_${at}, ${name}`, `shape [${got}]`, `[${expected}]`, next);
}

/** A short one; nothing for one that is not there or holds more. */
function attribute(group: Group, name: string): unknown {
  const found = group.attrs[name];
  if (!found || found.metadata.total_size > 1 || found.metadata.size > MAX_ATTRIBUTE_BYTES) return undefined;
  const { value } = found;
  return ArrayBuffer.isView(value)
    ? (value as unknown as ArrayLike<unknown>)[0]
    : typeof value === 'string'
      ? value.slice(0, 200)
      : value;
}
