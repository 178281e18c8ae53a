import { type Kysely, sql } from 'kysely';
import type { Fixed } from './columns.ts';

/** A set of demonstrations from a file of another program; `ready` is 1 once it is whole. */
export interface ImportedSetTable {
  id: Fixed<string>;
  /** SHA-256 of its numbers: the same set is taken in once. */
  content: string;
  /** JSON of ForeignSet. */
  about: string;
  ready: number;
  created_at: Fixed<string>;
}

/** One episode of such a set. */
export interface ImportedEpisodeTable {
  set_id: Fixed<string>;
  number: Fixed<number>;
  driver: string;
  /** Episodes of one drive are never split apart. */
  drive: string;
  steps: number;
  /** float32: observations [T · D], then actions [T · 2]; zstd. */
  bytes: Uint8Array;
}

/** A network that learned from such a set; it knows no track and no car, so it is no row of `policy`. */
export interface OpenLoopTable {
  id: Fixed<string>;
  set_id: Fixed<string>;
  bytes: Uint8Array;
  created_at: Fixed<string>;
}

export async function createImports(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE imported_set (
    id TEXT PRIMARY KEY, content TEXT NOT NULL, about TEXT NOT NULL, ready INTEGER NOT NULL,
    created_at TEXT NOT NULL)`.execute(db);
  await sql`CREATE TABLE imported_episode (
    set_id TEXT NOT NULL REFERENCES imported_set (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    driver TEXT NOT NULL, drive TEXT NOT NULL, steps INTEGER NOT NULL, bytes BLOB NOT NULL,
    PRIMARY KEY (set_id, number))`.execute(db);
  await sql`CREATE TABLE open_loop (
    id TEXT PRIMARY KEY, set_id TEXT NOT NULL REFERENCES imported_set (id) ON DELETE CASCADE, bytes BLOB NOT NULL,
    created_at TEXT NOT NULL)`.execute(db);
  await sql`ALTER TABLE race ADD COLUMN origin TEXT`.execute(db);
}
