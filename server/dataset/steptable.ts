import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { STATE_WIDTH } from '../../shared/dataset/lap.ts';
import type { Transitions } from '../../shared/dataset/transitions.ts';
import { observationNames } from '../../shared/observation/spec.ts';
import { STATE_FIELDS } from '../../shared/vehicle/state.ts';
import type { ExportFrame, ExportWriter } from './exportwriter.ts';
import { ParquetFile } from './parquetfile.ts';
import { type ColumnType, parquetSchema } from './parquetschema.ts';

/** What every row of the plain tables holds before the observation's numbers. */
const KEYS: Record<string, ColumnType> = {
  driver: 'string',
  episode: 'string',
  lap: 'int32',
  step: 'int32',
  time: 'double',
};

/** All columns of the plain tables and their types; the last row of a lap has no action and no reward. */
function tableTypes(frame: ExportFrame): Record<string, ColumnType> {
  const float = (names: readonly string[]): [string, ColumnType][] => names.map((name) => [name, 'float']);
  return {
    ...KEYS,
    ...Object.fromEntries(float(STATE_FIELDS)),
    ...{ steerInput: 'float', pedalInput: 'float', reward: 'float' },
    ...Object.fromEntries(float(observationNames(frame.observation).map((name) => `observation.${name}`))),
  };
}

/** The columns of one lap, T + 1 rows. */
function tableColumns(lap: RecordedLap, steps: Transitions, frame: ExportFrame): unknown[][] {
  const rows = steps.steps + 1;
  const filled = <Value>(value: (row: number) => Value): Value[] =>
    Array.from({ length: rows }, (_, row) => value(row));
  const orNull = (value: number | undefined): number | null => value ?? null;
  return [
    filled(() => lap.driverId),
    filled(() => lap.episodeId),
    filled(() => lap.number),
    filled((row) => row),
    filled((row) => row / frame.rate),
    ...STATE_FIELDS.map((_, k) => filled((row) => steps.states[row * STATE_WIDTH + k])),
    ...[0, 1].map((k) => filled((row) => (row < steps.steps ? steps.actions[row * 2 + k] : null))),
    filled((row) => orNull(steps.rewards[row])),
    ...Array.from({ length: steps.width }, (_, k) => filled((row) => steps.observations[row * steps.width + k])),
  ];
}

/** Rows that are kept back and written together: the footer has an entry for every column of every row group. */
const ROWS_A_GROUP = 20_000;

/** `steps.parquet`: whole laps in row groups of some ROWS_A_GROUP rows. */
export class ParquetTableWriter implements ExportWriter {
  private readonly frame: ExportFrame;
  private readonly names: string[];
  private readonly file: ParquetFile;
  private waiting: unknown[][][] = [];
  private rows = 0;

  constructor(frame: ExportFrame) {
    const types = tableTypes(frame);
    this.frame = frame;
    this.names = Object.keys(types);
    this.file = new ParquetFile(join(frame.folder, 'steps.parquet'), parquetSchema(types));
  }

  async add(lap: RecordedLap, steps: Transitions): Promise<void> {
    this.waiting.push(tableColumns(lap, steps, this.frame));
    this.rows += steps.steps + 1;
    if (this.rows >= ROWS_A_GROUP) await this.write();
  }

  async finish(): Promise<void> {
    if (this.rows > 0) await this.write();
    await this.file.finish();
  }

  private async write(): Promise<void> {
    const { waiting } = this;
    this.waiting = [];
    this.rows = 0;
    await this.file.append(this.names.map((name, k) => ({ name, data: waiting.flatMap((columns) => columns[k]) })));
  }
}

/** `steps.csv`: the same rows as text, numbers with as many digits as a float32 needs. */
export class CsvTableWriter implements ExportWriter {
  private readonly frame: ExportFrame;
  private readonly file: WriteStream;

  constructor(frame: ExportFrame) {
    this.frame = frame;
    this.file = createWriteStream(join(frame.folder, 'steps.csv'));
    this.file.write(`${Object.keys(tableTypes(frame)).join(',')}\n`);
  }

  async add(lap: RecordedLap, steps: Transitions): Promise<void> {
    const columns = tableColumns(lap, steps, this.frame);
    let text = '';
    for (let row = 0; row <= steps.steps; row++) text += `${columns.map((column) => shown(column[row])).join(',')}\n`;
    if (!this.file.write(text)) await once(this.file, 'drain');
  }

  async finish(): Promise<void> {
    this.file.end();
    await once(this.file, 'finish');
  }
}

/** Nine significant digits give every float32 back; ids hold no comma and no quote. */
function shown(value: unknown): string {
  if (value === null) return '';
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(9)));
}
