import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { RoomError, type RoomFailure } from '../connection/room.ts';
import { joinSession } from './joining.ts';
import type { RaceSession } from './session.ts';

export type Stage =
  | { at: 'joining' }
  | { at: 'racing'; session: RaceSession }
  | { at: 'failed'; failure: RoomFailure; detail: string };

/** Enter the race that was asked for, leave it with the page; `retry` leaves and enters anew. */
export function useRace(): { stage: Stage; retry: () => void } {
  const stage = useSignal<Stage>({ at: 'joining' });
  const attempt = useSignal(0);
  useEffect(() => {
    let session: RaceSession | undefined;
    let gone = false;
    const show = (next: Stage): void => {
      if (!gone) stage.value = next;
    };
    show({ at: 'joining' });
    const events = {
      left: (failure: RoomFailure) => show({ at: 'failed', failure, detail: '' }),
      moved: (moved: RaceSession) => {
        session = moved;
        show({ at: 'racing', session: moved });
      },
    };
    joinSession(events).then(
      (joined) => {
        session = joined;
        if (gone) void joined.leave();
        show({ at: 'racing', session: joined });
      },
      (error: unknown) => {
        const failure = error instanceof RoomError ? error.failure : 'offline';
        show({ at: 'failed', failure, detail: String(error instanceof Error ? error.message : error) });
      },
    );
    return () => {
      gone = true;
      void session?.leave();
    };
  }, [attempt.value]);
  const retry = (): void => {
    attempt.value += 1;
  };
  return { stage: stage.value, retry };
}
