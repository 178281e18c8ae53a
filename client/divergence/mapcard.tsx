import { t } from '../locale/locale.ts';
import { ChartCard } from '../view/charts/chartcard.tsx';
import { DEVIATION_COLOURS } from '../view/charts/deviation.ts';
import { TrackMap, WIDENED } from '../view/charts/trackmap.tsx';
import { offsetTable } from './comparison.ts';
import type { PartingView } from './view.ts';
import { percent, tableWords } from './words.ts';

/** Both lines on the map, and the point in numbers beside it. */
export function MapCard(view: PartingView) {
  const { comparison, whose, shown, corners, cursor } = view;
  const legend = (
    <>
      <span class="legend">
        {t('divergence.left4')}
        <i class="ramp" style={{ background: `linear-gradient(90deg, ${DEVIATION_COLOURS.join(', ')})` }} />
        {t('divergence.right4')}
      </span>
      <span class="legend">{t('divergence.widened', { times: WIDENED })}</span>
    </>
  );
  return (
    <ChartCard
      title={t('divergence.mapTitle')}
      legend={legend}
      table={() => offsetTable(shown, comparison.partings, tableWords(whose))}
    >
      <TrackMap
        track={comparison.track}
        corners={corners}
        samples={shown.samples}
        point={shown.point}
        cursor={cursor}
        label={t(`divergence.${whose}.mapLabel`)}
        height={222}
      >
        <PointNumbers {...view} />
      </TrackMap>
    </ChartCard>
  );
}

function PointNumbers({ shown, whose }: PartingView) {
  const { point, widest } = shown;
  const side = t(widest.gap > 0 ? 'divergence.left' : 'divergence.right');
  const peak = { gap: Math.abs(widest.gap).toFixed(1), side, metres: Math.round(widest.s) };
  return (
    <div class="point-numbers">
      <div class={`caption ${point ? 'slip' : ''}`}>{t(point ? 'divergence.point' : 'divergence.widest')}</div>
      <div class="number point-metre">{point ? `${Math.round(point.s)} m` : `${peak.gap} m`}</div>
      <p>
        {point
          ? t(`divergence.${whose}.pointBody`, { ...peak, z: Math.abs(widest.z).toFixed(1) })
          : t(`divergence.${whose}.stayedBody`, peak)}
      </p>
      <dl class="facts">
        <Fact name={t('divergence.parted')} value={t('divergence.of', { some: shown.parted, all: shown.rollouts })} />
        <Fact name={t(`divergence.${whose}.inside`)} value={percent(shown.fidelity)} />
      </dl>
    </div>
  );
}

export function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt class="caption">{name}</dt>
      <dd class="number">{value}</dd>
    </div>
  );
}
