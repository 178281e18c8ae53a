import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Card } from '../view/card.tsx';
import type { Film } from './film.ts';
import type { Livery } from './liveries.ts';
import { gapBehind, homeAt, orderAt } from './timeline.ts';

/** The order of the cars at the moment, with their gaps to the leader; a click puts the camera on one. */
export function Tower({ film, liveries }: { film: Film; liveries: readonly Livery[] }) {
  const { replay } = film;
  const { tick } = film.shown.value;
  const order = orderAt(replay, tick);
  const row = Math.floor(tick);
  const leader = order[0]!;
  const text = (car: number): string => {
    if (car === leader) return homeAt(replay, car, tick) === null ? t('theatre.leader') : t('theatre.home');
    const gap = gapBehind(replay, car, leader, tick);
    return gap === undefined ? '–' : `+${Math.max(0, gap).toFixed(2)}`;
  };
  return (
    <Card
      title={t('theatre.order')}
      aside={t('theatre.lap', { lap: replay.lap[leader]![row]!, laps: replay.header.laps })}
      class="theatre-tower"
    >
      <ol>
        {order.map((car, place) => {
          const { name, driver, clone } = liveries[car]!;
          const followed = car === film.followed.value && !film.whole.value;
          return (
            <li key={car}>
              <button
                type="button"
                class={followed ? 'on' : ''}
                aria-pressed={followed}
                data-car={replay.cars[car]!.id}
                onClick={() => film.follow(car)}
              >
                <span class="number">{place + 1}</span>
                <Badge driver={driver} clone={clone} size={20} />
                <span class="theatre-name">{name}</span>
                <span class="number theatre-gap">{text(car)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
