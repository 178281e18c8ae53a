import { useEffect } from 'preact/hooks';
import { onAction } from '../bindings.ts';
import type { RaceSession } from '../session.ts';
import { Listener } from './listener.ts';
import { speaker } from './speaker.ts';
import { gain, toggleMute } from './volume.ts';

const HEAR_MS = 1000 / 30;

/** Let a race be heard while it is mounted; the key for it turns the sound off and on. */
export function useSound(session: RaceSession): void {
  useEffect(() => {
    const gesture = (): void => {
      if (wanted()) speaker.wake();
    };
    const stop = play(session);
    const obey = (): void => {
      if (wanted()) speaker.wake();
      else speaker.rest();
    };
    const forget = gain.subscribe(obey);
    const deaf = onAction('mute', toggleMute);
    window.addEventListener('keydown', gesture);
    window.addEventListener('pointerup', gesture);
    document.addEventListener('visibilitychange', obey);
    return () => {
      stop();
      forget();
      deaf();
      window.removeEventListener('keydown', gesture);
      window.removeEventListener('pointerup', gesture);
      document.removeEventListener('visibilitychange', obey);
      speaker.rest();
    };
  }, [session]);
}

const wanted = (): boolean => !document.hidden && gain.value > 0;

/** Listen and play 30 times a second, whatever the picture does. */
function play(session: RaceSession): () => void {
  const listener = new Listener(session);
  let before = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const heard = listener.hear((now - before) / 1000);
    before = now;
    if (speaker.state.value === 'running' && wanted()) speaker.mixer?.play(heard, gain.value);
  }, HEAR_MS);
  return () => clearInterval(timer);
}
