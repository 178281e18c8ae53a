import type { Live } from '../../shared/wire/sessions.ts';
import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { shareText } from '../view/sharetext.ts';

/** Laps, clean ones, what was recorded of them, and how fast they come in. */
export function NumbersCard({ live }: { live: Live }) {
  const { laps, cleanLaps } = live.session.progress;
  const numbers = [
    { key: 'laps', value: String(laps) },
    { key: 'clean', value: laps > 0 ? shareText(cleanLaps / laps) : '–' },
    { key: 'ticks', value: shortNumber(live.ticks) },
  ] as const;
  return (
    <Card class="numbers-card">
      <h2 class="visually-hidden">{t('session.numbers.title')}</h2>
      <dl>
        {numbers.map(({ key, value }) => (
          <div key={key}>
            <dt>{t(`session.numbers.${key}`)}</dt>
            <dd class="number" data-testid={`number-${key}`}>
              {value}
            </dd>
          </div>
        ))}
        <div class="numbers-pace">
          <dt>{t('session.numbers.pace')}</dt>
          <dd>
            <PaceBars counts={live.lapsPerMinute} />
          </dd>
        </div>
      </dl>
    </Card>
  );
}

/** 486000 → "486k": what is counted in hundreds of thousands need not be read to the last. */
export function shortNumber(value: number): string {
  if (value < 10_000) return String(value);
  if (value < 999_500) return `${Math.round(value / 1000)}k`;
  return `${(value / 1_000_000).toFixed(1)}M`;
}

const BAR = 7;
const HEIGHT = 36;

/** Laps of each of the last minutes as bars, the present one at the right. */
function PaceBars({ counts }: { counts: readonly number[] }) {
  const most = Math.max(1, ...counts);
  const last = counts.at(-1) ?? 0;
  return (
    <svg
      class="pace-bars"
      viewBox={`0 0 ${counts.length * BAR} ${HEIGHT}`}
      width={counts.length * BAR}
      height={HEIGHT}
      role="img"
      aria-label={t('session.numbers.paceLabel', { last, most: Math.max(...counts, 0), minutes: counts.length })}
    >
      {counts.map((count, k) => {
        const height = count === 0 ? 1 : Math.max(2, (count / most) * HEIGHT);
        return <rect key={k} x={k * BAR} y={HEIGHT - height} width={BAR - 2} height={height} />;
      })}
    </svg>
  );
}
