import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { ParquetSchemaElement } from './parquetschema.ts';

/** A column's values for some rows; lists are arrays of arrays, 64-bit integers bigint. */
export interface ParquetColumn {
  name: string;
  data: ArrayLike<unknown>;
}

/** A parquet file that grows by one row group at a time and is whole once it is finished. */
export class ParquetFile {
  private readonly writer: ParquetWriter;

  constructor(path: string, schema: ParquetSchemaElement[], metadata: Record<string, string> = {}) {
    const entries = Object.entries(metadata).map(([key, value]) => ({ key, value }));
    // An empty list is written in a way that other readers refuse.
    const kvMetadata = entries.length > 0 ? entries : undefined;
    this.writer = new ParquetWriter({ writer: fileWriter(path), schema, kvMetadata, createdBy: 'mimic-gp' });
  }

  /** Bytes so far. */
  get size(): number {
    return (this.writer as unknown as { writer: { offset: number } }).writer.offset;
  }

  /** Add rows as one row group. */
  async append(columns: ParquetColumn[]): Promise<void> {
    const columnData = columns.map(({ name, data }) => ({ name, data: data as never }));
    await this.writer.write({ columnData, rowGroupSize: Math.max(1, columns[0].data.length) });
  }

  async finish(): Promise<void> {
    await this.writer.finish();
  }
}
