import { sql } from 'kysely';
import type { Consent } from '../../shared/episode/log.ts';
import type { ConsentRecord } from '../../shared/wire/consent.ts';
import type { Store } from './tables.ts';

/** What somebody chose, and where: `sessionId` null for the lobby and one's own page. */
export interface NewChoice extends Consent {
  at?: string;
  language?: 'en' | 'ko' | null;
  sessionId?: string | null;
}

/** Append a choice to a driver's history, unless it says what the last one in the same place said. */
export async function noteChoice(store: Store, driverId: string, choice: NewChoice): Promise<void> {
  const { version, at = new Date().toISOString(), language = null, sessionId = null } = choice;
  const last = (await choicesOf(store, driverId)).findLast((earlier) => earlier.sessionId === sessionId);
  const said = ({ recorded, shared, exported, version: text }: Consent): string =>
    JSON.stringify([text, recorded, shared, exported]);
  if (last && said(last) === said(choice)) return;
  const flag = (on: boolean): number => (on ? 1 : 0);
  await store
    .insertInto('consent_choice')
    .values({
      ...{ driver_id: driverId, at, version, language, session_id: sessionId },
      ...{ recorded: flag(choice.recorded), shared: flag(choice.shared), exported: flag(choice.exported) },
    })
    .execute();
}

/** Every choice of a driver, in the order they were made. */
export async function choicesOf(store: Store, driverId: string): Promise<ConsentRecord[]> {
  const query = store.selectFrom('consent_choice').selectAll().where('driver_id', '=', driverId);
  const rows = await query.orderBy(sql`rowid`).execute();
  return rows.map((row) => ({
    at: row.at,
    version: row.version,
    language: row.language,
    recorded: row.recorded === 1,
    shared: row.shared === 1,
    exported: row.exported === 1,
    sessionId: row.session_id,
  }));
}
