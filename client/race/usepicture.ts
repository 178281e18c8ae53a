import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import { TAG_FONT } from '../view/nametag.ts';
import type { RaceSession } from './session.ts';

/** The picture stops this long after the finish: the results cover it, and the last patches have come. */
const SETTLE_MS = 800;
/** A font that does not come in this time is done without. */
const FONT_MS = 500;

/** Draw a race into the element of the ref and listen to the driver's hands, from mounting to the finish. */
export function usePicture(session: RaceSession, finished: boolean): RefObject<HTMLDivElement | null> {
  const picture = useRef<HTMLDivElement | null>(null);
  const stop = useRef<() => void>(() => {});
  useEffect(() => {
    const detach = session.controls.attach(window);
    const hidden = (): void => {
      if (document.hidden && !session.spectates) session.prediction.letGo();
    };
    document.addEventListener('visibilitychange', hidden);
    let gone = false;
    void Promise.all([import('./scene.ts'), fontsFor(session)]).then(([{ startScene }]) => {
      if (!gone && picture.current) stop.current = once(startScene(picture.current, session));
    });
    return () => {
      gone = true;
      stop.current();
      detach();
      document.removeEventListener('visibilitychange', hidden);
    };
  }, [session]);
  useEffect(() => {
    if (!finished) return undefined;
    const timer = setTimeout(() => stop.current(), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [finished]);
  return picture;
}

/** Names are painted once, so their letters must be there. */
async function fontsFor({ room }: RaceSession): Promise<void> {
  const names = [...room.state.cars.values()].map((car) => car.name).join('');
  const late = new Promise((resolve) => setTimeout(resolve, FONT_MS));
  await Promise.race([document.fonts.load(TAG_FONT, names + t('race.you')), late]).catch(() => undefined);
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}
