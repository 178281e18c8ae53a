import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { corners as cornersOf } from '../../../shared/track/corners.ts';
import type { Track } from '../../../shared/track/track.ts';
import type { Metres } from '../../../shared/units/units.ts';
import type { Coverage } from '../../../shared/wire/laps.ts';
import { t } from '../../locale/locale.ts';
import { Segmented } from '../segmented.tsx';
import { ChartCard } from './chartcard.tsx';
import './heat.css';
import { type HeatScale, heatScale, MEASURES, type Measure, type Ramps, rampsOf } from './heat.ts';
import { HeatMap } from './heatmap.tsx';
import { HeatRoad } from './heatroad.tsx';
import {
  coverageTable,
  endsOf,
  placeText,
  summaryText,
  type ThinStretch,
  thinBody,
  thinTitle,
  worstOf,
} from './heatwords.ts';

interface CoverageChartsProps {
  title: string;
  track: Track;
  coverage: Coverage;
  /** The worst first; the first one is told of in words beside the map. */
  thin?: readonly ThinStretch[];
  height?: number;
  /** Where all charts of a page look; without one the card has its own. */
  cursor?: Signal<Metres>;
  /** Stands under the charts. */
  children?: ComponentChildren;
}

/** A card with the heat map, the same on the unrolled road, and the table that says it in numbers. */
export function CoverageCharts(props: CoverageChartsProps) {
  const { title, track, coverage, height = 320, children } = props;
  const thin = worstOf(props.thin ?? [], track.length);
  const measure = useSignal<Measure>('visits');
  const own = useSignal<Metres>(Math.round(thin[0]?.from ?? 0));
  const cursor = props.cursor ?? own;
  const corners = useMemo(() => cornersOf(track), [track]);
  const element = useRef<HTMLDivElement>(null);
  const ramps = useSignal<Ramps | null>(null);
  useEffect(() => {
    if (element.current) ramps.value = rampsOf(element.current);
  }, []);
  const scale = useMemo(
    () => (ramps.value ? heatScale(coverage, measure.value, ramps.value) : null),
    [coverage, measure.value, ramps.value],
  );
  const shared = { track, corners, coverage, scale, thin, cursor };
  return (
    <div ref={element} class="coverage-charts" data-testid="coverage">
      <ChartCard
        title={title}
        legend={scale ? <HeatLegend scale={scale} /> : null}
        table={() => coverageTable(track, coverage)}
      >
        <p class="visually-hidden">{summaryText(coverage)}</p>
        <div class="heat-measure">
          <Segmented
            label={t('coverage.measure')}
            options={MEASURES.map((value) => ({ value, label: t(`coverage.${value}.name`) }))}
            value={measure.value}
            onChange={(next) => {
              measure.value = next;
            }}
          />
        </div>
        <HeatMap {...shared} height={height} label={`${t('coverage.mapLabel')} ${summaryText(coverage)}`} />
        {thin[0] ? <ThinNote stretch={thin[0]} /> : null}
        <p class="caption heat-unrolled">{t('coverage.unrolled')}</p>
        <HeatRoad {...shared} label={t('coverage.roadLabel')} />
        <p class="heat-place">{placeText(track, corners, coverage, cursor.value)}</p>
        {children}
      </ChartCard>
    </div>
  );
}

/** The colours with numbers at their ends. */
export function HeatLegend({ scale }: { scale: HeatScale }) {
  const [low, high] = endsOf(scale);
  return (
    <span class="legend heat-legend">
      {low}
      <i class="ramp" style={{ background: `linear-gradient(90deg, ${scale.colours.join(', ')})` }} />
      {high}
    </span>
  );
}

/** What is missing where, in words. */
export function ThinNote({ stretch }: { stretch: ThinStretch }) {
  return (
    <p class="thin-note" data-testid="thin">
      <b>{thinTitle(stretch)}</b> {thinBody(stretch)}
    </p>
  );
}
