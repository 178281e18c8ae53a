import { useMemo } from 'preact/hooks';
import { corners } from '../../shared/track/corners.ts';
import type { Track } from '../../shared/track/track.ts';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import type { Standing } from './hudmodel.ts';
import type { RaceSession } from './session.ts';
import { signedText } from './timetext.ts';

const WIDTH = 860;
const HEIGHT = 220;
const LEFT = 52;
const RIGHT = 12;
const TOP = 14;
const BOTTOM = 30;

interface Chart {
  line: string;
  area: string;
  zero: number;
  ticks: { y: number; label: string }[];
  bands: { x: number; width: number; label: string; shaded: boolean }[];
}

/** "Where the 0.31 s went": the gap to one rival along the whole race; up is time lost. */
export function TimeWent({ session, own, rival }: { session: RaceSession; own: Standing; rival: Standing }) {
  const { gaps, track, room } = session;
  const chart = useMemo(
    () => draw(gaps.along(own.id, rival.id), gaps.spacing, track, room.state.laps),
    [own.id, rival.id],
  );
  if (!chart) return null;
  const gap = Math.abs(own.finishedMs - rival.finishedMs) / 1000;
  const both = own.finishedMs > 0 && rival.finishedMs > 0;
  return (
    <section class="race-went">
      <header>
        <h2>{both ? t('race.timeWent', { gap: gap.toFixed(2) }) : t('race.gapAlong')}</h2>
        <span>
          <Badge driver={own.driver} clone={false} size={18} /> {t('race.against')}{' '}
          <Badge driver={rival.driver} clone={rival.clone} size={18} /> {rival.name}
        </span>
      </header>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('race.timeWentPicture', { name: rival.name })}>
        {chart.bands.map((band) => (
          <g key={band.x}>
            <rect
              x={band.x}
              y={TOP}
              width={band.width}
              height={HEIGHT - TOP - BOTTOM}
              class={band.shaded ? 'band' : 'gap'}
            />
            <text x={band.x + band.width / 2} y={HEIGHT - 12} class="middle">
              {band.label}
            </text>
          </g>
        ))}
        {chart.ticks.map((tick) => (
          <g key={tick.label}>
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={tick.y} y2={tick.y} class="rule" />
            <text x={LEFT - 8} y={tick.y + 4} class="end">
              {tick.label}
            </text>
          </g>
        ))}
        <clipPath id="went-lost">
          <rect x={0} y={0} width={WIDTH} height={chart.zero} />
        </clipPath>
        <clipPath id="went-won">
          <rect x={0} y={chart.zero} width={WIDTH} height={HEIGHT} />
        </clipPath>
        <path d={chart.area} class="lost" clip-path="url(#went-lost)" />
        <path d={chart.area} class="won" clip-path="url(#went-won)" />
        <path d={chart.line} class="line" />
      </svg>
    </section>
  );
}

/** @param lost seconds behind the rival at each mark; NaN where one of the two was not */
function draw(lost: Float64Array, spacing: number, track: Track, laps: number): Chart | undefined {
  const points: { s: number; lost: number }[] = [];
  for (let mark = 0; mark < lost.length; mark++) {
    if (!Number.isNaN(lost[mark])) points.push({ s: mark * spacing, lost: lost[mark] });
  }
  if (points.length < 3) return undefined;
  const length = track.length * laps;
  const x = (s: number): number => LEFT + (s / length) * (WIDTH - LEFT - RIGHT);
  const most = Math.max(0.1, ...points.map((point) => point.lost));
  const least = Math.min(0, ...points.map((point) => point.lost));
  const step = tickStep(most - least);
  const high = Math.ceil(most / step) * step;
  const low = Math.floor(least / step) * step;
  const y = (value: number): number => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const line = points
    .map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.s).toFixed(1)} ${y(point.lost).toFixed(1)}`)
    .join('');
  const zero = y(0);
  const area = `${line}L${x(points.at(-1)!.s).toFixed(1)} ${zero}L${x(points[0].s).toFixed(1)} ${zero}Z`;
  const ticks = [];
  for (let value = low; value <= high + step / 2; value += step) ticks.push({ y: y(value), label: tickLabel(value) });
  return { line, area, zero, ticks, bands: laps === 1 ? turnBands(track, x) : lapBands(track, laps, x) };
}

/** At most four rules, at round numbers of seconds. */
function tickStep(span: number): number {
  for (const step of [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60]) if (span / step <= 3.2) return step;
  return 120;
}

const tickLabel = (value: number): string => (Math.abs(value) < 1e-6 ? '0' : signedText(value).replace(/0$/, ''));

function turnBands(track: Track, x: (s: number) => number): Chart['bands'] {
  return corners(track)
    .filter((corner) => corner.to > corner.from)
    .map(({ number, from, to }) => ({ x: x(from), width: x(to) - x(from), label: `T${number}`, shaded: true }));
}

function lapBands(track: Track, laps: number, x: (s: number) => number): Chart['bands'] {
  return Array.from({ length: laps }, (_, lap) => {
    const from = x(lap * track.length);
    const width = x((lap + 1) * track.length) - from;
    return { x: from, width, label: t('race.lapNumber', { lap: lap + 1 }), shaded: lap % 2 === 1 };
  });
}
