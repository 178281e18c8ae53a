import { type RawBuilder, sql } from 'kysely';
import type { LapsQuery } from '../../shared/wire/laps.ts';
import { readableBy, type Viewer } from './viewer.ts';

/** What laps are looked for by, as shared/wire/laps.ts has it. */
export type LapFilter = Omit<LapsQuery, 'order' | 'after' | 'limit'>;

/**
 * The laps, through an index that holds all they are filtered and ordered by and is a tenth of the table: whatever is
 * asked for is found by one scan of it, in time that grows with the number of laps alone (tests/bench/laps.ts).
 */
export const PAGES = sql`lap_quality indexed by lap_quality_page`;

/** SQL condition: laps that fit and that this viewer may read (null: all), by the columns of PAGES' index. */
export function conditionsOf(filter: LapFilter, viewer: Viewer | null): RawBuilder<unknown> {
  const { track, car, driver, session, dataset, kind, clean, traffic, flagged, mark, style, min, max } = filter;
  const found: RawBuilder<unknown>[] = [
    viewer ? readableBy(viewer, 'lap_quality.session_id', 'lap_quality.driver_id') : sql`true`,
  ];
  if (track !== undefined) found.push(sql`track_id = ${track}`);
  if (car !== undefined) found.push(sql`vehicle = ${car}`);
  if (driver !== undefined) found.push(sql`driver_id = ${driver}`);
  if (session !== undefined) found.push(sql`session_id = ${session}`);
  if (kind !== undefined) found.push(sql`kind = ${kind}`);
  if (clean !== undefined) found.push(sql`clean = ${Number(clean)}`);
  if (traffic !== undefined) found.push(sql`in_traffic = ${Number(traffic)}`);
  if (flagged !== undefined) found.push(sql`flagged = ${Number(flagged)}`);
  if (mark !== undefined) found.push(sql`mark = ${mark}`);
  if (style !== undefined) found.push(sql`style = ${style}`);
  if (min !== undefined) found.push(sql`time_ms >= ${min}`);
  if (max !== undefined) found.push(sql`time_ms <= ${max}`);
  if (dataset !== undefined) {
    found.push(sql`(episode_id, number) in (select episode_id, number from dataset_lap where dataset_id = ${dataset})`);
  }
  return sql.join(found, sql` and `);
}
