import type { LogDriver, RaceLog } from '../../shared/episode/log.ts';
import { RaceLogRewriting, withoutCars } from '../../shared/episode/rewrite.ts';
import type { Track } from '../../shared/track/track.ts';
import { forgetLearned } from '../store/datasets.ts';
import { episodesOfRace } from '../store/episodes.ts';
import { eraseDeleted } from '../store/erase.ts';
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
 * these go, their token is dead at once, and in the end their bytes are in no file of the store.
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
  await eraseDeleted(store);
  return forgotten;
}

/** One episode, and what was learned from it. A car that changed hands goes whole: half a car cannot be replayed. */
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
  await eraseDeleted(store);
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
  const { log, track } = await readLog(store, raceId);
  const removed = new Set(log.header.cars.flatMap((car, i) => (isRemoved(car, i) ? [i] : [])));
  for (const { events } of log.chunks) {
    for (const event of events)
      if (event.kind === 'driver' && isRemoved(event.driver, event.car)) removed.add(event.car);
  }
  const episodes = await episodesOfRace(store, raceId);
  const gone = episodes.filter((episode) => removed.has(episode.car)).map((episode) => episode.id);
  const race = await store.selectFrom('race').select(['always', 'status']).where('id', '=', raceId).executeTakeFirst();
  const kept = log.header.cars.map((_, car) => car).filter((car) => !removed.has(car));
  const people = kept.some((car) => log.header.cars[car].kind === 'human');
  const worthKeeping = kept.length > 0 && (people || race?.always === 1);
  const rewritten = worthKeeping ? await rewrite(log, track, kept, race?.status !== 'quarantined') : null;
  const taken = worthKeeping ? gone : episodes.map((episode) => episode.id);
  await store.transaction().execute(async (transaction) => {
    add(forgotten, await forgetLearned(transaction, taken));
    if (!rewritten) return deleteRace(transaction, raceId);
    await replaceLog(transaction, rewritten.log);
    if (!rewritten.verified) await setRaceStatus(transaction, raceId, 'quarantined');
    if (gone.length > 0) await transaction.deleteFrom('episode').where('id', 'in', gone).execute();
    for (const [index, car] of kept.entries()) {
      if (index === car) continue;
      await transaction
        .updateTable('episode')
        .set({ car: index })
        .where('race_id', '=', raceId)
        .where('car', '=', car)
        .execute();
    }
  });
  return taken.length;
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
    await transaction
      .deleteFrom('job')
      .where(({ or, eb }) =>
        or([eb('owner', '=', driverId), eb('request', 'like', mentioned), eb('result', 'like', mentioned)]),
      )
      .execute();
  });
}

function add(forgotten: Forgotten, learned: { datasets: number; policies: number }): void {
  forgotten.datasets += learned.datasets;
  forgotten.policies += learned.policies;
}
