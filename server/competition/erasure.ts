import { sessionsToErase } from '../store/sessions.ts';
import type { Store } from '../store/tables.ts';
import type { SessionRooms } from './rooms.ts';

const HOUR_MS = 60 * 60 * 1000;

/** Erases a session with everything of it; `pending` are races that still ran, for which it is to be asked again. */
export interface SessionEraser {
  forgetSession(sessionId: string): Promise<{ pending: readonly string[] }>;
}

export interface Erasure {
  store: Store;
  rooms: SessionRooms;
  recorder: SessionEraser;
  /** What was computed from laps is remembered nowhere. */
  forgetLearned(): void;
  complain(error: unknown): void;
}

/**
 * Erases every session whose time has come by `now`: its races end, then its episodes, datasets, policies, drivers of
 * whom nothing else is kept, and the session itself go. Returns the ids of those that are gone.
 */
export async function eraseDueSessions(erasure: Erasure, now: Date): Promise<string[]> {
  const { store, rooms, recorder } = erasure;
  const gone: string[] = [];
  for (const id of await sessionsToErase(store, now.toISOString())) {
    rooms.end(id);
    const { pending } = await recorder.forgetSession(id);
    if (pending.length === 0) gone.push(id);
  }
  if (gone.length > 0) erasure.forgetLearned();
  return gone;
}

/** Looks for sessions to erase now and every hour; the result ends that, after what is being erased. */
export function eraseHourly(erasure: Erasure, now: () => Date): () => Promise<void> {
  let sweeping = Promise.resolve();
  const sweep = (): void => {
    sweeping = sweeping.then(async () => {
      await eraseDueSessions(erasure, now()).catch(erasure.complain);
    });
  };
  sweep();
  const timer = setInterval(sweep, HOUR_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    return sweeping;
  };
}
