import { createHash } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { ForeignEpisode, ForeignSet } from '../../shared/dataset/foreign.ts';
import { newId } from './ids.ts';
import type { Store } from './tables.ts';

/** A set of demonstrations that came in as a file. */
export interface ImportedSet extends ForeignSet {
  id: string;
  createdAt: string;
}

/** Fast: numbers of a drive hardly compress better for more effort. */
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const FOREIGN_DRIVER = 'imported-';
/** Longest name of a driver that recipes take. */
const MAX_NAME = 64;

/** No import takes so long. */
const UNFINISHED_MS = 24 * 3600 * 1000;

/** How a driver of somewhere else is called here, so that nobody is taken for somebody of this server. */
export function importedDriver(id: string): string {
  if (id.startsWith(FOREIGN_DRIVER)) return id.slice(0, MAX_NAME);
  if (id.length <= MAX_NAME - FOREIGN_DRIVER.length) return `${FOREIGN_DRIVER}${id}`;
  return `${FOREIGN_DRIVER}${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}

export const isImportedDriver = (id: string): boolean => id.startsWith(FOREIGN_DRIVER);

/** Whether others may learn from a driver of somewhere else: what their logs say, as there is nobody here to ask. */
export async function importedDriverShares(store: Store, id: string): Promise<boolean> {
  const rows = await store.selectFrom('episode').select(['kind', 'consent']).where('driver_id', '=', id).execute();
  const shares = (consent: string | null): boolean => consent !== null && JSON.parse(consent).shared === true;
  return rows.length > 0 && rows.every(({ kind, consent }) => kind === 'scripted' || shares(consent));
}

/** A set's row, not to be found before `finishImport`; races that are recorded meanwhile wait for no long transaction. */
export async function beginImport(store: Store): Promise<string> {
  const id = newId('im');
  const row = { id, content: '', about: '{}', ready: 0, created_at: new Date().toISOString() };
  await store.insertInto('imported_set').values(row).execute();
  return id;
}

export async function addEpisodes(
  store: Store,
  id: string,
  first: number,
  episodes: readonly ForeignEpisode[],
): Promise<void> {
  const rows = episodes.map(({ driver, group, steps, observations, actions }, k) => {
    const numbers = new Float32Array(observations.length + actions.length);
    numbers.set(observations);
    numbers.set(actions, observations.length);
    const bytes = zstdCompressSync(new Uint8Array(numbers.buffer), COMPRESSION);
    return { set_id: id, number: first + k, driver, drive: group, steps, bytes };
  });
  await store.transaction().execute(async (transaction) => {
    for (const row of rows) await transaction.insertInto('imported_episode').values(row).execute();
  });
}

/** The set is there; of one whose content is here already, that one is kept and this dropped. Returns the one kept. */
export async function finishImport(store: Store, id: string, content: string, about: ForeignSet): Promise<ImportedSet> {
  return store.transaction().execute(async (transaction) => {
    const known = await transaction
      .selectFrom('imported_set')
      .select('id')
      .where('content', '=', content)
      .where('ready', '=', 1)
      .executeTakeFirst();
    if (known) await removeImport(transaction, id);
    else {
      const row = { content, about: JSON.stringify(about), ready: 1 };
      await transaction.updateTable('imported_set').set(row).where('id', '=', id).execute();
    }
    return (await findImport(transaction, known?.id ?? id))!;
  });
}

/** With its episodes and all that learned from them; false when there is none. */
export async function removeImport(store: Store, id: string): Promise<boolean> {
  return (await store.deleteFrom('imported_set').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0n;
}

/** An import that ended in the middle some time ago leaves its episodes; nobody can see them. */
export async function removeUnfinishedImports(store: Store): Promise<void> {
  const before = new Date(Date.now() - UNFINISHED_MS).toISOString();
  await store.deleteFrom('imported_set').where('ready', '=', 0).where('created_at', '<', before).execute();
}

export async function findImport(store: Store, id: string): Promise<ImportedSet | null> {
  const query = store.selectFrom('imported_set').selectAll().where('id', '=', id).where('ready', '=', 1);
  const row = await query.executeTakeFirst();
  return row ? { id: row.id, createdAt: row.created_at, ...(JSON.parse(row.about) as ForeignSet) } : null;
}

/** Newest first. */
export async function listImports(store: Store): Promise<ImportedSet[]> {
  const query = store.selectFrom('imported_set').selectAll().where('ready', '=', 1).orderBy('created_at', 'desc');
  const rows = await query.orderBy('id').execute();
  return rows.map((row) => ({ id: row.id, createdAt: row.created_at, ...(JSON.parse(row.about) as ForeignSet) }));
}

/** Every episode of a set, one at a time. */
export async function* episodesOfImport(store: Store, { id, episodes, observationNames }: ImportedSet) {
  const width = observationNames.length;
  for (let number = 0; number < episodes; number++) {
    const row = await store
      .selectFrom('imported_episode')
      .selectAll()
      .where('set_id', '=', id)
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
    const size = row.steps * (width + 2) * 4;
    const bytes = zstdDecompressSync(row.bytes, { maxOutputLength: size });
    const numbers = new Float32Array(new Uint8Array(bytes).buffer);
    const observations = numbers.subarray(0, row.steps * width);
    const actions = numbers.subarray(row.steps * width);
    yield { driver: row.driver, group: row.drive, steps: row.steps, observations, actions } satisfies ForeignEpisode;
  }
}

export async function insertOpenLoop(store: Store, setId: string, bytes: Uint8Array): Promise<string> {
  const id = newId('ol');
  const row = { id, set_id: setId, bytes, created_at: new Date().toISOString() };
  await store.insertInto('open_loop').values(row).execute();
  return id;
}

export async function openLoopFile(store: Store, id: string): Promise<Uint8Array | null> {
  const row = await store.selectFrom('open_loop').select('bytes').where('id', '=', id).executeTakeFirst();
  return row?.bytes ?? null;
}
