import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { buildTrack, type Track } from '../../shared/track/track.ts';
import { fetchRaceLog } from '../connection/racelog.ts';
import type { Replay } from './replay.ts';
import type { ReplayNews } from './replayworker.ts';

/** How far a race is on its way to the stage. */
export type Screening =
  | { at: 'downloading'; share: number | null }
  | { at: 'replaying'; share: number }
  | { at: 'there'; replay: Replay; track: Track }
  | { at: 'failed'; error: Error };

/** Fetch the log of a race and drive it again in a worker of this page. */
export function useScreening(raceId: string): { state: Signal<Screening>; retry: () => void } {
  const state = useSignal<Screening>({ at: 'downloading', share: null });
  const attempt = useSignal(0);
  useEffect(() => {
    const abort = new AbortController();
    const tell = (next: Screening): void => {
      if (!abort.signal.aborted) state.value = next;
    };
    tell({ at: 'downloading', share: null });
    fetchRaceLog(raceId, abort.signal, (share) => tell({ at: 'downloading', share }))
      .then((bytes) => replayed(bytes, abort.signal, (share) => tell({ at: 'replaying', share })))
      .then(
        (replay) => tell({ at: 'there', replay, track: buildTrack(replay.header.trackFile!) }),
        (error: Error) => tell({ at: 'failed', error }),
      );
    return () => abort.abort();
  }, [raceId, attempt.value]);
  const retry = (): void => {
    attempt.value += 1;
  };
  return { state, retry };
}

/** The log in `bytes`, driven again off the thread that draws. */
function replayed(bytes: Uint8Array<ArrayBuffer>, signal: AbortSignal, told: (share: number) => void): Promise<Replay> {
  const worker = new Worker(new URL('./replayworker.ts', import.meta.url), { type: 'module' });
  signal.addEventListener('abort', () => worker.terminate());
  const answer = new Promise<Replay>((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message || 'The worker that replays the race did not start.'));
    worker.onmessage = ({ data }: MessageEvent<ReplayNews>) => {
      if ('share' in data) told(data.share);
      else if ('replay' in data) resolve(data.replay);
      else reject(new Error(data.fault));
    };
  });
  told(0);
  worker.postMessage(bytes, [bytes.buffer]);
  return answer.finally(() => worker.terminate());
}
