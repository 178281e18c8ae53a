import type { Corner } from '../../../shared/track/corners.ts';
import type { Track } from '../../../shared/track/track.ts';
import type { Metres } from '../../../shared/units/units.ts';
import type { Coverage } from '../../../shared/wire/laps.ts';
import { t } from '../../locale/locale.ts';
import type { ChartTable } from './chartcard.tsx';
import { type HeatScale, type Measure, numbersOf } from './heat.ts';
import { cornerAt } from './roadscale.ts';

/** A stretch where laps are missing; `corner` is null on a road without any. */
export interface ThinStretch {
  /** Metres from the line; `from` > `to` across it. */
  from: Metres;
  to: Metres;
  side: 'left' | 'right';
  corner: number | null;
  laps: number;
  /** How many more would do. */
  more: number;
}

const KMH = 3.6;
/** Rows of the table, about. */
const ROWS = 40;

/** A number of a measure with its unit. */
export function measureText(measure: Measure, value: number | null): string {
  if (value === null) return '–';
  if (measure === 'visits') return String(Math.round(value * 10) / 10);
  if (measure === 'speed') return `${Math.round(value * KMH)} km/h`;
  const percent = Math.round(Math.abs(value) * 100);
  if (percent === 0) return '0%';
  return t(`coverage.${measure}.${value > 0 ? 'plus' : 'minus'}`, { percent });
}

/** What stands at the two ends of a scale. */
export function endsOf({ measure, low, high, beyond }: HeatScale): [low: string, high: string] {
  if (measure === 'visits') return ['0', t('coverage.visits.end', { count: high, over: beyond ? '+' : '' })];
  if (measure === 'speed') return [String(Math.round(low * KMH)), measureText('speed', high)];
  return [t(`coverage.${measure}.low`), t(`coverage.${measure}.high`)];
}

export const percentText = (share: number): string => `${Math.round(share * 100)}%`;

/** So many stretches are outlined, and together at most this share of the lap: more would say nothing about where to begin. */
const MOST_THIN = 3;
const MOST_OUTLINED = 0.3;

/** The worst stretches, as many as can be told apart; at least one where there is any. */
export function worstOf<Stretch extends ThinStretch>(thin: readonly Stretch[], length: Metres): Stretch[] {
  let room = length * MOST_OUTLINED;
  return thin.slice(0, MOST_THIN).filter(({ from, to }, k) => {
    room -= to > from ? to - from : to - from + length;
    return k === 0 || room >= 0;
  });
}

/** The whole in a sentence. */
export const summaryText = ({ laps, seen, drivers }: Coverage): string =>
  t('coverage.summary', { laps, drivers: drivers.length, seen: percentText(seen) });

/** "Thin here: turn 2, left side" */
export const thinTitle = ({ corner, side, from, to }: ThinStretch): string =>
  t(corner === null ? 'coverage.thin.stretch' : 'coverage.thin.corner', {
    corner: corner ?? 0,
    side: t(`coverage.side.${side}`),
    from: Math.round(from),
    to: Math.round(to),
  });

export const thinBody = ({ laps, more }: ThinStretch): string =>
  t(laps === 0 ? 'coverage.thin.never' : 'coverage.thin.body', { count: laps, more });

/** What a screen reader hears at the cursor, and what stands under the charts. */
export function placeText(track: Track, corners: readonly Corner[], coverage: Coverage, s: Metres): string {
  const place = Math.min(coverage.places - 1, Math.floor((s / track.length) * coverage.places));
  const numbers = numbersOf(track, coverage, place, place + 1);
  const corner = cornerAt(corners, s);
  return t(corner ? 'coverage.atCorner' : 'coverage.at', {
    metres: Math.round(s),
    corner: corner?.number ?? 0,
    visits: measureText('visits', numbers.visits),
    seen: percentText(numbers.seen),
    speed: measureText('speed', numbers.speed),
  });
}

/** The same numbers in rows, some forty over the road. */
export function coverageTable(track: Track, coverage: Coverage): ChartTable {
  const stride = Math.max(1, Math.ceil(coverage.places / ROWS));
  const rows: string[][] = [];
  for (let from = 0; from < coverage.places; from += stride) {
    const numbers = numbersOf(track, coverage, from, Math.min(coverage.places, from + stride));
    rows.push([
      `${Math.round((from * track.length) / coverage.places)} m`,
      measureText('visits', numbers.visits),
      percentText(numbers.seen),
      measureText('speed', numbers.speed),
      measureText('steer', numbers.steer),
      measureText('pedal', numbers.pedal),
    ]);
  }
  const columns = ['road', 'passages', 'width', 'speed', 'steer', 'pedal'];
  return { columns: columns.map((name) => t(`coverage.column.${name}`)), rows };
}
