import { type RawBuilder, sql } from 'kysely';

/** Whoever asks, as far as it matters what they may read. */
export interface Viewer {
  /** The driver behind a driver's token. */
  driverId: string | null;
  /** The session whose organiser's secret came with the request. */
  sessionId: string | null;
}

/** Somebody without a token. */
export const STRANGER: Viewer = { driverId: null, sessionId: null };

/**
 * SQL condition: rows of no session or of one that is not private, rows of the session whose organiser asks, and rows
 * of the driver who asks. `session` and `driver` name the columns, as `lap_quality.session_id`.
 */
export const readableBy = (viewer: Viewer, session: string, driver: string): RawBuilder<boolean> => sql<boolean>`(
  ${sql.ref(session)} is null
  or ${sql.ref(session)} = ${viewer.sessionId ?? ''}
  or ${sql.ref(driver)} = ${viewer.driverId ?? ''}
  or ${sql.ref(session)} not in (select id from session where private = 1))`;

/** SQL condition: the same of drives, by the columns of their race and driver, as `episode.race_id`. */
export const driveReadableBy = (viewer: Viewer, race: string, driver: string): RawBuilder<boolean> => sql<boolean>`(
  ${sql.ref(driver)} = ${viewer.driverId ?? ''}
  or not exists (
    select 1 from race hidden join session on session.id = hidden.session_id
    where hidden.id = ${sql.ref(race)} and session.private = 1 and session.id <> ${viewer.sessionId ?? ''}))`;

/** SQL condition: episodes that are not of a private session, for what everybody sees; `episode` names their id. */
export const seenByAll = (episode: string): RawBuilder<boolean> => sql<boolean>`${sql.ref(episode)} not in (
  select hidden.id from session
  join race on race.session_id = session.id
  join episode hidden on hidden.race_id = race.id
  where session.private = 1)`;

/** SQL condition: races of no private session, of the organiser's who asks, and those the asking driver drove in. */
export const raceReadableBy = (viewer: Viewer, race: string, session: string): RawBuilder<boolean> => sql<boolean>`(
  ${sql.ref(session)} is null
  or ${sql.ref(session)} = ${viewer.sessionId ?? ''}
  or ${sql.ref(session)} not in (select id from session where private = 1)
  or exists (select 1 from episode own where own.race_id = ${sql.ref(race)} and own.driver_id = ${viewer.driverId ?? ''}))`;

/**
 * SQL condition: policies that learned from nothing of a private session but what this viewer may read. Whose laps they
 * are is looked at only where a dataset has some of such a session.
 */
export const policyReadableBy = (viewer: Viewer, dataset: string): RawBuilder<boolean> => sql<boolean>`not (
  exists (
    select 1 from dataset_session part join session on session.id = part.session_id
    where part.dataset_id = ${sql.ref(dataset)} and session.private = 1 and session.id <> ${viewer.sessionId ?? ''})
  and exists (
    select 1 from dataset_episode learned
    join episode driven on driven.id = learned.episode_id
    join race hidden on hidden.id = driven.race_id
    join session on session.id = hidden.session_id
    where learned.dataset_id = ${sql.ref(dataset)} and session.private = 1
      and session.id <> ${viewer.sessionId ?? ''} and driven.driver_id <> ${viewer.driverId ?? ''}))`;
