import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { DatasetCard } from '../../shared/dataset/cardschema.ts';
import { type LapPlace, lapName } from '../../shared/dataset/recipe.ts';
import type { DatasetDrive, DatasetEntry } from '../../shared/wire/datasets.ts';
import { newId } from './ids.ts';
import { type Page, pageLimit, pageOf, readCursor, rowsAfter } from './page.ts';
import type { DatasetTable, Store } from './tables.ts';
import type { Viewer } from './viewer.ts';

/** One lap of a dataset, by the episode it was driven in. */
export interface DatasetLap {
  episodeId: string;
  driverId: string;
  /** Lap number within the episode. */
  lap: number;
}

/** A dataset whole: some megabytes where it has ten thousand laps. */
export interface Dataset extends DatasetEntry {
  recipe: unknown;
  laps: DatasetLap[];
  card: unknown;
}

/** Somebody took laps back while they were learned from: nothing of it is kept. */
export class LapsGone extends Error {
  override name = 'LapsGone';
}

export interface NewDataset {
  name: string;
  recipe: unknown;
  laps: DatasetLap[];
  /** A DatasetCard; what is held out, and of which sessions, is told from it. */
  card: unknown;
  /** Driver id of who made it; null for the command line and for organisers. */
  createdBy: string | null;
  /** The session it is frozen from. */
  sessionId?: string | null;
}

/** What `dataset.summary` holds: the numbers of an entry that are known from laps and card alone. */
type Summary = Pick<DatasetEntry, 'trackId' | 'drivers' | 'heldOut' | 'seconds' | 'since'> & { laps: number };

/** Columns of an entry; laps and card are left where they are. */
const ENTRY = ['id', 'name', 'version', 'summary', 'created_at', 'created_by', 'session_id', 'tombstoned_at'] as const;
/** Rows of one INSERT or members of one IN: SQLite takes 32,766 parameters. */
const AT_ONCE = 2000;

/** Throws LapsGone when an episode was deleted since its laps were chosen: what is kept here, a deletion finds. */
export async function insertDataset(store: Store, dataset: NewDataset): Promise<DatasetEntry> {
  const id = newId('ds');
  const drivers = new Map(dataset.laps.map((lap) => [lap.episodeId, lap.driverId]));
  await store.transaction().execute(async (transaction) => {
    await requireEpisodes(transaction, [...drivers.keys()]);
    const before = await latestOf(transaction, dataset.name);
    await transaction
      .insertInto('dataset')
      .values({
        id,
        name: dataset.name,
        version: (before?.version ?? 0) + 1,
        recipe: JSON.stringify(dataset.recipe),
        laps: JSON.stringify(dataset.laps),
        card: JSON.stringify(dataset.card),
        summary: JSON.stringify(await summaryOf(transaction, dataset, before)),
        created_at: new Date().toISOString(),
        created_by: dataset.createdBy,
        session_id: dataset.sessionId ?? null,
      })
      .execute();
    await insertParts(transaction, id, dataset, drivers);
  });
  return (await findEntry(store, id))!;
}

async function insertParts(
  store: Store,
  id: string,
  dataset: NewDataset,
  drivers: ReadonlyMap<string, string>,
): Promise<void> {
  for (const part of inParts([...drivers])) {
    const rows = part.map(([episode, driver]) => ({ dataset_id: id, episode_id: episode, driver_id: driver }));
    await store.insertInto('dataset_episode').values(rows).execute();
  }
  const held = new Set(heldOutOf(dataset).map(lapName));
  for (const part of inParts(dataset.laps)) {
    const rows = part.map(({ episodeId, lap: number }) => ({
      ...{ dataset_id: id, episode_id: episodeId, number },
      held_out: held.has(lapName({ episodeId, number })) ? 1 : 0,
    }));
    await store.insertInto('dataset_lap').values(rows).execute();
  }
  const sessions = cardOf(dataset).how?.sessions ?? [];
  for (const session of sessions) {
    await store.insertInto('dataset_session').values({ dataset_id: id, session_id: session }).execute();
  }
}

const cardOf = ({ card }: NewDataset): Partial<DatasetCard> => (card ?? {}) as Partial<DatasetCard>;
const heldOutOf = (dataset: NewDataset): LapPlace[] => cardOf(dataset).splits?.validation ?? [];

function inParts<Item>(items: readonly Item[]): Item[][] {
  const parts: Item[][] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) parts.push(items.slice(from, from + AT_ONCE));
  return parts;
}

async function requireEpisodes(store: Store, ids: readonly string[]): Promise<void> {
  let found = 0;
  for (const part of inParts(ids)) {
    found += (await store.selectFrom('episode').select('id').where('id', 'in', part).execute()).length;
  }
  if (found < ids.length) {
    const gone = ids.length - found;
    throw new LapsGone(`${gone} of ${ids.length} episodes were deleted while their laps were read. Choose laps again.`);
  }
}

const latestOf = (store: Store, name: string) =>
  store
    .selectFrom('dataset')
    .select(['id', 'version', 'tombstoned_at'])
    .where('name', '=', name)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();

