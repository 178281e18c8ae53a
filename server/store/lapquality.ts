import { type Insertable, sql } from 'kysely';
import type { LapQualityTable, Store } from './tables.ts';

export type LapQualityRow = Insertable<LapQualityTable>;

/** Laps that a new lap of the same road and car is held against. */
export interface ReferenceLap {
  timeMs: number;
  profile: Uint8Array;
}

/** Rows in one statement: SQLite takes 32,766 parameters. */
const BATCH = 100;

/** The newest laps on this version of a road in this car, but for those of one race. */
export async function referenceLaps(
  store: Store,
  { trackHash, vehicle, exceptRace }: { trackHash: string; vehicle: string; exceptRace: string },
  most: number,
): Promise<ReferenceLap[]> {
  return await store
    .selectFrom('lap_quality')
    .select(['time_ms as timeMs', 'profile'])
    .where('track_hash', '=', trackHash)
    .where('vehicle', '=', vehicle)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('episode')
            .select('episode.id')
            .whereRef('episode.id', '=', 'lap_quality.episode_id')
            .where('episode.race_id', '=', exceptRace),
        ),
      ),
    )
    .orderBy('started_at', 'desc')
    .limit(most)
    .execute();
}

/** Keep laps, or put new numbers in the place of their old ones: what people marked stays marked. */
export async function keepLaps(store: Store, rows: readonly LapQualityRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH) {
    await store
      .insertInto('lap_quality')
      .values(rows.slice(from, from + BATCH))
      .onConflict((conflict) =>
        conflict.columns(['episode_id', 'number']).doUpdateSet(({ ref }) => ({
          session_id: ref('excluded.session_id'),
          clean: ref('excluded.clean'),
          in_traffic: ref('excluded.in_traffic'),
          ticks: ref('excluded.ticks'),
          falls: ref('excluded.falls'),
          off_tracks: ref('excluded.off_tracks'),
          contacts: ref('excluded.contacts'),
          wrong_way: ref('excluded.wrong_way'),
          starved: ref('excluded.starved'),
          latency_ms: ref('excluded.latency_ms'),
          idle_share: ref('excluded.idle_share'),
          full_share: ref('excluded.full_share'),
          hold_seconds: ref('excluded.hold_seconds'),
          reversals: ref('excluded.reversals'),
          activity: ref('excluded.activity'),
          style: ref('excluded.style'),
          novelty: ref('excluded.novelty'),
          flags: ref('excluded.flags'),
          flagged: sql<number>`max(excluded.flagged, lap_quality.mark <> 'none')`,
          profile: ref('excluded.profile'),
          content: ref('excluded.content'),
        })),
      )
      .execute();
  }
}

/** A closed race whose laps were judged by an older version than `version`, or never; null when there is none left. */
export async function unjudgedRace(store: Store, version: number): Promise<string | null> {
  const race = await store
    .selectFrom('race')
    .select('id')
    .where('status', 'in', ['complete', 'interrupted'])
    .where('judged', '<', version)
    .orderBy('started_at')
    .limit(1)
    .executeTakeFirst();
  return race?.id ?? null;
}

export async function setJudged(store: Store, raceId: string, version: number): Promise<void> {
  await store.updateTable('race').set({ judged: version }).where('id', '=', raceId).execute();
}
