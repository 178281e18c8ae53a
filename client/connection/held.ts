import { ApiError, fetchPolicies } from './api.ts';
import { driver } from './driver.ts';
import { openedSessions } from './openedsessions.ts';
import type { PolicyReply } from './replies.ts';

/** Organisers' secrets that are tried; the newest sessions are the ones looked at. */
const MOST_TRIED = 8;
const NOT_THERE = 404;

/**
 * Read something that may be of a private session, by its id: one's own token opens one's own, an organiser's theirs,
 * and to everybody else it is not there. Asked without a token first, then with each that this browser holds until one
 * opens it; rejects as the first did when none does.
 */
export async function byHeldTokens<Answer>(ask: (token?: string) => Promise<Answer>): Promise<Answer> {
  const held = [driver.value.driverToken, ...openedSessions.value.slice(0, MOST_TRIED).map(({ token }) => token)];
  let refused: unknown;
  for (const token of [undefined, ...held]) {
    if (token === null) continue;
    try {
      return await ask(token);
    } catch (error) {
      refused ??= error;
      if (!mayOpen(error, token)) throw refused;
    }
  }
  throw refused;
}

/** A driver's clones: one's own with those that learned in a private session. */
export function fetchClones(filter: { driver: string; track?: string }, signal?: AbortSignal): Promise<PolicyReply[]> {
  if (driver.value.driverId !== filter.driver) return fetchPolicies(filter, signal);
  return asOneself((token) => fetchPolicies(filter, signal, token));
}

/** Ask as the driver whose browser this is; as a stranger where there is none, or the kept token is nobody's any more. */
export async function asOneself<Answer>(ask: (token?: string) => Promise<Answer>): Promise<Answer> {
  const { driverToken } = driver.value;
  if (driverToken === null) return ask();
  return ask(driverToken).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 401) return ask();
    throw error;
  });
}

/** Whether another token may open it: it is not there for this one, or a token kept here is nobody's any more. */
const mayOpen = (error: unknown, token: string | undefined): boolean =>
  error instanceof ApiError && (error.status === NOT_THERE || (token !== undefined && error.status === 401));
