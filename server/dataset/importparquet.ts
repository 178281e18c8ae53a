import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  type ColumnChunk,
  type Compressors,
  type FileMetaData,
  parquetMetadata,
  parquetRead,
  type RowGroup,
  snappyUncompress,
} from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { countOf, FOREIGN_LIMITS, ForeignError } from '../../shared/dataset/foreign.ts';
import { ImportFile, shown } from './importfolder.ts';

/** Bounds of what one part of a file may hold, before it is read. */
const LIMITS = { footer: 64e6, columnBytes: 256e6, pageBytes: 64e6, values: 16e6, groups: 100_000, columns: 4096 };

/** What a column must be: numbers or texts, `width` of them in each row; null for as many as there are. */
export interface WantedColumn {
  name: string;
  kind: 'float' | 'integer' | 'text';
  width: number;
}

const TYPES = { float: ['FLOAT', 'DOUBLE'], integer: ['INT64', 'INT32'], text: ['BYTE_ARRAY'] };

/** Values of one row group, by column. */
export type RowGroupValues = Map<string, ArrayLike<unknown>>;

/**
 * A parquet file of somebody's, read a row group at a time.
 *
 * hyparquet trusts what pages say of themselves: so every page's header is read first, and none may be larger, or hold
 * more values, than its column chunk claims, nor that than its row group. What still goes beyond, a run length inside a page,
 * meets the limit of the process (importprocess.ts).
 */
export class ImportParquet {
  readonly rows: number;
  readonly columns: readonly string[];
  private readonly file: ImportFile;
  private readonly metadata: FileMetaData;

  constructor(path: string) {
    this.file = new ImportFile(path);
    try {
      this.metadata = footerOf(this.file);
      this.columns =
        this.metadata.row_groups[0]?.columns.map(nameOf).filter((name, i, all) => all.indexOf(name) === i) ?? [];
      this.rows = countOf(`Rows of ${shown(path)}`, this.metadata.num_rows, 0, FOREIGN_LIMITS.steps);
      const groups = this.metadata.row_groups.map(({ num_rows }) =>
        countOf('Rows of a row group', num_rows, 0, this.rows),
      );
      const sum = groups.reduce((total, rows) => total + rows, 0);
      if (sum !== this.rows) throw this.refusal(`row groups of ${sum} rows`, `${this.rows}`);
    } catch (error) {
      this.file.close();
      throw error instanceof ForeignError
        ? error
        : this.refusal(`a footer that cannot be read (${told(error)})`, 'parquet');
    }
  }

  /** Row groups in order, with these columns. */
  async *groups(wanted: readonly WantedColumn[]): AsyncGenerator<{ rows: number; values: RowGroupValues }> {
    for (const group of this.metadata.row_groups) {
      const rows = Number(group.num_rows);
      if (rows === 0) continue;
      for (const column of wanted) this.checkColumn(group, column, rows);
      yield { rows, values: await this.read(group, wanted, rows) };
    }
  }

  close(): void {
    this.file.close();
  }

  private async read(group: RowGroup, wanted: readonly WantedColumn[], rows: number): Promise<RowGroupValues> {
    const parts = new Map<string, ArrayLike<unknown>[]>(wanted.map(({ name }) => [name, []]));
    try {
      await parquetRead({
        file: { byteLength: this.file.size, slice: (from, to) => this.file.part(from, to ?? this.file.size).buffer },
        metadata: { ...this.metadata, row_groups: [group], num_rows: group.num_rows },
        columns: wanted.map(({ name }) => name),
        compressors: COMPRESSORS,
        onChunk: ({ columnName, columnData }) => parts.get(columnName)?.push(columnData),
      });
    } catch (error) {
      throw error instanceof ForeignError
        ? error
        : this.refusal(`a page that cannot be read (${told(error)})`, 'parquet');
    }
    return new Map(wanted.map((column) => [column.name, this.joined(column, parts.get(column.name)!, rows)]));
  }

