import { useEffect } from 'preact/hooks';
import type { RaceSession } from '../session.ts';
import { Listener } from './listener.ts';
import { speaker } from './speaker.ts';
import { audibleStep, soundChoice, toggleMute, VOLUMES } from './volume.ts';

const HEAR_MS = 1000 / 30;
const MUTE_KEY = 'KeyM';

/** Let a race be heard while it is mounted; M turns the sound off and on. */
export function useSound(session: RaceSession): void {
  useEffect(() => {
    const gesture = (): void => {
      if (wanted()) speaker.wake();
    };
    const keyed = (event: KeyboardEvent): void => {
      if (event.code === MUTE_KEY && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey) toggleMute();
      gesture();
    };
    const stop = play(session);
    const obey = (): void => {
      if (wanted()) speaker.wake();
      else speaker.rest();
    };
    const forget = soundChoice.subscribe(obey);
    window.addEventListener('keydown', keyed);
    window.addEventListener('pointerup', gesture);
    document.addEventListener('visibilitychange', obey);
    return () => {
      stop();
      forget();
      window.removeEventListener('keydown', keyed);
      window.removeEventListener('pointerup', gesture);
      document.removeEventListener('visibilitychange', obey);
      speaker.rest();
    };
  }, [session]);
}

const wanted = (): boolean => !document.hidden && audibleStep(soundChoice.value) > 0;

/** Listen and play 30 times a second, whatever the picture does. */
function play(session: RaceSession): () => void {
  const listener = new Listener(session);
  let before = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const heard = listener.hear((now - before) / 1000);
    before = now;
    if (speaker.state.value === 'running' && wanted())
      speaker.mixer?.play(heard, VOLUMES[audibleStep(soundChoice.value)]);
  }, HEAR_MS);
  return () => clearInterval(timer);
}
