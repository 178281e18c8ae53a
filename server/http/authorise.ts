import type { Request } from 'express';
import { codeSchema } from '../../shared/wire/options.ts';
import { driverOfToken } from '../store/drivers.ts';
import { type StoredSession, sessionByCode, sessionOfToken } from '../store/sessions.ts';
import type { Store } from '../store/tables.ts';
import { STRANGER, type Viewer } from '../store/viewer.ts';
import { HttpProblem, notFound } from './problem.ts';

/** The bearer token of a request, if it has one. */
function bearer(request: Request): string | undefined {
  const match = /^Bearer ([\w-]{1,200})$/i.exec(request.headers.authorization ?? '');
  return match?.[1];
}

/** The driver who asks; null for a stranger. A token that is nobody's is refused, not ignored. */
export async function askingDriver(store: Store, request: Request): Promise<string | null> {
  if (request.headers.authorization === undefined) return null;
  const driverId = await driverOfToken(store, bearer(request));
  if (!driverId) {
    throw new HttpProblem(401, 'The driver token is not valid here. Get a new one with POST /api/drivers.');
  }
  return driverId;
}

/** The driver who asks; a stranger gets a 401. */
export async function requireDriver(store: Store, request: Request): Promise<string> {
  const driverId = await askingDriver(store, request);
  if (driverId) return driverId;
  throw new HttpProblem(401, 'This needs a driver token ("Authorization: Bearer …"). Get one with POST /api/drivers.');
}

/** Whoever asks: a driver, the organiser of a session, or a stranger. A token that is nobody's is refused. */
export async function viewerOf(store: Store, request: Request): Promise<Viewer> {
  if (request.headers.authorization === undefined) return STRANGER;
  const token = bearer(request);
  const driverId = await driverOfToken(store, token);
  if (driverId) return { ...STRANGER, driverId };
  const sessionId = token ? await sessionOfToken(store, token) : null;
  if (sessionId) return { ...STRANGER, sessionId };
  throw new HttpProblem(
    401,
    'The token is neither a driver’s nor an organiser’s here. Ask without one, or get another.',
  );
}

/** Whoever has a token, a driver's or an organiser's, and the id by which they wait in queues; a stranger gets a 401. */
export async function requireAsker(store: Store, request: Request): Promise<{ viewer: Viewer; askedBy: string }> {
  const viewer = await viewerOf(store, request);
  const askedBy = viewer.driverId ?? viewer.sessionId;
  if (askedBy !== null) return { viewer, askedBy };
  throw new HttpProblem(
    401,
    'This needs a driver or organiser token ("Authorization: Bearer …"). See POST /api/drivers.',
  );
}

/** Id of the session whose organiser asks; null for everybody else, drivers and strangers alike. */
export async function organisedSession(store: Store, request: Request): Promise<string | null> {
  const token = bearer(request);
  return token ? sessionOfToken(store, token) : null;
}

/**
 * The session with this code, for its organiser: 401 without a token, 403 with any other.
 * Neither refusal tells whether there is such a session.
 */
export async function requireOrganiser(store: Store, request: Request, code: string): Promise<StoredSession> {
  if (request.headers.authorization === undefined) {
    const next = 'Open the link you were given when you opened it.';
    throw new HttpProblem(401, `This needs the session's organiser token ("Authorization: Bearer …"). ${next}`);
  }
  const asking = await organisedSession(store, request);
  const named = asking && (await sessionByCode(store, codeSchema.safeParse(code).data ?? ''));
  if (named && named.id === asking) return named;
  throw new HttpProblem(403, 'Only the organiser of this session may do that, with the link they were given.');
}

/** The session with this code; whoever has it is invited. */
export async function requireSession(store: Store, code: string): Promise<StoredSession> {
  const session = await sessionByCode(store, codeSchema.safeParse(code).data ?? '');
  if (session) return session;
  throw notFound('session', code.slice(0, 24));
}
