import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Participant, SessionView } from '../../shared/wire/sessions.ts';
import { driver } from '../connection/driver.ts';
import { ownPartIn } from '../connection/joinedsessions.ts';
import { findSession } from '../connection/sessions.ts';

/** A session as somebody with its code sees it; `session` null where there is none, `part` null before joining. */
export interface Part {
  session: SessionView | null;
  part: Participant | null;
}

export type Asked =
  | { at: 'asking' }
  | { at: 'failed'; error: unknown }
  /** `offline`: asked again without an answer, so this may be old. */
  | { at: 'there'; value: Part; offline: boolean };

const AGAIN_MS = 5000;

/** Ask for a session and one's part in it, and again every few seconds while the page is in sight. */
export function usePart(code: string): { state: Asked; renew: () => Promise<void> } {
  const state = useSignal<Asked>({ at: 'asking' });
  const { driverToken } = driver.value;
  const look = async (abort?: AbortSignal): Promise<void> => {
    try {
      const [session, part] = await Promise.all([findSession(code, abort), ownPartIn(code, abort)]);
      if (!abort?.aborted) state.value = { at: 'there', value: { session, part }, offline: false };
    } catch (error) {
      if (abort?.aborted) return;
      const known = state.peek();
      state.value = known.at === 'there' ? { ...known, offline: true } : { at: 'failed', error };
    }
  };
  useEffect(() => {
    const abort = new AbortController();
    void look(abort.signal);
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void look(abort.signal);
    }, AGAIN_MS);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [code, driverToken]);
  return { state: state.value, renew: () => look() };
}
