import { sql } from 'kysely';
import { CONSENT_VERSION } from '../../shared/wire/consent.ts';
import { COPIES_STAY, type Kept } from '../../shared/wire/rights.ts';
import { choicesOf } from './choices.ts';
import type { Store } from './tables.ts';

const lapsDriven = sql<number>`coalesce(sum(json_array_length(episode.laps)), 0)`;

/** Everything that is kept of a driver, by name and number; null for one who is not there. */
export async function keptOf(store: Store, driverId: string): Promise<Kept | null> {
  const driver = await store
    .selectFrom('driver')
    .select('created_at')
    .where('id', '=', driverId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  if (!driver) return null;
  const driven = await store
    .selectFrom('episode')
    .select(({ fn }) => [fn.countAll<number>().as('episodes'), fn.count<number>('race_id').distinct().as('races')])
    .select(lapsDriven.as('laps'))
    .where('driver_id', '=', driverId)
    .executeTakeFirstOrThrow();
  return {
    driverId,
    since: driver.created_at,
    ...driven,
    datasets: await datasetsWith(store, driverId),
    policies: await policiesFrom(store, driverId),
    sessions: await sessionsOf(store, driverId),
    choices: await choicesOf(store, driverId),
    consentVersion: CONSENT_VERSION,
    copies: COPIES_STAY,
  };
}

function datasetsWith(store: Store, driverId: string): Promise<Kept['datasets']> {
  return store
    .selectFrom('dataset_episode as held')
    .innerJoin('dataset', 'dataset.id', 'held.dataset_id')
    .leftJoin('dataset_lap as lap', (join) =>
      join.onRef('lap.dataset_id', '=', 'held.dataset_id').onRef('lap.episode_id', '=', 'held.episode_id'),
    )
    .select(['dataset.id', 'dataset.name', 'dataset.version', 'dataset.created_at as createdAt'])
    .select(({ fn }) => fn.count<number>('lap.number').as('laps'))
    .where('held.driver_id', '=', driverId)
    .groupBy('dataset.id')
    .orderBy('dataset.created_at', 'desc')
    .execute();
}

function policiesFrom(store: Store, driverId: string): Promise<Kept['policies']> {
  const held = store.selectFrom('dataset_episode').select('dataset_id').where('driver_id', '=', driverId);
  return store
    .selectFrom('policy')
    .select(['id', 'track_id as trackId', 'created_at as createdAt'])
    .where(({ or, eb }) => or([eb('driver_id', '=', driverId), eb('dataset_id', 'in', held)]))
    .orderBy('created_at', 'desc')
    .execute();
}

function sessionsOf(store: Store, driverId: string): Promise<Kept['sessions']> {
  return store
    .selectFrom('participant')
    .innerJoin('session', 'session.id', 'participant.session_id')
    .select(['session.id', 'session.code', 'session.name', 'session.erase_at as eraseAt'])
    .select(['participant.nickname', 'participant.joined_at as joinedAt'])
    .select(({ selectFrom }) =>
      selectFrom('episode')
        .innerJoin('race', 'race.id', 'episode.race_id')
        .select(lapsDriven.as('laps'))
        .whereRef('race.session_id', '=', 'session.id')
        .where('episode.driver_id', '=', driverId)
        .$asScalar()
        .$notNull()
        .as('laps'),
    )
    .where('participant.driver_id', '=', driverId)
    .orderBy('participant.joined_at', 'desc')
    .execute();
}
