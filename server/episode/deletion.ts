import type { LogDriver } from '../../shared/episode/log.ts';
import type { Forgotten } from '../../shared/wire/rights.ts';
import { importedDriver } from '../store/imported.ts';
import { forgetJobs } from '../store/jobs.ts';
import type { Store } from '../store/tables.ts';
import { forgetLearned, tombstone } from '../store/tombstones.ts';
import { noTraces, pieceOf, type Traces } from '../store/traces.ts';
import { applyCut, cutRace } from './logcut.ts';

export type { Forgotten };

const nothing = (): Forgotten => ({
  ...{ episodes: 0, laps: 0, datasets: 0, policies: 0, pending: [] },
  gone: { datasets: [], policies: [] },
});

/** A deletion under way: what it took so far, and what is to be found in no file afterwards. */
interface Deletion {
  store: Store;
  forgotten: Forgotten;
  traces: Traces;
}

/**
 * Everything of a driver: their cars leave every log, datasets with their laps become tombstones, policies trained on
 * these go, and their token is dead at once. The bytes stay in the store's files until `eraseDeleted`, which looks for
 * `traces`.
 */
export async function forgetDriver(store: Store, driverId: string, traces: Traces = noTraces()): Promise<Forgotten> {
  const now = new Date().toISOString();
  await store.updateTable('driver').set({ withdrawn_at: now }).where('id', '=', driverId).execute();
  const deletion: Deletion = { store, forgotten: nothing(), traces };
  const { forgotten } = deletion;
  const names = namesOf(driverId);
  for (const race of await racesNaming(store, driverId)) {
    if (race.status === 'running') forgotten.pending.push(race.id);
    else await removeFromRace(deletion, race.id, (driver) => names.includes(driver.driverId));
  }
  await forgetMentions(deletion, driverId);
  if (forgotten.pending.length === 0) await forgetPerson(deletion, driverId);
  return forgotten;
}

/**
 * One episode, and what was learned from it. A car that changed hands goes whole: half a car cannot be replayed. The
 * bytes stay in the store's files until `eraseDeleted`.
 */
export async function forgetEpisode(store: Store, episodeId: string, traces: Traces = noTraces()): Promise<Forgotten> {
  const deletion: Deletion = { store, forgotten: nothing(), traces };
  const episode = await store
    .selectFrom('episode')
    .select(['race_id', 'car', 'driver_id'])
    .where('id', '=', episodeId)
    .executeTakeFirst();
  if (!episode) return deletion.forgotten;
  await removeFromRace(deletion, episode.race_id, (_, car) => car === episode.car);
  const name = importedDriver(episode.driver_id);
  for (const copy of await copiesOf(store, episode.race_id)) {
    await removeFromRace(deletion, copy, (driver) => driver.driverId === name);
  }
  return deletion.forgotten;
}

/** A driver's names: their own, and the one under which their exported logs come back in. */
const namesOf = (driverId: string): string[] => [driverId, importedDriver(driverId)];

/** Races that came back in from a file of this one. */
async function copiesOf(store: Store, raceId: string): Promise<string[]> {
  const copies = store.selectFrom('race').select('id').where('origin', 'like', `%"${raceId}"%`);
  return (await copies.execute()).map(({ id }) => id);
}

/**
 * A collection session with all that was driven and learned in it, whoever drove; drivers of whom nothing else is kept
 * go with it. While a race of it runs, the session and that race stay: do it again when they are over.
 */
