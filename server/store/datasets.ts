import type { Selectable } from 'kysely';
import { newId } from './ids.ts';
import { type Page, pageLimit, pageOf, readCursor, rowsAfter } from './page.ts';
import type { DatasetTable, Store } from './tables.ts';

/** One lap of a dataset, by the episode it was driven in. */
export interface DatasetLap {
  episodeId: string;
  driverId: string;
  /** Lap number within the episode. */
  lap: number;
}

export interface Dataset {
  id: string;
  name: string;
  /** Counts up for the same name: a dataset never changes. */
  version: number;
  recipe: unknown;
  laps: DatasetLap[];
  card: unknown;
  createdAt: string;
  createdBy: string | null;
  /** When a driver in it took their laps back; recipe, laps and card are gone then. */
  tombstonedAt: string | null;
}

/** Somebody took laps back while they were learned from: nothing of it is kept. */
export class LapsGone extends Error {
  override name = 'LapsGone';
}

export interface NewDataset {
  name: string;
  recipe: unknown;
  laps: DatasetLap[];
  card: unknown;
  /** Driver id of who made it; null for the command line. */
  createdBy: string | null;
}

/** Throws LapsGone when an episode was deleted since its laps were chosen: what is kept here, a deletion finds. */
export async function insertDataset(store: Store, dataset: NewDataset): Promise<Dataset> {
  const id = newId('ds');
  const drivers = new Map(dataset.laps.map((lap) => [lap.episodeId, lap.driverId]));
  await store.transaction().execute(async (transaction) => {
    await requireEpisodes(transaction, [...drivers.keys()]);
    const latest = await transaction
      .selectFrom('dataset')
      .select((select) => select.fn.max('version').as('version'))
      .where('name', '=', dataset.name)
      .executeTakeFirst();
    await transaction
      .insertInto('dataset')
      .values({
        id,
        name: dataset.name,
        version: (latest?.version ?? 0) + 1,
        recipe: JSON.stringify(dataset.recipe),
        laps: JSON.stringify(dataset.laps),
        card: JSON.stringify(dataset.card),
        created_at: new Date().toISOString(),
        created_by: dataset.createdBy,
      })
      .execute();
    for (const [episode, driver] of drivers) {
      await transaction
        .insertInto('dataset_episode')
        .values({ dataset_id: id, episode_id: episode, driver_id: driver })
        .execute();
    }
  });
  return (await findDataset(store, id))!;
}

async function requireEpisodes(store: Store, ids: readonly string[]): Promise<void> {
  const found = await store.selectFrom('episode').select('id').where('id', 'in', ids).execute();
  if (found.length < ids.length) {
    const gone = ids.length - found.length;
    throw new LapsGone(`${gone} of ${ids.length} episodes were deleted while their laps were read. Choose laps again.`);
  }
}

export async function findDataset(store: Store, id: string): Promise<Dataset | null> {
  const row = await store.selectFrom('dataset').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toDataset(row) : null;
}

/** Newest first, tombstones among them. */
export async function listDatasets(
  store: Store,
  filter: { after?: string; limit?: number } = {},
): Promise<Page<Dataset>> {
  const limit = pageLimit(filter.limit);
  const from = readCursor(filter.after);
  let query = store.selectFrom('dataset').selectAll();
  if (from) query = query.where(rowsAfter('created_at', from));
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(toDataset), limit, ({ createdAt, id }) => ({ time: createdAt, id }));
}

/** Drivers whose laps are in a dataset. */
export async function driversOfDataset(store: Store, id: string): Promise<string[]> {
  const rows = await store
    .selectFrom('dataset_episode')
    .select('driver_id')
    .distinct()
    .where('dataset_id', '=', id)
    .orderBy('driver_id')
    .execute();
  return rows.map((row) => row.driver_id);
}

/**
 * Datasets that hold any of these episodes become tombstones; policies trained on them go with files and evaluations.
 * Returns how many.
 */
export async function forgetLearned(
  store: Store,
  episodes: readonly string[],
): Promise<{ datasets: number; policies: number }> {
  const held = await store
    .selectFrom('dataset_episode')
    .select('dataset_id')
    .distinct()
    .where('episode_id', 'in', episodes.length > 0 ? episodes : [''])
    .execute();
  const ids = held.map((row) => row.dataset_id);
  if (ids.length === 0) return { datasets: 0, policies: 0 };
  const policies = await store.deleteFrom('policy').where('dataset_id', 'in', ids).executeTakeFirst();
  await store
    .updateTable('dataset')
    .set({ recipe: null, laps: null, card: null, created_by: null, tombstoned_at: new Date().toISOString() })
    .where('id', 'in', ids)
    .execute();
  await store
    .updateTable('dataset')
    .set((set) => ({ name: set.ref('id') }))
    .where('id', 'in', ids)
    .execute();
  await store.deleteFrom('dataset_episode').where('dataset_id', 'in', ids).execute();
  return { datasets: ids.length, policies: Number(policies.numDeletedRows) };
}

function toDataset(row: Selectable<DatasetTable>): Dataset {
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    recipe: row.recipe === null ? null : JSON.parse(row.recipe),
    laps: row.laps === null ? [] : JSON.parse(row.laps),
    card: row.card === null ? null : JSON.parse(row.card),
    createdAt: row.created_at,
    createdBy: row.created_by,
    tombstonedAt: row.tombstoned_at,
  };
}
