import { sql } from 'kysely';
import { PHYSICS } from '../../shared/race/constants.ts';
import type { LapContest } from './laps.ts';
import type { EpisodeTable, Store } from './tables.ts';
import { seenByAll } from './viewer.ts';

/** What a driver has driven on one track in one car. */
export interface DrivenLaps {
  trackId: string;
  vehicle: string;
  races: number;
  laps: number;
  cleanLaps: number;
  lastDrivenAt: string;
}

/** The most driven first. */
export async function drivenLaps(store: Store, driverId: string): Promise<DrivenLaps[]> {
  const rows = await store
    .selectFrom('lap')
    .select(({ fn }) => [
      'track_id as trackId',
      'vehicle',
      fn.count<number>('episode_id').distinct().as('races'),
      fn.countAll<number>().as('laps'),
      fn.sum<number>('clean').as('cleanLaps'),
      fn.max('started_at').as('lastDrivenAt'),
    ])
    .where('driver_id', '=', driverId)
    .where('sector', '=', 0)
    .groupBy(['track_id', 'vehicle'])
    .orderBy('laps', 'desc')
    .orderBy('track_id')
    .orderBy('vehicle')
    .execute();
  return rows.map((row) => ({ ...row }));
}

/** How many drivers have a better clean lap than `timeMs` outside private sessions. */
export async function driversAhead(store: Store, contest: LapContest, timeMs: number): Promise<number> {
  const row = await store
    .selectFrom('lap')
    .select(({ fn }) => fn.count<number>('driver_id').distinct().as('drivers'))
    .where('track_hash', '=', contest.trackHash)
    .where('vehicle_hash', '=', contest.vehicleHash)
    .where('physics', '=', PHYSICS)
    .where('sector', '=', contest.sector)
    .where('clean', '=', 1)
    .where('kind', 'in', contest.kinds)
    .where('time_ms', '<', timeMs)
    .where(seenByAll('lap.episode_id'))
    .executeTakeFirstOrThrow();
  return row.drivers;
}

/** Races in which somebody had the wheel. */
export async function racesDriven(store: Store, driverId: string): Promise<number> {
  const row = await store
    .selectFrom('episode')
    .select(({ fn }) => fn.count<number>('race_id').distinct().as('races'))
    .where('driver_id', '=', driverId)
    .executeTakeFirstOrThrow();
  return row.races;
}

/** Somebody raced against, and how it went for the driver who asks. */
export interface Met {
  driverId: string;
  kind: Exclude<EpisodeTable['kind'], 'scripted'>;
  policyId: string | null;
  cloneOf: string | null;
  races: number;
  ahead: number;
  behind: number;
  lastMetAt: string;
}

/** Races that are looked at, the newest first. */
const REMEMBERED_RACES = 500;

/**
 * People and clones in the races of a driver, those met most often first; clones whose policy is gone are left out.
 *
 * Ahead is who finished more laps, of equally many who took less time. In a race against several cars of one clone it
 * is the best of them that counts. A car that changed hands has one result, and whoever sat in it met the others.
 */
export async function mostMet(store: Store, driverId: string, limit: number): Promise<Met[]> {
  const { rows } = await sql<Met>`
    WITH races AS (
      SELECT race_id FROM episode WHERE driver_id = ${driverId} AND status <> 'quarantined'
      GROUP BY race_id ORDER BY MAX(started_at) DESC LIMIT ${REMEMBERED_RACES}),
    result AS (
      SELECT episode.race_id, episode.car, COUNT(lap.number) AS laps, COALESCE(SUM(lap.time_ms), 0) AS total
      FROM episode LEFT JOIN lap ON lap.episode_id = episode.id AND lap.sector = 0
      WHERE episode.race_id IN (SELECT race_id FROM races) GROUP BY episode.race_id, episode.car),
    seat AS (
      SELECT DISTINCT race_id, car, driver_id, kind, policy_id, started_at FROM episode
      WHERE race_id IN (SELECT race_id FROM races)),
    meeting AS (
      SELECT them.race_id, them.driver_id, them.kind, them.policy_id, them.started_at,
        MIN(CASE
          WHEN mine.laps > theirs.laps OR (mine.laps = theirs.laps AND mine.total < theirs.total) THEN 1
          WHEN mine.laps = theirs.laps AND mine.total = theirs.total THEN 0 ELSE -1 END) AS outcome
      FROM seat AS me
      JOIN seat AS them ON them.race_id = me.race_id AND them.car <> me.car AND them.driver_id <> me.driver_id
      JOIN result AS mine ON mine.race_id = me.race_id AND mine.car = me.car
      JOIN result AS theirs ON theirs.race_id = them.race_id AND theirs.car = them.car
      WHERE me.driver_id = ${driverId} AND them.kind <> 'scripted'
      GROUP BY them.race_id, them.driver_id, them.kind, them.policy_id, them.started_at)
    SELECT meeting.driver_id AS "driverId", meeting.kind, meeting.policy_id AS "policyId",
      policy.driver_id AS "cloneOf", COUNT(*) AS races, SUM(CASE outcome WHEN 1 THEN 1 ELSE 0 END) AS ahead,
      SUM(CASE outcome WHEN -1 THEN 1 ELSE 0 END) AS behind, MAX(meeting.started_at) AS "lastMetAt"
    FROM meeting LEFT JOIN policy ON policy.id = meeting.policy_id
    WHERE meeting.kind = 'human' OR policy.id IS NOT NULL
    GROUP BY meeting.driver_id, meeting.kind, meeting.policy_id, policy.driver_id
    ORDER BY races DESC, "lastMetAt" DESC LIMIT ${limit}`.execute(store);
  return rows.map((row) => ({ ...row }));
}
