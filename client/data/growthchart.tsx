import { scaleLinear } from 'd3-scale';
import type { Coverage } from '../../shared/wire/laps.ts';
import { t } from '../locale/locale.ts';
import { ChartCard } from '../view/charts/chartcard.tsx';
import { linePath } from '../view/charts/roadscale.ts';
import { useWidth } from '../view/charts/usewidth.ts';
import { lastAdded } from './growth.ts';

const HEIGHT = 96;
const PLOT = { left: 34, right: 10, top: 8, bottom: 20 };

/** How much each further lap added, as a curve and as a table. */
export function GrowthCard({ growth }: { growth: Coverage['growth'] }) {
  const table = () => ({
    columns: [t('data.growth.laps'), t('data.growth.seen')],
    rows: growth.map(({ laps, seen }) => [String(laps), `${(seen * 100).toFixed(1)}%`]),
  });
  return (
    <ChartCard title={t('data.growth.title')} table={table}>
      <GrowthChart growth={growth} />
    </ChartCard>
  );
}

/** How much of the road was seen after so many laps: a curve that flattens tells that more of the same adds little. */
function GrowthChart({ growth }: { growth: Coverage['growth'] }) {
  const { element, width } = useWidth(360);
  const added = lastAdded(growth);
  const end = growth.at(-1);
  if (!end) return null;
  const most = Math.max(0.1, Math.ceil(end.seen * 10) / 10);
  const x = scaleLinear([0, Math.max(1, end.laps)], [PLOT.left, width.value - PLOT.right]);
  const y = scaleLinear([0, most], [HEIGHT - PLOT.bottom, PLOT.top]);
  const text = added
    ? t('data.growth.last', { count: added.laps, points: (added.share * 100).toFixed(1) })
    : t('data.growth.few');
  return (
    <div class="growth" ref={element}>
      <svg width={width.value} height={HEIGHT} role="img" aria-label={text}>
        {y.ticks(2).map((share) => (
          <g key={share}>
            <line class="chart-rule" x1={PLOT.left} x2={width.value - PLOT.right} y1={y(share)} y2={y(share)} />
            <text class="chart-tick" x={PLOT.left - 6} y={y(share) + 4} text-anchor="end">
              {Math.round(share * 100)}%
            </text>
          </g>
        ))}
        {x
          .ticks(3)
          .filter((laps) => Number.isInteger(laps))
          .map((laps) => (
            <text key={laps} class="chart-tick" x={x(laps)} y={HEIGHT - 4} text-anchor="middle">
              {laps}
            </text>
          ))}
        <path
          class="growth-line"
          d={linePath([{ laps: 0, seen: 0 }, ...growth].map((at) => ({ x: x(at.laps), y: y(at.seen) })))}
        />
      </svg>
      <p class="note">{text}</p>
    </div>
  );
}
