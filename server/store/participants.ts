import type { Selectable } from 'kysely';
import type { Consent } from '../../shared/wire/options.ts';
import { noteChoice } from './choices.ts';
import type { ParticipantTable, Store } from './tables.ts';

/** What somebody agreed to in a session, the language of the text they read, and when. */
export interface ParticipantConsent extends Consent {
  at: string;
  language: 'en' | 'ko';
}

export interface StoredParticipant {
  sessionId: string;
  driverId: string;
  nickname: string;
  joinedAt: string;
  removedAt: string | null;
  consent: ParticipantConsent;
}

/** In the order they joined. */
export async function participantsOf(store: Store, sessionId: string): Promise<StoredParticipant[]> {
  const query = store.selectFrom('participant').selectAll().where('session_id', '=', sessionId);
  return (await query.orderBy('joined_at').orderBy('driver_id').execute()).map(toParticipant);
}

export async function findParticipant(
  store: Store,
  sessionId: string,
  driverId: string,
): Promise<StoredParticipant | null> {
  const query = store.selectFrom('participant').selectAll().where('session_id', '=', sessionId);
  const row = await query.where('driver_id', '=', driverId).executeTakeFirst();
  return row ? toParticipant(row) : null;
}

/**
 * Somebody joins, or joins again with another nickname or another mind: their laps of this session follow it as to
 * sharing and exporting, while whether a race is recorded was decided at its start.
 */
export async function putParticipant(store: Store, participant: Omit<StoredParticipant, 'removedAt'>): Promise<void> {
  const { sessionId, driverId, nickname, joinedAt, consent } = participant;
  const text = JSON.stringify(consent);
  await store
    .insertInto('participant')
    .values({ session_id: sessionId, driver_id: driverId, nickname, joined_at: joinedAt, consent: text })
    .onConflict((conflict) => conflict.columns(['session_id', 'driver_id']).doUpdateSet({ nickname, consent: text }))
    .execute();
  await noteChoice(store, driverId, { ...consent, sessionId });
  await followChoice(store, participant);
}

async function followChoice(
  store: Store,
  { sessionId, driverId, consent }: Pick<StoredParticipant, 'sessionId' | 'driverId' | 'consent'>,
): Promise<void> {
  const { shared, exported } = consent;
  const episodes = await store
    .selectFrom('episode')
    .innerJoin('race', 'race.id', 'episode.race_id')
    .select(['episode.id', 'episode.consent'])
    .where('race.session_id', '=', sessionId)
    .where('episode.driver_id', '=', driverId)
    .where('episode.consent', 'is not', null)
    .execute();
  for (const { id, consent: before } of episodes) {
    const text = JSON.stringify({ ...JSON.parse(before!), shared, exported });
    if (text !== before) await store.updateTable('episode').set({ consent: text }).where('id', '=', id).execute();
  }
}

/** They drive no more in this session. False for somebody who is not in it. */
export async function removeParticipant(
  store: Store,
  sessionId: string,
  driverId: string,
  at: string,
): Promise<boolean> {
  const removal = store.updateTable('participant').set({ removed_at: at });
  const { numUpdatedRows } = await removal
    .where('session_id', '=', sessionId)
    .where('driver_id', '=', driverId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Episodes a driver drove in races of a session, clones that stood in for them too. */
export async function episodesInSession(store: Store, sessionId: string, driverId?: string): Promise<string[]> {
  let query = store
    .selectFrom('episode')
    .innerJoin('race', 'race.id', 'episode.race_id')
    .select('episode.id')
    .where('race.session_id', '=', sessionId);
  if (driverId) query = query.where('episode.driver_id', '=', driverId);
  return (await query.execute()).map(({ id }) => id);
}

function toParticipant(row: Selectable<ParticipantTable>): StoredParticipant {
  return {
    sessionId: row.session_id,
    driverId: row.driver_id,
    nickname: row.nickname,
    joinedAt: row.joined_at,
    removedAt: row.removed_at,
    consent: JSON.parse(row.consent),
  };
}
