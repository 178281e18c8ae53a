import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ParquetFile } from './parquetfile.ts';
import { type ColumnType, parquetSchema } from './parquetschema.ts';

/** Statistics of each feature that an episode's row holds. */
export const STATS = ['min', 'max', 'mean', 'std', 'q01', 'q10', 'q50', 'q90', 'q99', 'count'] as const;
/** Rows that are kept back and written together. */
const BATCH = 100;

/** `meta/episodes`: a row an episode, in the order of its index, since readers look rows up by their position. */
export class EpisodeTable {
  private readonly names: string[];
  private readonly file: ParquetFile;
  private rows: Record<string, unknown>[] = [];

  /** `features` by name: whether each is an image, whose statistics are [3, 1, 1]. */
  constructor(folder: string, features: ReadonlyMap<string, boolean>) {
    const types = columnTypes(features);
    this.names = Object.keys(types);
    const place = join(folder, 'meta/episodes/chunk-000');
    mkdirSync(place, { recursive: true });
    this.file = new ParquetFile(join(place, 'file-000.parquet'), parquetSchema(types));
  }

  async add(row: Record<string, unknown>): Promise<void> {
    this.rows.push(row);
    if (this.rows.length >= BATCH) await this.write();
  }

  async finish(): Promise<void> {
    if (this.rows.length > 0) await this.write();
    await this.file.finish();
  }

  private async write(): Promise<void> {
    await this.file.append(this.names.map((name) => ({ name, data: this.rows.map((row) => row[name]) })));
    this.rows = [];
  }
}

function columnTypes(features: ReadonlyMap<string, boolean>): Record<string, ColumnType> {
  const stats = [...features].flatMap(([name, isImage]) =>
    STATS.map((stat): [string, ColumnType] => [
      `stats/${name}/${stat}`,
      stat === 'count' ? 'list<int64>' : isImage ? 'list<list<list<double>>>' : 'list<double>',
    ]),
  );
  return {
    ...{ episode_index: 'int64', tasks: 'list<string>', length: 'int64' },
    ...{ 'data/chunk_index': 'int64', 'data/file_index': 'int64' },
    ...{ dataset_from_index: 'int64', dataset_to_index: 'int64' },
    ...(Object.fromEntries(stats) as Record<string, ColumnType>),
    ...{ 'meta/episodes/chunk_index': 'int64', 'meta/episodes/file_index': 'int64' },
    ...{ driver_id: 'string', episode_id: 'string', lap: 'int64', lap_time_ms: 'double' },
    ...{ clean: 'boolean', in_traffic: 'boolean' },
  };
}
