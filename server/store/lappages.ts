import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { LapOrder, LapsQuery } from '../../shared/wire/laps.ts';
import { conditionsOf, type LapFilter, PAGES } from './lapfilter.ts';
import type { LapQualityTable, Store } from './tables.ts';
import type { Viewer } from './viewer.ts';

/** A row with what other tables know of its lap. */
export type LapPageRow = Selectable<LapQualityTable> & {
  race_id: string;
  /** In the dataset that was asked for: 1 for held out; null without one. */
  held_out: number | null;
  /** Share of the other laps on this road in this car that are slower. */
  pace: number;
};

/** The expression that each order sorts by, and which way; equal ones by episode and number. All in PAGES' index. */
const ORDERS: Record<LapOrder, { by: RawBuilder<number | string>; way: 'asc' | 'desc' }> = {
  newest: { by: sql`started_at`, way: 'desc' },
  oldest: { by: sql`started_at`, way: 'asc' },
  fastest: { by: sql`time_ms`, way: 'asc' },
  slowest: { by: sql`time_ms`, way: 'desc' },
  // A lap without another has no novelty: last.
  novel: { by: sql`coalesce(novelty, -1)`, way: 'desc' },
  nervous: { by: sql`reversals`, way: 'desc' },
  idle: { by: sql`idle_share`, way: 'desc' },
  starved: { by: sql`starved`, way: 'desc' },
};

export interface LapPage {
  rows: LapPageRow[];
  /** Hand it back as `after` for the next page; null on the last. */
  next: string | null;
}

/** One page of the laps that fit and that this viewer may read; null may read all. */
export async function pageOfLaps(
  store: Store,
  { order, after, limit, ...filter }: LapsQuery,
  viewer: Viewer | null,
): Promise<LapPage> {
  const { by, way } = ORDERS[order];
  const from = after === undefined ? null : readCursor(after, isTime(order));
  const beyond = way === 'desc' ? sql`<` : sql`>`;
  const later = from
    ? sql`(${by} ${beyond} ${from.value} or
        (${by} = ${from.value} and (episode_id, number) > (${from.episodeId}, ${from.number})))`
    : sql`true`;
  const direction = way === 'desc' ? sql`desc` : sql`asc`;
  const heldOut = filter.dataset
    ? sql`(select held_out from dataset_lap d where d.dataset_id = ${filter.dataset}
        and d.episode_id = q.episode_id and d.number = q.number)`
    : sql`null`;
  const { rows } = await sql<LapPageRow & { sorted: number | string }>`
    select q.*, e.race_id, k.sorted, ${heldOut} as held_out
    from (select episode_id, number, ${by} as sorted from ${PAGES}
      where ${conditionsOf(filter, viewer)} and ${later}
      order by sorted ${direction}, episode_id, number limit ${limit + 1}) k
    join lap_quality q on q.episode_id = k.episode_id and q.number = k.number
    join episode e on e.id = q.episode_id
    order by k.sorted ${direction}, q.episode_id, q.number`.execute(store);
  const more = rows.length > limit;
  if (more) rows.pop();
  const last = rows.at(-1);
  const next = more && last ? `${last.sorted}~${last.episode_id}~${last.number}` : null;
  await addPaces(store, rows);
  return { rows, next };
}

/** How many laps fit, and how many of them are flagged. */
export async function countLaps(
  store: Store,
  filter: LapFilter,
  viewer: Viewer | null,
): Promise<{ total: number; flagged: number }> {
  const { rows } = await sql<{ total: number; flagged: number | null }>`
    select count(*) as total, sum(flagged) as flagged from ${PAGES} where ${conditionsOf(filter, viewer)}`.execute(
    store,
  );
  return { total: rows[0].total, flagged: rows[0].flagged ?? 0 };
}

/** Drivers of the laps that fit, with how many, the most first. */
export async function driversOfLaps(
  store: Store,
  filter: LapFilter,
  viewer: Viewer | null,
  most: number,
): Promise<{ id: string; laps: number }[]> {
  const { rows } = await sql<{ id: string; laps: number }>`
    select driver_id as id, count(*) as laps from ${PAGES} where ${conditionsOf(filter, viewer)}
    group by driver_id order by laps desc, id limit ${most}`.execute(store);
  return rows;
}

const isTime = (order: LapOrder): boolean => order === 'newest' || order === 'oldest';

/** Null for a cursor that no page of ours ended with: the list then begins anew. */
function readCursor(
  after: string,
  isText: boolean,
): { value: number | string; episodeId: string; number: number } | null {
  const [value, episodeId, number, ...rest] = after.split('~');
  const sorted = isText ? value : Number(value);
  const isCursor = rest.length === 0 && episodeId !== undefined && Number.isInteger(Number(number ?? Number.NaN));
  return isCursor && (isText || Number.isFinite(sorted)) ? { value: sorted, episodeId, number: Number(number) } : null;
}

/**
 * Where the laps' times stand among all on their road and car. The times of a page, in order, part those of the road
 * into ranges, each of which is counted once in the index `lap_quality_pace`: one pass, however many laps are asked for.
 */
async function addPaces(store: Store, rows: LapPageRow[]): Promise<void> {
  const roads = new Map<string, LapPageRow[]>();
  for (const row of rows) {
    const road = `${row.track_hash} ${row.vehicle}`;
    roads.set(road, [...(roads.get(road) ?? []), row]);
  }
  for (const laps of roads.values()) {
    const [{ track_hash, vehicle }] = laps;
    const times = [...new Set(laps.map(({ time_ms }) => time_ms))].sort((a, b) => a - b);
    const ranges = times.map((from, i) => [from, times[i + 1] ?? Number.MAX_SAFE_INTEGER]);
    const counted = await sql<{ above: number; same: number }>`
      select
        (select count(*) from lap_quality indexed by lap_quality_pace where track_hash = ${track_hash}
          and vehicle = ${vehicle} and time_ms > value ->> 0 and time_ms < value ->> 1) as above,
        (select count(*) from lap_quality indexed by lap_quality_pace where track_hash = ${track_hash}
          and vehicle = ${vehicle} and time_ms = value ->> 0) as same
      from json_each(${JSON.stringify(ranges)})`.execute(store);
    const { rows: below } = await sql<{ laps: number }>`
      select count(*) as laps from lap_quality indexed by lap_quality_pace where track_hash = ${track_hash}
        and vehicle = ${vehicle} and time_ms < ${times[0]}`.execute(store);
    const slower = new Map<number, number>();
    let total = below[0].laps;
    for (const { above, same } of counted.rows) total += above + same;
    let left = total - below[0].laps;
    for (const [i, { above, same }] of counted.rows.entries()) {
      left -= same;
      slower.set(times[i], left);
      left -= above;
    }
    for (const row of laps) row.pace = total > 1 ? slower.get(row.time_ms)! / (total - 1) : 1;
  }
}
