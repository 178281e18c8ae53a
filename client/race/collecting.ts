import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Notice } from '../../shared/wire/messages.ts';
import type { Participant, SessionView } from '../../shared/wire/sessions.ts';
import { ownPartIn } from '../connection/joinedsessions.ts';
import { raceRequest } from '../connection/request.ts';
import { findSession } from '../connection/sessions.ts';
import type { RaceSession } from './session.ts';

/** How far the session this race is driven for has come, and oneself in it; what its organiser says. */
export class Collecting {
  /** Null in a race of one's own, and until the server has answered. */
  readonly session = signal<SessionView | null>(null);
  readonly part = signal<Participant | null>(null);
  /** Told for a while, then forgotten. */
  readonly message = signal<Notice | undefined>(undefined);
}

/** Code of the session that this page's race is driven for; undefined for a race of one's own. */
export const sessionCode = (): string | undefined => raceRequest.value.request.session;

/** Where one goes when the race is left or over: to the session it was for, else to the lobby. */
export const homePath = (): string => (sessionCode() === undefined ? '/' : `/join/${sessionCode()}`);

/** While driving, and after the race: the race's own laps count as soon as its log is closed. */
const DRIVING_MS = 10_000;
const OVER_MS = 1500;
const TOLD_MS = 12_000;

/** Keep the session's progress up to date in a race that is driven for one. */
export function useCollecting({ hud }: RaceSession): void {
  const { collecting } = hud;
  const code = sessionCode();
  const over = hud.phase.value === 'finished';
  useEffect(() => {
    if (code === undefined) return undefined;
    const abort = new AbortController();
    const look = async (): Promise<void> => {
      const [session, part] = await Promise.all([findSession(code, abort.signal), ownPartIn(code, abort.signal)]);
      if (abort.signal.aborted) return;
      collecting.session.value = session;
      collecting.part.value = part;
    };
    // Without an answer what was known last stays.
    const ask = (): void => void look().catch(() => undefined);
    ask();
    const timer = setInterval(ask, over ? OVER_MS : DRIVING_MS);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [code, over]);
  const { message } = collecting;
  useEffect(() => {
    if (!message.value) return undefined;
    const timer = setTimeout(() => {
      message.value = undefined;
    }, TOLD_MS);
    return () => clearTimeout(timer);
  }, [message.value]);
}
