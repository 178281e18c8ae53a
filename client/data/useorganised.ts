import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { openedSessions } from '../connection/openedsessions.ts';
import { fetchSession } from '../connection/sessions.ts';

/** A session that this browser opened, by its id. */
export interface Organised {
  id: string;
  name: string;
  token: string;
}

/** Sessions whose organiser's secret this browser holds; those that are gone are left out. Null until it is known. */
export function useOrganised(): ReadonlyMap<string, Organised> | null {
  const held = useSignal<ReadonlyMap<string, Organised> | null>(openedSessions.value.length === 0 ? new Map() : null);
  const codes = openedSessions.value.map(({ code }) => code).join();
  useEffect(() => {
    const abort = new AbortController();
    const asked = openedSessions.value.map(async ({ code, token }): Promise<Organised> => {
      const { id, name } = await fetchSession(code, abort.signal);
      return { id, name, token };
    });
    void Promise.allSettled(asked).then((answers) => {
      if (abort.signal.aborted) return;
      const there = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
      held.value = new Map(there.map((session) => [session.id, session]));
    });
    return () => abort.abort();
  }, [codes]);
  return held.value;
}