export async function forgetSession(store: Store, sessionId: string, traces: Traces = noTraces()): Promise<Forgotten> {
  const deletion: Deletion = { store, forgotten: nothing(), traces };
  const { forgotten } = deletion;
  const races = await store.selectFrom('race').select(['id', 'status']).where('session_id', '=', sessionId).execute();
  for (const race of races) {
    if (race.status === 'running') forgotten.pending.push(race.id);
    else {
      await removeFromRace(deletion, race.id, () => true);
      for (const copy of await copiesOf(store, race.id)) await removeFromRace(deletion, copy, () => true);
    }
  }
  if (forgotten.pending.length > 0) return forgotten;
  const drivers = await store
    .selectFrom('participant')
    .select('driver_id')
    .where('session_id', '=', sessionId)
    .execute();
  await store.transaction().execute(async (transaction) => {
    const frozen = await transaction.selectFrom('dataset').select('id').where('session_id', '=', sessionId).execute();
    add(
      forgotten,
      await tombstone(
        transaction,
        frozen.map(({ id }) => id),
      ),
    );
    // The organiser's words, a class's name perhaps.
    const nameless = transaction.updateTable('dataset').set((set) => ({ name: set.ref('id'), session_id: null }));
    await nameless.where('session_id', '=', sessionId).execute();
    await transaction.deleteFrom('consent_choice').where('session_id', '=', sessionId).execute();
    await forgetJobs(transaction, [sessionId]);
    await transaction.deleteFrom('session').where('id', '=', sessionId).execute();
  });
  traces.names.push(sessionId);
  for (const { driver_id: id } of drivers) if (await isEmpty(store, id)) await forgetPerson(deletion, id);
  return forgotten;
}

/** Drivers who withdrew while a race of theirs was running. */
export async function withdrawnDrivers(store: Store): Promise<string[]> {
  const rows = await store.selectFrom('driver').select('id').where('withdrawn_at', 'is not', null).execute();
  return rows.map((row) => row.id);
}

/** Those of `gone` who drove in a race after all: they took a wheel after its log was begun, and left before its end. */
export async function goneDriversIn(store: Store, raceId: string, gone: ReadonlySet<string>): Promise<string[]> {
  if (gone.size === 0) return [];
  const rows = await store.selectFrom('episode').select('driver_id').distinct().where('race_id', '=', raceId).execute();
  return rows.map((row) => row.driver_id).filter((id) => gone.has(id));
}

/** Driver ids are random, so that a text that holds one, or ends a name with one, means that driver. */
const mention = (driverId: string): string => `%${driverId}"%`;

async function racesNaming(store: Store, driverId: string): Promise<{ id: string; status: string }[]> {
  return store
    .selectFrom('race')
    .select(['id', 'status'])
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('header', 'like', mention(driverId)),
        exists(
          selectFrom('episode')
            .select('episode.id')
            .whereRef('episode.race_id', '=', 'race.id')
            .where('episode.driver_id', 'in', namesOf(driverId)),
        ),
      ]),
    )
    .execute();
}

/** Take cars out of a closed race's log and its episodes, and what was learned from them out of the store. */
async function removeFromRace(
  { store, forgotten, traces }: Deletion,
  raceId: string,
  isRemoved: (driver: LogDriver, car: number) => boolean,
): Promise<void> {
  const cut = await cutRace(store, raceId, isRemoved);
  const laps = await lapsOf(store, cut.gone);
  await store.transaction().execute(async (transaction) => {
    add(forgotten, await forgetLearned(transaction, cut.gone));
    await forgetImported(transaction, 'drive', cut.gone);
    await applyCut(transaction, cut);
  });
  forgotten.episodes += cut.gone.length;
  forgotten.laps += laps.count;
  traces.pieces.push(...cut.pieces, ...laps.pieces);
}

async function lapsOf(store: Store, episodes: readonly string[]): Promise<{ count: number; pieces: Uint8Array[] }> {
  const ids = episodes.length > 0 ? episodes : [''];
  const driven = await store.selectFrom('episode').select('laps').where('id', 'in', ids).execute();
  const profiles = await store.selectFrom('lap_quality').select('profile').where('episode_id', 'in', ids).execute();
  return {
    count: driven.reduce((count, { laps }) => count + (JSON.parse(laps) as unknown[]).length, 0),
    pieces: profiles.flatMap(({ profile }) => pieceOf(profile) ?? []),
  };
}

