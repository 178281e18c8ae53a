import type { SchemaElement } from 'hyparquet';

export type ParquetSchemaElement = SchemaElement;

/** Physical types of the columns that exports have. */
type Scalar = 'float' | 'double' | 'int64' | 'int32' | 'boolean' | 'string';
/** A column: its name, and what it holds; `image` is a file's bytes and a path, as HF's datasets keep pictures. */
export type ColumnType = Scalar | 'image' | `list<${string}>`;

const PHYSICAL: Record<Scalar, Pick<SchemaElement, 'type' | 'converted_type'>> = {
  float: { type: 'FLOAT' },
  double: { type: 'DOUBLE' },
  int64: { type: 'INT64' },
  int32: { type: 'INT32' },
  boolean: { type: 'BOOLEAN' },
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
};

/** A file's schema from its columns; lists in the three-level form that every reader knows. */
export function parquetSchema(columns: Record<string, ColumnType>): SchemaElement[] {
  const entries = Object.entries(columns);
  return [{ name: 'schema', num_children: entries.length }, ...entries.flatMap(([name, type]) => elements(name, type))];
}

function elements(name: string, type: ColumnType): SchemaElement[] {
  const own = { name, repetition_type: 'OPTIONAL' } as const;
  if (type === 'image') {
    return [
      { ...own, num_children: 2 },
      { name: 'bytes', repetition_type: 'OPTIONAL', type: 'BYTE_ARRAY' },
      { name: 'path', repetition_type: 'OPTIONAL', ...PHYSICAL.string },
    ];
  }
  const inner = /^list<(.*)>$/.exec(type)?.[1] as ColumnType | undefined;
  if (inner === undefined) return [{ ...own, ...PHYSICAL[type as Scalar] }];
  return [
    { ...own, num_children: 1, converted_type: 'LIST' },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...elements('element', inner),
  ];
}
