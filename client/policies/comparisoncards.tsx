import type { Comparison } from '../../shared/wire/comparison.ts';
import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { ChartCard, type ChartTable } from '../view/charts/chartcard.tsx';
import { type Series, StepChart } from '../view/charts/stepchart.tsx';
import { IntervalBar } from '../view/intervalbar.tsx';
import { lapTime } from '../view/laptime.ts';
import { percent } from './words.ts';

export type Measured = Comparison['measures'][number];

interface CardProps {
  measure: Measured;
  /** In the order of the comparison. */
  names: readonly string[];
}

const PROFILE_HEIGHT = 250;
const LOOKS = ['now', 'a', 'b', 'c', 'd', 'base'] as const;

/** A value of a measure in its unit. */
export function measureText(measure: Measured['measure'], value: number): string {
  if (measure === 'lapTimeMs') return lapTime(Math.round(value));
  if (measure === 'cleanLapShare' || measure === 'autonomy' || measure === 'fidelity') return percent(value);
  if (measure === 'lineRms') return `${value.toFixed(2)} m`;
  return measure === 'speedRms' ? `${value.toFixed(2)} m/s` : value.toFixed(2);
}

const isSlip = (measure: Measured['measure']): boolean => measure === 'fallsPerLap';

/** Mean and interquartile mean of each on their intervals, on one axis. */
export function EstimatesCard({ measure, names }: CardProps) {
  const known = measure.policies.flatMap((one) => (one ? [...one.mean.interval, ...one.iqm.interval] : []));
  const ends = {
    least: measure.measure === 'lapTimeMs' ? Math.min(...known) * 0.98 : 0,
    most: Math.max(...known, 1e-6),
  };
  const cell = ({ value, interval }: { value: number; interval: readonly [number, number] }) => (
    <span class="falls-cell">
      <IntervalBar value={value} interval={interval} {...ends} slip={isSlip(measure.measure)} />
      <b class="number">{measureText(measure.measure, value)}</b>
      <span class="measure-range">
        {measureText(measure.measure, interval[0])} – {measureText(measure.measure, interval[1])}
      </span>
    </span>
  );
  return (
    <Card title={t(`policies.measures.${measure.measure}`)} aside={t('policies.estimatesAside')}>
      <table class="table estimates" data-testid="estimates">
        <thead>
          <tr>
            <th scope="col">{t('policies.policy')}</th>
            <th scope="col">{t('policies.mean')}</th>
            <th scope="col">{t('policies.iqm')}</th>
          </tr>
        </thead>
        <tbody>
          {measure.policies.map((one, k) => (
            <tr key={names[k]}>
              <th scope="row">{names[k]}</th>
              <td data-name={t('policies.mean')}>{one ? cell(one.mean) : '–'}</td>
              <td data-name={t('policies.iqm')}>{one ? cell(one.iqm) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

/** How probable it is that a rollout of the row is better than one of the column. */
export function ImprovementCard({ measure, names }: CardProps) {
  const letters = names.map((name) => name.charAt(0));
  return (
    <Card title={t('policies.improvement')} class="improvement-card">
      <p class="note">{t('policies.improvementBody')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="scroll-x" tabIndex={0} aria-label={t('policies.improvement')}>
        <table class="table improvement" data-testid="improvement">
          <thead>
            <tr>
              <th scope="col">
                <span class="visually-hidden">{t('policies.policy')}</span>
              </th>
              {letters.map((letter) => (
                <th key={letter} scope="col">
                  {letter}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {measure.improvement.map((row, i) => (
              <tr key={letters[i]}>
                <th scope="row">{letters[i]}</th>
                {row.map((one, j) => (
                  <td key={letters[j]} class={`number ${one ? verdictOf(one.interval) : ''}`}>
                    {one ? (
                      <>
                        {percent(one.value)}
                        <small>
                          {Math.round(one.interval[0] * 100)}–{Math.round(one.interval[1] * 100)}
                        </small>
                      </>
                    ) : (
                      '–'
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}

/** Whether the interval leaves a coin's toss outside. */
function verdictOf([low, high]: readonly [number, number]): 'better' | 'worse' | '' {
  if (low > 0.5) return 'better';
  return high < 0.5 ? 'worse' : '';
}

/** Share of rollouts that reach each level: who is ahead at all levels is ahead whatever one makes of a mean. */
export function ProfileCard({ measure, names }: CardProps) {
  const { levels } = measure;
  // From the level that is easiest to reach to the hardest.
  const [from, to] = [levels[0] ?? 0, levels.at(-1) ?? 0];
  const shown = measure.policies.flatMap((one, k) => (one && k < LOOKS.length ? [{ one, k }] : []));
  const series: Series[] = shown.map(({ one, k }) => ({
    name: names[k]!.charAt(0),
    look: LOOKS[k]!,
    points: one.profile.map(({ share }, i) => ({ x: Math.abs(levels[i]! - from), y: share })),
  }));
  const table = (): ChartTable => ({
    columns: [t(`policies.measures.${measure.measure}`), ...shown.map(({ k }) => names[k]!)],
    rows: levels.map((level, i) => [
      measureText(measure.measure, level),
      ...shown.map(({ one }) => percent(one.profile[i]?.share ?? 0)),
    ]),
  });
  return (
    <ChartCard title={t('policies.profile')} legend={t('policies.profileAside')} table={table}>
      {from === to ? (
        <p class="curve-none">{t('policies.profileFlat', { value: measureText(measure.measure, from) })}</p>
      ) : (
        <StepChart
          series={series}
          most={Math.abs(to - from)}
          height={PROFILE_HEIGHT}
          label={t('policies.profileLabel', { measure: t(`policies.measures.${measure.measure}`) })}
          xText={(value) => measureText(measure.measure, from + Math.sign(to - from) * value)}
          yText={percent}
          leastTop={1}
        />
      )}
    </ChartCard>
  );
}