/** Rows that name the driver without holding laps: requests, recipes, who made what, where they took part. */
async function forgetMentions({ store, forgotten }: Deletion, driverId: string): Promise<void> {
  const mentioned = mention(driverId);
  const names = namesOf(driverId);
  await store.transaction().execute(async (transaction) => {
    const learned = await transaction
      .selectFrom('policy')
      .select('id')
      .where(({ or, eb }) => or([eb('driver_id', 'in', names), eb('manifest', 'like', mentioned)]))
      .execute();
    const policies = learned.map(({ id }) => id);
    if (policies.length > 0) await transaction.deleteFrom('policy').where('id', 'in', policies).execute();
    add(forgotten, { datasets: [], policies });
    const held = transaction.selectFrom('dataset_episode').select('dataset_id').where('driver_id', 'in', names);
    const datasets = await transaction
      .selectFrom('dataset')
      .select('id')
      .where(({ or, eb }) =>
        or([eb('id', 'in', held), ...(['recipe', 'card', 'laps'] as const).map((text) => eb(text, 'like', mentioned))]),
      )
      .execute();
    add(
      forgotten,
      await tombstone(
        transaction,
        datasets.map(({ id }) => id),
      ),
    );
    await forgetImported(transaction, 'driver', names);
    await transaction.deleteFrom('imported_set').where('about', 'like', mentioned).execute();
    await transaction.updateTable('policy').set({ created_by: null }).where('created_by', '=', driverId).execute();
    await transaction.updateTable('dataset').set({ created_by: null }).where('created_by', '=', driverId).execute();
    await transaction.updateTable('session').set({ opened_by: null }).where('opened_by', '=', driverId).execute();
    await forgetJobs(transaction, names);
    await transaction.deleteFrom('participant').where('driver_id', '=', driverId).execute();
    await transaction.deleteFrom('consent_choice').where('driver_id', '=', driverId).execute();
  });
}

/** Sets that came back in from a file with these drives or drivers in them go, with what learned from them. */
async function forgetImported(store: Store, column: 'driver' | 'drive', ids: readonly string[]): Promise<void> {
  const holding = store
    .selectFrom('imported_episode')
    .select('set_id')
    .where(column, 'in', ids.length > 0 ? ids : ['']);
  await store.deleteFrom('imported_set').where('id', 'in', holding).execute();
}

/** The driver itself: pseudonym and hash of the token. */
async function forgetPerson({ store, traces }: Deletion, driverId: string): Promise<void> {
  const row = await store.selectFrom('driver').select('token_hash').where('id', '=', driverId).executeTakeFirst();
  traces.names.push(driverId, ...(row ? [row.token_hash] : []));
  await store.deleteFrom('driver').where('id', '=', driverId).execute();
}

/** Whether nothing but the pseudonym is kept of a driver. */
async function isEmpty(store: Store, driverId: string): Promise<boolean> {
  const { kept } = await store
    .selectNoFrom(({ or, exists, selectFrom }) =>
      or([
        exists(selectFrom('episode').select('id').where('driver_id', '=', driverId)),
        exists(selectFrom('participant').select('session_id').where('driver_id', '=', driverId)),
        exists(selectFrom('session').select('id').where('opened_by', '=', driverId)),
        exists(selectFrom('policy').select('id').where('driver_id', '=', driverId)),
        exists(selectFrom('race').select('id').where('header', 'like', `%"${driverId}"%`)),
      ]).as('kept'),
    )
    .executeTakeFirstOrThrow();
  return !kept;
}

function add(forgotten: Forgotten, learned: { datasets: string[]; policies: string[] }): void {
  forgotten.gone.datasets.push(...learned.datasets);
  forgotten.gone.policies.push(...learned.policies);
  forgotten.datasets = forgotten.gone.datasets.length;
  forgotten.policies = forgotten.gone.policies.length;
}
