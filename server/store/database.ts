import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { MIGRATIONS } from './migrations.ts';
import { sqliteDialect } from './sqlite.ts';
import type { Store, Tables } from './tables.ts';

export const DATABASE_FILE = 'mimic.sqlite';
/** How long a statement waits for another writer before it fails. */
const PATIENCE_MS = 5000;
/** How long an opening waits for another that brings the schema up to date, all laps of the store perhaps. */
const MIGRATION_MS = 120_000;

/**
 * A connection of the calling thread, up to date with the schema.
 *
 * WAL lets readers and one writer work side by side; NORMAL survives a killed process, not a power cut; deleted
 * content is overwritten with zeros. Statements run synchronously: use store/thread.ts where a tick must not wait.
 */
export async function openStore(dataDir: string, patienceMs = PATIENCE_MS): Promise<Store> {
  return (await openDatabase(dataDir, patienceMs)).store;
}

/** The store and the connection under it, for pragmas. */
export async function openDatabase(
  dataDir: string,
  patienceMs = PATIENCE_MS,
): Promise<{ store: Store; database: DatabaseSync }> {
  mkdirSync(dataDir, { recursive: true });
  const database = new DatabaseSync(join(dataDir, DATABASE_FILE));
  database.exec(`PRAGMA busy_timeout = ${MIGRATION_MS}`);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON');
  const store = new Kysely<Tables>({ dialect: sqliteDialect(database) });
  await migrate(store, database);
  database.exec(`PRAGMA busy_timeout = ${patienceMs}`);
  return { store, database };
}

/** A connection that cannot write. The database must exist: openStore makes it. */
export function openStoreReadOnly(dataDir: string): Store {
  const database = new DatabaseSync(join(dataDir, DATABASE_FILE), { readOnly: true });
  database.exec(`PRAGMA busy_timeout = ${PATIENCE_MS}; PRAGMA query_only = ON`);
  return new Kysely<Tables>({ dialect: sqliteDialect(database) });
}

/** All or nothing, and one process at a time: a second one waits, then finds nothing to do. */
async function migrate(store: Store, database: DatabaseSync): Promise<void> {
  const provider = { getMigrations: async () => MIGRATIONS };
  const migrator = new Migrator({ db: store, provider, disableTransactions: true });
  database.exec('BEGIN IMMEDIATE');
  try {
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    await store.destroy();
    throw error;
  }
}
