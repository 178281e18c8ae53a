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
  or ${sql.ref(session)} = ${viewer.sessionId}
  or ${sql.ref(driver)} = ${viewer.driverId}
  or ${sql.ref(session)} not in (select id from session where private = 1))`;
