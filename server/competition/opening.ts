import type { NewSession, SessionOpened } from '../../shared/wire/sessions.ts';
import { insertSession, openSessionsOf } from '../store/sessions.ts';
import type { Store } from '../store/tables.ts';
import { drawCode } from './code.ts';
import { SessionRefusal } from './refusal.ts';

/** Sessions of one driver that are not closed. */
const MOST_OPEN = 20;
const DAY_MS = 24 * 60 * 60 * 1000;
/** A class's laps are kept so long. */
export const CLASS_DAYS = 30;
/** With 888 million codes, several in a row that are taken are a fault. */
const DRAWS = 20;

/** Opens a session; a class has generated nicknames, shows nothing and is erased after 30 days, whatever was asked. */
export async function openSession(
  store: Store,
  wanted: NewSession,
  driverId: string,
  now: () => Date,
): Promise<SessionOpened> {
  if ((await openSessionsOf(store, driverId)) >= MOST_OPEN) {
    throw new SessionRefusal(409, `You have ${MOST_OPEN} sessions that are not closed. Close one of them first.`);
  }
  const isClass = wanted.template === 'class';
  const settings: NewSession = isClass ? { ...wanted, private: true, nicknames: 'generated' } : wanted;
  const opened = now();
  const eraseAt = isClass ? new Date(opened.getTime() + CLASS_DAYS * DAY_MS).toISOString() : null;
  for (let draw = 0; draw < DRAWS; draw++) {
    const session = { code: drawCode(), settings, openedBy: driverId, openedAt: opened.toISOString(), eraseAt };
    const inserted = await insertSession(store, session);
    if (inserted) return inserted;
  }
  throw new Error(`Opening a session: ${DRAWS} codes in a row were taken.`);
}
