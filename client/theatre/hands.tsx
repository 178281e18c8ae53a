import { TICK_HZ } from '../../shared/units/units.ts';
import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { lapTime } from '../view/laptime.ts';
import type { Film } from './film.ts';
import type { Livery } from './liveries.ts';
import { handsAt, lapMarks, poseAt } from './timeline.ts';

/** What the followed driver does at the moment: lap, speed, pedals, wheel. */
export function Hands({ film, liveries }: { film: Film; liveries: readonly Livery[] }) {
  const { replay } = film;
  const { tick } = film.shown.value;
  const car = film.followed.value;
  const { steer, pedal } = handsAt(replay, car, tick);
  const { speed } = poseAt(replay, car, tick);
  const lap = lapMarks(replay, car).findLast((mark) => mark.tick <= tick)!;
  return (
    <Card
      title={liveries[car]!.name}
      icon="wheel"
      class="theatre-hands"
      aside={t('theatre.lapShort', { lap: lap.lap })}
    >
      <div class="theatre-numbers">
        <p>
          <b class="number">{Math.round(speed * 3.6)}</b> {t('theatre.kmh')}
        </p>
        <p>
          <b class="number">{lapTime(((tick - lap.tick) / TICK_HZ) * 1000)}</b> {t('theatre.inLap')}
        </p>
      </div>
      <Bar label={t('theatre.throttle')} from={0} to={Math.max(0, pedal)} kind="throttle" />
      <Bar label={t('theatre.brake')} from={0} to={Math.max(0, -pedal)} kind="brake" />
      <Bar label={t('theatre.steer')} from={0.5} to={0.5 - steer / 2} kind="steer" />
    </Card>
  );
}

/** A share of a bar from one place to another, 0 left and 1 right. */
function Bar(props: { label: string; from: number; to: number; kind: 'throttle' | 'brake' | 'steer' }) {
  const { label, from, to, kind } = props;
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  return (
    <div class={`theatre-bar ${kind}`} data-hand={kind} data-to={(to - from).toFixed(3)}>
      <span>{label}</span>
      <span class="theatre-bar-road">
        <i style={{ left: percent(left), width: percent(right - left) }} />
      </span>
    </div>
  );
}
