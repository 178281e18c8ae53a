import { type LogDriver, LogError, type RaceLog } from '../../shared/episode/log.ts';
import { RaceLogRewriting, withoutCars } from '../../shared/episode/rewrite.ts';
import type { Track } from '../../shared/track/track.ts';
import { forgetLearned } from '../store/datasets.ts';
import { episodesOfRace } from '../store/episodes.ts';
import { deleteRace, readLog, replaceLog, setRaceStatus } from '../store/races.ts';
import type { Store } from '../store/tables.ts';
import { otherWork, summarise } from './closing.ts';

/** What a deletion took with it. */
export interface Forgotten {
  episodes: number;
  datasets: number;
  policies: number;
  /** Races still running: the car goes when they end. */
  pending: string[];
}

/**
 * Everything of a driver: their cars leave every log, datasets with their laps become tombstones, policies trained on
 * these go, and their token is dead at once. The bytes stay in the store's files until `eraseDeleted`.
 */
export async function forgetDriver(store: Store, driverId: string): Promise<Forgotten> {
  const now = new Date().toISOString();
  await store.updateTable('driver').set({ withdrawn_at: now }).where('id', '=', driverId).execute();
  const forgotten: Forgotten = { episodes: 0, datasets: 0, policies: 0, pending: [] };
  for (const race of await racesNaming(store, driverId)) {
    if (race.status === 'running') forgotten.pending.push(race.id);
    else
      forgotten.episodes += await removeFromRace(store, race.id, (driver) => driver.driverId === driverId, forgotten);
  }
  await forgetMentions(store, driverId, forgotten);
  if (forgotten.pending.length === 0) await store.deleteFrom('driver').where('id', '=', driverId).execute();
  return forgotten;
}

/**
 * One episode, and what was learned from it. A car that changed hands goes whole: half a car cannot be replayed. The
 * bytes stay in the store's files until `eraseDeleted`.
 */
export async function forgetEpisode(store: Store, episodeId: string): Promise<Forgotten> {
  const forgotten: Forgotten = { episodes: 0, datasets: 0, policies: 0, pending: [] };
  const episode = await store
    .selectFrom('episode')
    .select(['race_id', 'car'])
    .where('id', '=', episodeId)
    .executeTakeFirst();
  if (!episode) return forgotten;
  const removed = (_: LogDriver, car: number) => car === episode.car;
  forgotten.episodes = await removeFromRace(store, episode.race_id, removed, forgotten);
  return forgotten;
}

/** Drivers who withdrew while a race of theirs was running. */
export async function withdrawnDrivers(store: Store): Promise<string[]> {
  const rows = await store.selectFrom('driver').select('id').where('withdrawn_at', 'is not', null).execute();
  return rows.map((row) => row.id);
}

/** Driver ids are random, so that a text that holds one means that driver. */
async function racesNaming(store: Store, driverId: string): Promise<{ id: string; status: string }[]> {
  return store
    .selectFrom('race')
    .select(['id', 'status'])
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('header', 'like', `%"${driverId}"%`),
        exists(
          selectFrom('episode')
            .select('episode.id')
            .whereRef('episode.race_id', '=', 'race.id')
            .where('episode.driver_id', '=', driverId),
        ),
      ]),
    )
    .execute();
}

/** Take cars out of a closed race's log and its episodes; returns how many episodes went. */
async function removeFromRace(
  store: Store,
  raceId: string,
  isRemoved: (driver: LogDriver, car: number) => boolean,
  forgotten: Forgotten,
): Promise<number> {
  const race = await store.selectFrom('race').select(['always', 'status']).where('id', '=', raceId).executeTakeFirst();
  const stored = await readIfPossible(store, raceId);
  const kept = stored ? keptCars(stored.log, isRemoved) : [];
  const people = kept.some((car) => stored?.log.header.cars[car].kind === 'human');
  const stays = stored !== null && kept.length > 0 && (people || race?.always === 1);
  const left = stays ? await rewrite(stored.log, stored.track, kept, race?.status !== 'quarantined') : null;
  const episodes = await episodesOfRace(store, raceId);
  const gone = episodes.filter(({ car }) => !stays || !kept.includes(car)).map(({ id }) => id);
  await store.transaction().execute(async (transaction) => {
    add(forgotten, await forgetLearned(transaction, gone));
    if (left) await replaceRace(transaction, left, kept, gone);
    else await deleteRace(transaction, raceId);
  });
  return gone.length;
}

