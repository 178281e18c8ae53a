import type { Insertable } from 'kysely';
import type { RaceLogHeader } from '../../shared/episode/log.ts';
import { PHYSICS } from '../../shared/race/constants.ts';
import { vehicleHash } from '../../shared/vehicle/spec.ts';
import type { StoredEpisode } from './episodes.ts';
import type { EpisodeTable, LapTable, Store } from './tables.ts';
import { seenByAll } from './viewer.ts';

/** Whether anybody may see and race against what was driven: it replays, and a person agreed to be recorded. */
export const isOpen = ({ status, driver, consent }: StoredEpisode): boolean =>
  status !== 'quarantined' && (driver.kind !== 'human' || consent?.recorded === true);

/** Keep the times of an episode's laps, where they may be compared. `header` is that of its race's log. */
export async function insertLaps(store: Store, episode: StoredEpisode, header: RaceLogHeader): Promise<void> {
  if (!isOpen(episode)) return;
  const place = {
    episode_id: episode.id,
    track_id: episode.trackId,
    track_hash: header.trackHash,
    vehicle: episode.vehicle,
    vehicle_hash: vehicleHash(header.cars[episode.car].spec),
    physics: episode.physics,
    driver_id: episode.driver.id,
    kind: episode.driver.kind,
    policy_id: episode.driver.policyId,
    started_at: episode.startedAt,
  };
  for (const { number, timeMs, sectors, clean, partial } of episode.laps) {
    const whole = clean && !partial;
    const times = [timeMs, ...(whole ? sectors : [])];
    const rows = times.map((time, sector): Insertable<LapTable> => {
      return { ...place, number, sector, time_ms: Math.round(time), clean: whole ? 1 : 0 };
    });
    await store.insertInto('lap').values(rows).execute();
  }
}

/** Times that can be compared, all of this physics: one version of a track, one of a car, the whole lap (0) or a sector. */
export interface LapContest {
  trackHash: string;
  vehicleHash: string;
  sector: number;
  kinds: readonly EpisodeTable['kind'][];
}

export interface BestLap {
  episodeId: string;
  raceId: string;
  number: number;
  timeMs: number;
  driverId: string;
  kind: EpisodeTable['kind'];
  policyId: string | null;
  /** Whose clone it is, when it is one person's. */
  cloneOf: string | null;
  startedAt: string;
  /** The episode's laps; `number` names this one. */
  laps: StoredEpisode['laps'];
}

/**
 * The best clean lap of each driver outside private sessions, the fastest first, of equal times the earlier.
 *
 * A clone whose policy is gone (somebody it learned from took their laps back) is left out.
 */
export async function bestLaps(store: Store, contest: LapContest, limit: number): Promise<BestLap[]> {
  const rows = await bestLapsQuery(store, contest, limit).execute();
  return rows.map((row) => ({
    episodeId: row.episode_id,
    raceId: row.race_id,
    number: row.number,
    timeMs: row.time_ms,
    driverId: row.driver_id,
    kind: row.kind,
    policyId: row.policy_id,
    cloneOf: row.clone_of,
    startedAt: row.started_at,
    laps: JSON.parse(row.laps),
  }));
}

/** Every driver's laps stand beside each other in `lap_by_time`, the best first, so that nothing is sorted but them. */
export function bestLapsQuery(store: Store, contest: LapContest, limit: number) {
  const { trackHash, vehicleHash, sector, kinds } = contest;
  return store
    .with('ranked', (db) =>
      db
        .selectFrom('lap')
        .select(['episode_id', 'number', 'time_ms', 'driver_id', 'kind', 'policy_id', 'started_at'])
        .select(({ fn }) =>
          fn
            .agg<number>('row_number')
            .over((over) => over.partitionBy('driver_id').orderBy('time_ms').orderBy('started_at'))
            .as('rank'),
        )
        .where('track_hash', '=', trackHash)
        .where('vehicle_hash', '=', vehicleHash)
        .where('physics', '=', PHYSICS)
        .where('sector', '=', sector)
        .where('clean', '=', 1)
        .where('kind', 'in', kinds)
        .where(seenByAll('lap.episode_id')),
    )
    .selectFrom('ranked')
    .innerJoin('episode', 'episode.id', 'ranked.episode_id')
    .leftJoin('policy', 'policy.id', 'ranked.policy_id')
    .select(['ranked.episode_id', 'ranked.number', 'ranked.time_ms', 'ranked.driver_id', 'ranked.kind'])
    .select(['ranked.policy_id', 'ranked.started_at', 'episode.race_id', 'episode.laps'])
    .select('policy.driver_id as clone_of')
    .where('ranked.rank', '=', 1)
    .where(({ or, eb }) => or([eb('ranked.kind', '<>', 'policy'), eb('policy.id', 'is not', null)]))
    .orderBy('ranked.time_ms')
    .orderBy('ranked.started_at')
    .orderBy('ranked.driver_id')
    .limit(limit);
}

/** The best clean lap of one driver, or of a clone by its policy's id; null before there is one. */
export async function bestLapOf(
  store: Store,
  driverId: string,
  contest: Omit<LapContest, 'kinds'>,
): Promise<{ episodeId: string; timeMs: number } | null> {
  const row = await store
    .selectFrom('lap')
    .select(['episode_id as episodeId', 'time_ms as timeMs'])
    .where('track_hash', '=', contest.trackHash)
    .where('vehicle_hash', '=', contest.vehicleHash)
    .where('physics', '=', PHYSICS)
    .where('sector', '=', contest.sector)
    .where('clean', '=', 1)
    .where('driver_id', '=', driverId)
    .orderBy('time_ms')
    .orderBy('started_at')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
