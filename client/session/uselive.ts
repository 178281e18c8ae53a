import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Live } from '../../shared/wire/sessions.ts';
import type { ApiError } from '../connection/api.ts';
import { followSession } from '../connection/live.ts';
import { fetchLive } from '../connection/sessions.ts';

/** What the page knows: nothing yet, the session as it is now or as it was when the connection broke, or a refusal. */
export type Watching =
  | { at: 'asking'; offline: boolean }
  | { at: 'there'; live: Live; offline: boolean }
  | { at: 'refused'; error: ApiError };

/** Follow a session as its organiser; `renew` asks at once, after something was changed here. */
export function useLive(code: string, token: string): { state: Signal<Watching>; renew: () => Promise<void> } {
  const state = useSignal<Watching>({ at: 'asking', offline: false });
  useEffect(() => {
    state.value = { at: 'asking', offline: false };
    return followSession(token, code, {
      hear: (live) => {
        state.value = { at: 'there', live, offline: false };
      },
      broken: () => {
        if (state.value.at !== 'refused') state.value = { ...state.value, offline: true };
      },
      refused: (error) => {
        state.value = { at: 'refused', error };
      },
    });
  }, [code, token]);
  const renew = async (): Promise<void> => {
    const live = await fetchLive(token, code).catch(() => null);
    if (live) state.value = { at: 'there', live, offline: false };
  };
  return { state, renew };
}
