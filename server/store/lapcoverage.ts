import { sql } from 'kysely';
import type { CoveredLap } from '../../shared/dataset/coverage.ts';
import { conditionsOf, type LapFilter, PAGES } from './lapfilter.ts';
import type { Store } from './tables.ts';
import type { Viewer } from './viewer.ts';

export interface Newest {
  /** The version of the track whose laps are wanted. */
  trackHash: string;
  most: number;
  /** How many laps fit the filter. */
  of: number;
}

/** With so many times more laps than are wanted, going back in time from the newest meets them soon enough. */
const PLENTY = 4;

/**
 * The newest laps that fit, on this version of the track, the oldest of them first.
 *
 * Many that fit are met going back in time, row by row; few are found by a scan of PAGES' index and fetched one by one.
 * Either way some tens of milliseconds of 100,000 laps (tests/bench/laps.ts).
 */
export async function newestLaps(
  store: Store,
  filter: LapFilter,
  viewer: Viewer,
  { trackHash, most, of }: Newest,
): Promise<CoveredLap[]> {
  const fits = conditionsOf(filter, viewer);
  const query =
    of > PLENTY * most
      ? sql<CoveredLap>`select driver_id as driverId, profile from lap_quality indexed by lap_quality_newest
          where track_hash = ${trackHash} and ${fits} order by started_at desc limit ${most}`
      : sql<CoveredLap>`select q.driver_id as driverId, q.profile
          from (select rowid as place, started_at from ${PAGES} where ${fits} order by started_at desc limit ${most}) k
          join lap_quality q on q.rowid = k.place where q.track_hash = ${trackHash} order by k.started_at desc`;
  return (await query.execute(store)).rows.reverse();
}
