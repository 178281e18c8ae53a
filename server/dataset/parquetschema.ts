import type { SchemaElement } from 'hyparquet';

export type ParquetSchemaElement = SchemaElement;

/** Physical types of the columns that exports have. */
type Scalar = 'float' | 'double' | 'int64' | 'int32' | 'boolean' | 'string';
/** A column: its name, and what it holds. */
export type ColumnType = Scalar | `list<${Scalar}>`;

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
  const inner = /^list<(.*)>$/.exec(type)?.[1] as Scalar | undefined;
  if (inner === undefined) return [{ name, repetition_type: 'OPTIONAL', ...PHYSICAL[type as Scalar] }];
  return [
    { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'OPTIONAL', ...PHYSICAL[inner] },
  ];
}
