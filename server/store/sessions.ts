import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Selectable } from 'kysely';
import { type NewSession, newSessionSchema, type SessionStatus } from '../../shared/wire/sessions.ts';
import { newId } from './ids.ts';
import type { SessionTable, Store } from './tables.ts';

/** Random bytes of an organiser's token: 256 bits, 43 characters of base64url. */
const TOKEN_BYTES = 32;

export interface StoredSession {
  id: string;
  code: string;
  settings: NewSession;
  status: SessionStatus;
  openedAt: string;
  /** Driver id; null once they withdrew. */
  openedBy: string | null;
  closedAt: string | null;
  eraseAt: string | null;
  message: { text: string; at: string } | null;
}

export interface SessionToInsert {
  code: string;
  settings: NewSession;
  openedBy: string;
  openedAt: string;
  eraseAt: string | null;
}

/** A new session. Its secret is returned once and kept as its SHA-256; null when another session has the code. */
export async function insertSession(
  store: Store,
  { code, settings, openedBy, openedAt, eraseAt }: SessionToInsert,
): Promise<{ id: string; code: string; organiserToken: string } | null> {
  const organiserToken = randomBytes(TOKEN_BYTES).toString('base64url');
  const id = newId('s');
  const { numInsertedOrUpdatedRows } = await store
    .insertInto('session')
    .values({
      ...{ id, code, name: settings.name, token_hash: tokenHash(organiserToken), settings: JSON.stringify(settings) },
      ...{ status: 'open', private: settings.private ? 1 : 0, opened_at: openedAt, opened_by: openedBy },
      erase_at: eraseAt,
    })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows ? { id, code, organiserToken } : null;
}

export async function findSession(store: Store, id: string): Promise<StoredSession | null> {
  const row = await store.selectFrom('session').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toSession(row) : null;
}

/** `code` as codeSchema gives it. */
export async function sessionByCode(store: Store, code: string): Promise<StoredSession | null> {
  const row = await store.selectFrom('session').selectAll().where('code', '=', code).executeTakeFirst();
  return row ? toSession(row) : null;
}

/** Id of the session whose organiser's secret this is; null for anything else. */
export async function sessionOfToken(store: Store, token: string): Promise<string | null> {
  const hash = tokenHash(token);
  const query = store.selectFrom('session').select(['id', 'token_hash']).where('token_hash', '=', hash);
  const row = await query.executeTakeFirst();
  if (!row) return null;
  return timingSafeEqual(Buffer.from(row.token_hash, 'hex'), Buffer.from(hash, 'hex')) ? row.id : null;
}

/** Sessions of one opener that take laps, or may again. */
export async function openSessionsOf(store: Store, driverId: string): Promise<number> {
  const row = await store
    .selectFrom('session')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('opened_by', '=', driverId)
    .where('status', '!=', 'closed')
    .executeTakeFirstOrThrow();
  return row.count;
}

export async function setStatus(store: Store, id: string, status: SessionStatus, at: string): Promise<void> {
  const closedAt = status === 'closed' ? at : null;
  await store.updateTable('session').set({ status, closed_at: closedAt }).where('id', '=', id).execute();
}

export async function setMessage(store: Store, id: string, message: { text: string; at: string }): Promise<void> {
  const text = JSON.stringify(message);
  await store.updateTable('session').set({ message: text }).where('id', '=', id).execute();
}

/** Sessions whose time has come by `now`. */
export async function sessionsToErase(store: Store, now: string): Promise<string[]> {
  const rows = await store.selectFrom('session').select('id').where('erase_at', '<=', now).execute();
  return rows.map(({ id }) => id);
}

function toSession(row: Selectable<SessionTable>): StoredSession {
  return {
    id: row.id,
    code: row.code,
    settings: newSessionSchema.parse(JSON.parse(row.settings)),
    status: row.status,
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    closedAt: row.closed_at,
    eraseAt: row.erase_at,
    message: row.message === null ? null : JSON.parse(row.message),
  };
}

const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
