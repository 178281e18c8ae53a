import type { Store } from '../store/tables.ts';
import { raceReadableBy, type Viewer } from '../store/viewer.ts';

/**
 * Who may read what of a private session: its organiser everything, its drivers what they drove themselves.
 *
 * Lists are narrowed in SQL by `readableBy` (server/store/viewer.ts); these say the same of one thing. What may not be
 * read is answered as what is not there.
 */
export async function mayRead(store: Store, viewer: Viewer, sessionId: string | null): Promise<boolean> {
  if (sessionId === null || sessionId === viewer.sessionId) return true;
  const query = store.selectFrom('session').select('private').where('id', '=', sessionId);
  return (await query.executeTakeFirst())?.private !== 1;
}

/** Whether this viewer may read what that driver drove in a race of that session. */
export async function mayReadDrive(
  store: Store,
  viewer: Viewer,
  drive: { sessionId: string | null; driverId: string },
): Promise<boolean> {
  return drive.driverId === viewer.driverId || mayRead(store, viewer, drive.sessionId);
}

/** Whether this viewer has the say over an episode: its driver, or the organiser of its session. */
export async function isOwn(store: Store, viewer: Viewer, episodeId: string): Promise<boolean> {
  const drive = await driveOf(store, episodeId);
  if (drive === undefined) return false;
  if (drive.driverId === viewer.driverId) return true;
  return drive.sessionId !== null && drive.sessionId === viewer.sessionId;
}

/** Whether this viewer may read an episode; of one that is not there there is nothing to hide. */
export async function mayReadEpisode(store: Store, viewer: Viewer, episodeId: string): Promise<boolean> {
  const drive = await driveOf(store, episodeId);
  return drive === undefined || mayReadDrive(store, viewer, drive);
}

const driveOf = (store: Store, episodeId: string) =>
  store
    .selectFrom('episode')
    .innerJoin('race', 'race.id', 'episode.race_id')
    .select(['race.session_id as sessionId', 'episode.driver_id as driverId'])
    .where('episode.id', '=', episodeId)
    .executeTakeFirst();

/** Whether this viewer may read a whole race: whoever drove in it has seen it. False for a race that is not there. */
export async function mayReadRace(store: Store, viewer: Viewer, raceId: string): Promise<boolean> {
  const race = store.selectFrom('race').select('id').where('id', '=', raceId);
  const readable = race.where(raceReadableBy(viewer, 'race.id', 'race.session_id'));
  return (await readable.executeTakeFirst()) !== undefined;
}

/** Whether this viewer may read a dataset, with its exports: all private sessions in it are theirs. */
export async function mayReadDataset(store: Store, viewer: Viewer, datasetId: string): Promise<boolean> {
  const hidden = await store
    .selectFrom('dataset_episode')
    .innerJoin('episode', 'episode.id', 'dataset_episode.episode_id')
    .innerJoin('race', 'race.id', 'episode.race_id')
    .innerJoin('session', 'session.id', 'race.session_id')
    .select('session.id')
    .where('dataset_episode.dataset_id', '=', datasetId)
    .where('session.private', '=', 1)
    .where('session.id', '!=', viewer.sessionId ?? '')
    .where('episode.driver_id', '!=', viewer.driverId ?? '')
    .executeTakeFirst();
  return hidden === undefined;
}

/** Whether all laps of a dataset were driven for this session. */
export async function isOfSession(store: Store, datasetId: string, sessionId: string): Promise<boolean> {
  const stranger = await store
    .selectFrom('dataset_episode')
    .innerJoin('episode', 'episode.id', 'dataset_episode.episode_id')
    .innerJoin('race', 'race.id', 'episode.race_id')
    .select('race.id')
    .where('dataset_episode.dataset_id', '=', datasetId)
    .where(({ or, eb }) => or([eb('race.session_id', 'is', null), eb('race.session_id', '!=', sessionId)]))
    .executeTakeFirst();
  return stranger === undefined;
}

/** Whether this viewer may read a policy: what it was trained on. */
export async function mayReadPolicy(store: Store, viewer: Viewer, policyId: string): Promise<boolean> {
  const query = store.selectFrom('policy').select('dataset_id').where('id', '=', policyId);
  const datasetId = (await query.executeTakeFirst())?.dataset_id;
  return datasetId === undefined || datasetId === null || mayReadDataset(store, viewer, datasetId);
}
