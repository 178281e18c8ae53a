import { sql } from 'kysely';
import type { Mark } from '../../shared/wire/laps.ts';
import type { Store } from './tables.ts';

/** A lap by the episode it was driven in. */
export interface LapName {
  episodeId: string;
  number: number;
}

/** Whose a lap is, as far as it matters who may mark or delete it. */
export interface OwnedLap extends LapName {
  driverId: string;
  sessionId: string | null;
}

const named = (laps: readonly LapName[]) =>
  sql<boolean>`(episode_id, number) in (select value ->> 'episodeId', value ->> 'number' from json_each(${JSON.stringify(laps)}))`;

/** Those of the named laps that there are. */
export async function ownersOfLaps(store: Store, laps: readonly LapName[]): Promise<OwnedLap[]> {
  const query = store.selectFrom('lap_quality').where(named(laps));
  return await query
    .select(['episode_id as episodeId', 'number', 'driver_id as driverId', 'session_id as sessionId'])
    .execute();
}

/** Mark laps and say why; `none` takes a mark away. Answers how many there were. */
export async function markLaps(store: Store, laps: readonly LapName[], mark: Mark, reason: string): Promise<number> {
  const result = await store
    .updateTable('lap_quality')
    .set({
      mark,
      reason: mark === 'none' ? '' : reason,
      // Flagged by the computer or by a person.
      flagged: mark === 'none' ? sql<number>`flags <> '[]'` : 1,
    })
    .where(named(laps))
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
