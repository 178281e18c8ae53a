import { isKept, keepSession, openedSessions, organiserTokenOf } from '../connection/openedsessions.ts';

/**
 * The secret with which this page was opened: out of the address, else out of what this browser keeps; null without.
 *
 * Once it is kept it leaves the address, since that is what stands on a projector.
 */
export function secretFor(code: string): string | null {
  const given = location.hash.slice(1);
  if (!/^[\w-]{40,200}$/.test(given)) return organiserTokenOf(code);
  const known = openedSessions.peek().find((session) => session.code === code);
  const { name, openedAt } = known ?? { name: code, openedAt: new Date().toISOString() };
  keepSession({ code, token: given, name, openedAt });
  if (isKept(code)) history.replaceState(history.state, '', location.pathname + location.search);
  return given;
}
