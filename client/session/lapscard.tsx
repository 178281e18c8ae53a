import { useSignal } from '@preact/signals';
import { Link } from 'wouter-preact';
import type { LapRow } from '../../shared/wire/laps.ts';
import { faultText } from '../connection/fault.ts';
import { markLap } from '../connection/sessions.ts';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Card } from '../view/card.tsx';
import { huesOf } from '../view/hues.ts';
import { Icon } from '../view/icon.tsx';
import { lapTime } from '../view/laptime.ts';
import type { Organiser } from './organiser.ts';

const SHOWN = 6;

/** The newest laps as they come in, each with a flag to put on it; the whole table is the data page's. */
export function LapsCard({ organiser }: { organiser: Organiser }) {
  const { laps, drivers, session } = organiser.live;
  const fault = useSignal('');
  const hues = huesOf(
    drivers.map(({ driverId }) => driverId),
    null,
  );
  const nameOf = (id: string): string => drivers.find(({ driverId }) => driverId === id)?.nickname ?? id;
  const mark = async (lap: LapRow): Promise<void> => {
    fault.value = '';
    try {
      await markLap(organiser.token, lap, lap.mark === 'none' ? 'flagged' : 'none');
      await organiser.renew();
    } catch (error) {
      fault.value = faultText(error);
    }
  };
  return (
    <Card title={t('session.newest')} icon="clock" class="laps-card">
      {laps.length === 0 ? <p class="note">{t('session.noLaps')}</p> : null}
      <ul class="lap-list" data-testid="newest-laps">
        {laps.slice(0, SHOWN).map((lap) => (
          <NewLap
            key={`${lap.episodeId} ${lap.number}`}
            lap={lap}
            name={nameOf(lap.driver.id)}
            hue={hues.get(lap.driver.id) ?? 1}
            onMark={() => void mark(lap)}
          />
        ))}
      </ul>
      {fault.value ? (
        <p role="alert" class="field-fault">
          {fault.value}
        </p>
      ) : null}
      {laps.length > 0 ? (
        <Link href={`/data?session=${session.id}`} class="button quiet small">
          {t('session.allLaps')}
        </Link>
      ) : null}
    </Card>
  );
}

function NewLap({ lap, name, hue, onMark }: { lap: LapRow; name: string; hue: number; onMark: () => void }) {
  const marked = lap.mark !== 'none';
  const time = lapTime(lap.timeMs);
  return (
    <li data-testid="new-lap">
      <Badge driver={hue} clone={false} size={18} />
      <span class="driver-name">
        <b>{name}</b>
        <small>{qualityText(lap)}</small>
      </span>
      <span class="number">{time}</span>
      <button
        type="button"
        class={`driver-act ${marked ? 'on' : ''}`}
        aria-pressed={marked}
        aria-label={t('session.flagLap', { name, time })}
        title={t('session.flagLap', { name, time })}
        onClick={onMark}
        data-testid="flag-lap"
      >
        <Icon name="flag" size={18} />
      </button>
    </li>
  );
}

/** The gravest thing to know of a lap, in words. */
function qualityText(lap: LapRow): string {
  if (lap.mark === 'left-out') return t('session.leftOut');
  const [flag] = lap.flags;
  if (flag) return t(`session.flag.${flag.kind}`);
  return t(lap.clean ? 'session.clean' : 'session.notClean');
}
