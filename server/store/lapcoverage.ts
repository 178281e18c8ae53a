import { sql } from 'kysely';
import type { CoveredLap } from '../../shared/dataset/coverage.ts';
import { conditionsOf, type LapFilter, PAGES } from './lapfilter.ts';
import type { Store } from './tables.ts';
import type { Viewer } from './viewer.ts';

/** The newest laps that fit, on this version of the track, the oldest of them first. */
export async function newestLaps(
  store: Store,
  filter: LapFilter,
  viewer: Viewer,
  { trackHash, most }: { trackHash: string; most: number },
): Promise<CoveredLap[]> {
  const { rows } = await sql<CoveredLap>`
    select q.driver_id as driverId, q.profile
    from (select episode_id, number, started_at from ${PAGES} where ${conditionsOf(filter, viewer)}
      order by started_at desc, episode_id, number limit ${most}) k
    join lap_quality q on q.episode_id = k.episode_id and q.number = k.number
    where q.track_hash = ${trackHash}
    order by k.started_at, q.episode_id, q.number`.execute(store);
  return rows;
}