/** Null for a log that cannot be read: then the race goes whole, for a deletion is never refused. */
async function readIfPossible(store: Store, raceId: string): Promise<{ log: RaceLog; track: Track } | null> {
  try {
    return await readLog(store, raceId);
  } catch (error) {
    if (error instanceof LogError) return null;
    throw error;
  }
}

/** Log indices of the cars in which nobody who is to be removed ever sat. */
function keptCars(log: RaceLog, isRemoved: (driver: LogDriver, car: number) => boolean): number[] {
  const removed = new Set(log.header.cars.flatMap((driver, car) => (isRemoved(driver, car) ? [car] : [])));
  for (const event of log.chunks.flatMap((chunk) => chunk.events)) {
    if (event.kind === 'driver' && isRemoved(event.driver, event.car)) removed.add(event.car);
  }
  return log.header.cars.map((_, car) => car).filter((car) => !removed.has(car));
}

/** The new log in the place of the old, and the episodes that stay at their new places in it. */
async function replaceRace(
  store: Store,
  { log, verified }: { log: RaceLog; verified: boolean },
  kept: readonly number[],
  gone: readonly string[],
): Promise<void> {
  const { raceId } = log.header;
  await replaceLog(store, log);
  if (!verified) await setRaceStatus(store, raceId, 'quarantined');
  if (gone.length > 0) await store.deleteFrom('episode').where('id', 'in', gone).execute();
  for (const [index, car] of kept.entries()) {
    const moved = store.updateTable('episode').set({ car: index });
    await moved.where('race_id', '=', raceId).where('car', '=', car).execute();
  }
}

/**
 * The log of the kept cars, verified by playing it again. A log that never replayed, or does not after the change,
 * loses the cars' columns all the same and stays quarantined: a deletion is never refused.
 */
async function rewrite(
  log: RaceLog,
  track: Track,
  kept: readonly number[],
  replays: boolean,
): Promise<{ log: RaceLog; verified: boolean }> {
  if (replays) {
    const rewriting = new RaceLogRewriting(log, track, kept);
    while (rewriting.advance()) await otherWork();
    const rewritten = rewriting.finish();
    if (rewritten && (await summarise(rewritten, track))) return { log: rewritten, verified: true };
  }
  return { log: withoutCars(log, kept), verified: false };
}

/** Rows that name the driver without holding laps: requests, recipes, who made what. */
async function forgetMentions(store: Store, driverId: string, forgotten: Forgotten): Promise<void> {
  await store.transaction().execute(async (transaction) => {
    const mentioned = `%"${driverId}"%`;
    const policies = await transaction
      .deleteFrom('policy')
      .where(({ or, eb }) => or([eb('driver_id', '=', driverId), eb('manifest', 'like', mentioned)]))
      .executeTakeFirst();
    forgotten.policies += Number(policies.numDeletedRows);
    const datasets = await transaction
      .selectFrom('dataset_episode')
      .select('episode_id')
      .where('driver_id', '=', driverId)
      .execute();
    add(
      forgotten,
      await forgetLearned(
        transaction,
        datasets.map((row) => row.episode_id),
      ),
    );
    await transaction.updateTable('policy').set({ created_by: null }).where('created_by', '=', driverId).execute();
    await transaction.updateTable('dataset').set({ created_by: null }).where('created_by', '=', driverId).execute();
    const tombstone = { recipe: null, card: null, laps: null, tombstoned_at: new Date().toISOString() };
    await transaction
      .updateTable('dataset')
      .set(tombstone)
      .where(({ or, eb }) => or([eb('recipe', 'like', mentioned), eb('card', 'like', mentioned)]))
      .execute();
  });
}

function add(forgotten: Forgotten, learned: { datasets: number; policies: number }): void {
  forgotten.datasets += learned.datasets;
  forgotten.policies += learned.policies;
}