  private joined({ name }: WantedColumn, parts: ArrayLike<unknown>[], rows: number): ArrayLike<unknown> {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    if (length !== rows) throw this.refusal(`${length} rows of "${name}"`, `${rows}`);
    return parts.length === 1 ? parts[0]! : parts.flatMap((part) => Array.from(part));
  }

  /** Type, place and size of a column chunk, then of every page in it. */
  private checkColumn({ columns }: RowGroup, { name, kind, width }: WantedColumn, rows: number): void {
    const chunks = columns.filter((chunk) => nameOf(chunk) === name);
    const meta = chunks[0]?.meta_data;
    if (chunks.length !== 1 || !meta) throw this.refusal(`${chunks.length} columns "${name}"`, 'one');
    if (!TYPES[kind].includes(meta.type)) throw this.refusal(`"${name}" of ${meta.type}`, TYPES[kind].join(' or '));
    if (chunks[0]!.file_path) throw this.refusal(`"${name}" in another file`, 'all columns in this one');
    const most = Math.min(LIMITS.values, rows * width);
    const values = countOf(`Values of "${name}"`, meta.num_values, rows, Math.max(rows, most));
    if (rows * width > LIMITS.values) throw this.refusal(`${rows} rows in a group`, `at most ${LIMITS.values / width}`);
    const size = countOf(`Bytes of "${name}"`, meta.total_compressed_size, 0, LIMITS.columnBytes);
    const from = Number(meta.dictionary_page_offset || meta.data_page_offset);
    const bytes = this.file.part(from, from + size);
    if (!(meta.codec in COMPRESSORS) && meta.codec !== 'UNCOMPRESSED') {
      throw this.refusal(`"${name}" in ${meta.codec}`, `UNCOMPRESSED, ${Object.keys(COMPRESSORS).join(', ')}`);
    }
    this.checkPages(name, bytes, values);
  }

  private checkPages(name: string, bytes: Uint8Array, values: number): void {
    const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
    let found = 0;
    while (reader.offset < bytes.length - 1) {
      const header = parquetHeader(reader);
      const packed = countOf(`Page of "${name}", bytes`, header.compressed_page_size, 0, bytes.length - reader.offset);
      countOf(`Page of "${name}", unpacked bytes`, header.uncompressed_page_size, 0, LIMITS.pageBytes);
      const page = header.data_page_header_v2 ?? header.data_page_header;
      const held = (page ?? header.dictionary_page_header)?.num_values;
      const count = countOf(`Page of "${name}", values`, held, 0, values);
      if (page) found += count;
      if (found > values) break;
      reader.offset += packed;
    }
    if (found !== values) throw this.refusal(`pages of ${found} values of "${name}"`, `${values}`);
  }

  private refusal(got: string, expected: string): ForeignError {
    return new ForeignError(shown(this.file.path), got, expected);
  }
}

const nameOf = ({ meta_data }: ColumnChunk): string => meta_data?.path_in_schema[0] ?? '';
const told = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 100);

function footerOf(file: ImportFile): FileMetaData {
  const end = new DataView(file.part(Math.max(0, file.size - 8), file.size).buffer);
  const head = file.size >= 12 ? new DataView(file.part(0, 4).buffer).getUint32(0, true) : 0;
  const PAR1 = 0x31524150;
  if (head !== PAR1 || end.getUint32(4, true) !== PAR1) {
    throw new ForeignError(shown(file.path), 'no parquet file, or a part of one', 'PAR1 at both ends');
  }
  const length = countOf('Bytes of the footer', end.getUint32(0, true), 1, Math.min(LIMITS.footer, file.size - 12));
  const metadata = parquetMetadata(file.part(file.size - 8 - length, file.size), { geoparquet: false });
  countOf('Row groups', metadata.row_groups.length, 0, LIMITS.groups);
  countOf('Columns', metadata.schema.length, 1, LIMITS.columns);
  return metadata;
}

/** Unpacking stops at the size that the page's header, checked before, has given. */
const COMPRESSORS: Compressors = {
  SNAPPY: (input, length) => {
    const output = new Uint8Array(length);
    snappyUncompress(input, output);
    return output;
  },
  GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
  ZSTD: (input, length) => zstdDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
};
