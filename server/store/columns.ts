import type { ColumnType } from 'kysely';

/** A column that is written once, when its row is made. */
export type Fixed<T> = ColumnType<T, T, never>;
/** 0 or 1: SQLite has no booleans. */
export type Flag = number;
/** JSON text; repositories parse and write it. */
export type Json = string;
/** ISO 8601 in UTC. */
export type Time = string;
