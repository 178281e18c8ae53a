import { readFileSync, writeFileSync } from 'node:fs';
import { type FileMetaData, parquetMetadata } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { serializeTCompactProtocol } from 'hyparquet-writer/src/thrift.js';

/** Change a parquet file's footer, with more bytes before it where they are wanted: `append` tells where those lie. */
export function retouch(
  path: string,
  edit: (metadata: FileMetaData, append: (bytes: Uint8Array) => bigint) => void,
): void {
  const bytes = readFileSync(path);
  const metadata = parquetMetadata(new Uint8Array(bytes), { geoparquet: false });
  const body = bytes.subarray(0, bytes.length - 8 - metadata.metadata_length);
  const more: Uint8Array[] = [];
  edit(metadata, (part) => {
    const at = body.length + more.reduce((sum, { length }) => sum + length, 0);
    more.push(part);
    return BigInt(at);
  });
  for (const { columns } of metadata.row_groups) for (const { meta_data } of columns) delete meta_data!.statistics;
  const writer = new ByteWriter();
  writeMetadata(writer, metadata);
  writer.appendUint32(0x31524150);
  writeFileSync(path, Buffer.concat([body, ...more, writer.getBytes()]));
}

/** A page of the first version that says of itself what it is told to. */
export function page(claims: { unpacked: number; values: number; encoding?: number }, body: Uint8Array): Uint8Array {
  const writer = new ByteWriter();
  serializeTCompactProtocol(writer, {
    field_1: 0,
    field_2: claims.unpacked,
    field_3: body.length,
    field_5: { field_1: claims.values, field_2: claims.encoding ?? 0, field_3: 3, field_4: 3 },
  } as never);
  return Buffer.concat([writer.getBytes(), body]);
}

/** Let the column of the first row group be this page alone. */
export function replaceColumn(
  path: string,
  name: string,
  codec: 'UNCOMPRESSED' | 'SNAPPY' | 'ZSTD',
  bytes: Uint8Array,
): void {
  retouch(path, (metadata, append) => {
    const chunk = metadata.row_groups[0]!.columns.find(({ meta_data }) => meta_data!.path_in_schema[0] === name)!;
    const at = append(bytes);
    const size = BigInt(bytes.length);
    const place = { data_page_offset: at, total_compressed_size: size, total_uncompressed_size: size, codec };
    chunk.meta_data = { ...chunk.meta_data!, ...place, dictionary_page_offset: undefined };
  });
}

/** An entry of an archive, honest or not. */
export interface ZipEntry {
  name: string;
  body: Uint8Array;
  method?: number;
  crc?: number;
  size?: number;
  /** Unix mode, for links. */
  mode?: number;
  flags?: number;
}

/** A zip archive by APPNOTE, with whatever its entries claim. */
export function zipOf(entries: ZipEntry[], count = entries.length): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, body, method = 0, crc = 0, size = body.length, mode = 0o100644, flags = 0 } of entries) {
    const text = new TextEncoder().encode(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(crc, 14);
    local.writeUInt32LE(body.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(text.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(crc, 16);
    central.writeUInt32LE(body.length, 20);
    central.writeUInt32LE(size, 24);
    central.writeUInt16LE(text.length, 28);
    central.writeUInt32LE(mode * 0x10000, 38);
    central.writeUInt32LE(at, 42);
    parts.push(local, text, body);
    directory.push(central, text);
    at += 30 + text.length + body.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