async function summaryOf(
  store: Store,
  dataset: NewDataset,
  before: Awaited<ReturnType<typeof latestOf>>,
): Promise<Summary> {
  const card = cardOf(dataset);
  return {
    trackId: card.trackId ?? null,
    laps: dataset.laps.length,
    drivers: new Set(dataset.laps.map(({ driverId }) => driverId)).size,
    heldOut: heldOutOf(dataset).length,
    seconds: card.counts?.seconds ?? 0,
    since: before && before.tombstoned_at === null ? await sinceOf(store, dataset.laps, before) : null,
  };
}

async function sinceOf(
  store: Store,
  laps: readonly DatasetLap[],
  { id, version }: { id: string; version: number },
): Promise<Summary['since']> {
  const rows = await store
    .selectFrom('dataset_lap')
    .select(['episode_id', 'number'])
    .where('dataset_id', '=', id)
    .execute();
  const before = new Set(rows.map(({ episode_id: episodeId, number }) => lapName({ episodeId, number })));
  const kept = laps.filter(({ episodeId, lap }) => before.has(lapName({ episodeId, number: lap }))).length;
  return { version, added: laps.length - kept, removed: before.size - kept };
}

export async function findDataset(store: Store, id: string): Promise<Dataset | null> {
  const row = await store.selectFrom('dataset').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  return {
    ...toEntry(row),
    recipe: row.recipe === null ? null : JSON.parse(row.recipe),
    laps: row.laps === null ? [] : JSON.parse(row.laps),
    card: row.card === null ? null : JSON.parse(row.card),
  };
}

/** A dataset without recipe, laps and card. */
export async function findEntry(store: Store, id: string): Promise<DatasetEntry | null> {
  const row = await store.selectFrom('dataset').select(ENTRY).where('id', '=', id).executeTakeFirst();
  return row ? toEntry(row) : null;
}

/** What `findDataset` gives, as JSON: put together from stored texts, so that nobody parses megabytes to send them. */
export async function datasetText(store: Store, id: string): Promise<string | null> {
  const row = await store.selectFrom('dataset').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  const { recipe, laps, card } = row;
  return `${JSON.stringify(toEntry(row)).slice(0, -1)},"recipe":${recipe ?? 'null'},"laps":${laps ?? '[]'},"card":${card ?? 'null'}}`;
}

export interface DatasetFilter {
  name?: string;
  session?: string;
  after?: string;
  limit?: number;
  /** Who asks: datasets with laps of a private session are its organiser's, and of who made them of their own laps. */
  viewer?: Viewer;
}

/** Newest first, tombstones among them. */
export async function listDatasets(store: Store, filter: DatasetFilter = {}): Promise<Page<DatasetEntry>> {
  const limit = pageLimit(filter.limit);
  const from = readCursor(filter.after);
  const { name, session, viewer } = filter;
  let query = store.selectFrom('dataset').select(ENTRY);
  if (name !== undefined) query = query.where('name', '=', name);
  if (session !== undefined) {
    query = query.where('id', 'in', (of) =>
      of.selectFrom('dataset_session').select('dataset_id').where('session_id', '=', session),
    );
  }
  if (viewer !== undefined) query = query.where(listedFor(viewer));
  if (from) query = query.where(rowsAfter('created_at', from));
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(toEntry), limit, ({ createdAt, id }) => ({ time: createdAt, id }));
}

/**
 * Not frozen from a private session of somebody else's (a tombstone still is), and without laps of one, unless its
 * driver made it of their own.
 */
function listedFor(viewer: Viewer): RawBuilder<boolean> {
  const closed = sql`(select id from session where private = 1 and id <> ${viewer.sessionId ?? ''})`;
  const held = sql`(select session_id from dataset_session where dataset_id = dataset.id)`;
  return sql<boolean>`(session_id is null or session_id not in ${closed})
    and (created_by = ${viewer.driverId} or not exists (select id from ${closed} where id in ${held}))`;
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

/** Where its laps lie in race logs, race by race. */
export async function drivesOfDataset(store: Store, id: string): Promise<DatasetDrive[]> {
  const rows = await store
    .selectFrom('dataset_episode')
    .innerJoin('episode', 'episode.id', 'dataset_episode.episode_id')
    .select(['episode.id', 'episode.race_id', 'episode.driver_id', 'episode.kind', 'episode.car', 'episode.first_tick'])
    .where('dataset_episode.dataset_id', '=', id)
    .orderBy('episode.race_id')
    .orderBy('episode.id')
    .execute();
  return rows.map(({ id, race_id: raceId, driver_id: driverId, kind, car, first_tick: firstTick }) => {
    return { id, raceId, driver: { id: driverId, kind }, car, firstTick };
  });
}

const NOTHING: Summary = { trackId: null, laps: 0, drivers: 0, heldOut: 0, seconds: 0, since: null };

function toEntry(row: Pick<Selectable<DatasetTable>, (typeof ENTRY)[number]>): DatasetEntry {
  const { laps, ...known } = row.summary === null ? NOTHING : (JSON.parse(row.summary) as Summary);
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    createdAt: row.created_at,
    createdBy: row.created_by,
    sessionId: row.session_id,
    tombstonedAt: row.tombstoned_at,
    lapCount: laps,
    ...known,
  };
}
