import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Track } from '../../shared/track/track.ts';
import { fetchTrack } from './api.ts';

/** A track once it is here; null before, and where it cannot be had: the words beside a picture stand without it. */
export function useTrack(trackId: string): Track | null {
  const track = useSignal<Track | null>(null);
  useEffect(() => {
    let wanted = true;
    fetchTrack(trackId).then(
      (fetched) => {
        if (wanted) track.value = fetched;
      },
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [trackId]);
  return track.value;
}
