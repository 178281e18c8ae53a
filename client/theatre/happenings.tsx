import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { lapTime } from '../view/laptime.ts';
import type { ReplayEvent } from './events.ts';
import type { Film } from './film.ts';
import type { Livery } from './liveries.ts';
import { timeText } from './transport.tsx';

/** The picture begins this long before what is looked for, ticks. */
const BEFORE = 60;

/** What happened, in order; each line leads there. */
export function Happenings({ film, liveries }: { film: Film; liveries: readonly Livery[] }) {
  const events = film.replay.events.filter(isTold);
  const show = (event: ReplayEvent): void => {
    film.follow(event.car);
    film.go(event.tick - BEFORE);
  };
  return (
    <Card title={t('theatre.events')} class="theatre-events" aside={t('theatre.eventCount', { count: events.length })}>
      {events.length === 0 ? <p class="note">{t('theatre.noEvents')}</p> : null}
      <ol>
        {events.map((event, k) => (
          <li key={k}>
            <button type="button" onClick={() => show(event)} data-event={event.kind}>
              <span class="number">{timeText(event.tick)}</span>
              <span>
                <b>{liveries[event.car]!.name}</b> · {eventText(event, liveries)}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function eventText(event: ReplayEvent, liveries: readonly Livery[]): string {
  switch (event.kind) {
    case 'lap':
      return t(event.clean ? 'theatre.event.cleanLap' : 'theatre.event.lap', {
        lap: event.number,
        time: lapTime(event.timeMs),
      });
    case 'finish':
      return t('theatre.event.finish', { time: lapTime(event.timeMs) });
    case 'contact':
      if (event.other === null) return t('theatre.event.contactUnknown');
      return t('theatre.event.contact', { name: liveries[event.other]!.name });
    case 'wheel':
      return t(`theatre.event.wheel.${event.driver.kind}`);
    default:
      return t(`theatre.event.${event.kind}`);
  }
}

/** Two cars in contact have an event each; one line tells of both. */
const isTold = (event: ReplayEvent): boolean =>
  event.kind !== 'contact' || event.other === null || event.car < event.other;
