import { scaleLinear, scaleLog } from 'd3-scale';
import { CLONE_KINDS, type CloneKind } from '../connection/clones.ts';
import { t } from '../locale/locale.ts';
import { linePath } from '../view/charts/roadscale.ts';
import { useWidth } from '../view/charts/usewidth.ts';
import type { LossPoint } from './training.ts';

const HEIGHT = 190;
const LEFT = 44;
const RIGHT = 92;
const TOP = 8;
const BOTTOM = 24;

/** The axis of the losses: a decade is a decade, since a loss falls by factors. */
export function lossRange(losses: Record<CloneKind, readonly LossPoint[]>): [number, number] {
  const all = CLONE_KINDS.flatMap((kind) => losses[kind].map(({ loss }) => loss)).filter((loss) => loss > 0);
  if (all.length === 0) return [0.1, 10];
  const low = Math.min(...all);
  const high = Math.max(...all);
  return [low / 1.15, Math.max(high * 1.1, low * 2)];
}

/** Loss of both trainings as they run. */
export function LossChart({ losses }: { losses: Record<CloneKind, LossPoint[]> }) {
  const { element, width } = useWidth(420);
  const [low, high] = lossRange(losses);
  const x = scaleLinear()
    .domain([0, 0.8])
    .range([LEFT, width.value - RIGHT])
    .clamp(true);
  const y = scaleLog()
    .domain([low, high])
    .range([HEIGHT - BOTTOM, TOP]);
  const last = (kind: CloneKind) => losses[kind].at(-1);
  return (
    <div ref={element}>
      <svg
        width={width.value}
        height={HEIGHT}
        role="img"
        aria-label={t('clone.lossLabel', { loss: lossText(last('coached') ?? last('copy')) })}
      >
        {y
          .ticks(3)
          .filter((_, k, all) => all.length < 6 || k % Math.ceil(all.length / 4) === 0)
          .map((loss) => (
            <g key={loss}>
              <line class="chart-rule" x1={LEFT} x2={width.value - RIGHT} y1={y(loss)} y2={y(loss)} />
              <text class="chart-tick" x={LEFT - 6} y={y(loss) + 4} text-anchor="end">
                {loss.toPrecision(2).replace(/\.?0+$/, '')}
              </text>
            </g>
          ))}
        <text class="chart-tick" x={LEFT} y={HEIGHT - 6}>
          {t('clone.lossStart')}
        </text>
        <text class="chart-tick" x={width.value - RIGHT} y={HEIGHT - 6} text-anchor="end">
          {t('clone.lossEnd')}
        </text>
        {CLONE_KINDS.map((kind) => {
          const points = losses[kind].map(({ share, loss }) => ({ x: x(share), y: y(Math.max(low, loss)) }));
          const end = points.at(-1);
          return end ? (
            <g key={kind}>
              <path class={`loss ${kind}`} d={linePath(points)} />
              <text class={`loss-name ${kind}`} x={end.x + 6} y={end.y + (kind === 'copy' ? 12 : -4)}>
                {t(`clone.${kind}`)}
              </text>
            </g>
          ) : null;
        })}
      </svg>
    </div>
  );
}

const lossText = (point: LossPoint | undefined): string => (point ? point.loss.toPrecision(3) : '–');
