import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import type { Film } from './film.ts';
import type { Livery } from './liveries.ts';
import { orderAt } from './timeline.ts';
import { timeText } from './transport.tsx';

/** A moment is told once the hands have rested on it so long; stepping on tells nothing in between. */
const REST_MS = 900;

/** For screen readers: where a paused replay stands, and where the followed car is in it. */
export function SpokenMoment({ film, liveries }: { film: Film; liveries: readonly Livery[] }) {
  const told = useSignal('');
  const { tick, playing } = film.shown.value;
  const car = film.followed.value;
  useEffect(() => {
    if (playing) return undefined;
    const timer = setTimeout(() => {
      const place = orderAt(film.replay, tick).indexOf(car) + 1;
      const lap = film.replay.lap[car]![Math.floor(tick)]!;
      told.value = t('theatre.moment', { time: timeText(tick), name: liveries[car]!.name, place, lap });
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [film, tick, playing, car]);
  return (
    <p class="visually-hidden" role="status">
      {told.value}
    </p>
  );
}
