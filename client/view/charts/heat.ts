import { scaleLinear } from 'd3-scale';
import type { Track } from '../../../shared/track/track.ts';
import type { Metres } from '../../../shared/units/units.ts';
import type { Coverage } from '../../../shared/wire/laps.ts';

/** What a cell of the road is coloured by. */
export const MEASURES = ['visits', 'speed', 'steer', 'pedal'] as const;
export type Measure = (typeof MEASURES)[number];

/** Colours of a quantity that grows from nothing, and of one with a middle; tokens.css has them for both themes. */
export interface Ramps {
  sequential: readonly string[];
  diverging: readonly string[];
}

/** From a number of a measure to its colour; what lies beyond an end has the end's colour. */
export interface HeatScale {
  measure: Measure;
  low: number;
  high: number;
  /** Some cells lie beyond `high`. */
  beyond: boolean;
  /** From `low` to `high`. */
  colours: readonly string[];
  colour(value: number): string;
}

const SEQUENTIAL = 6;
const DIVERGING = 7;
/** The colours of a scale end at this share of the cells: one cell that everybody crosses would darken nothing else. */
const MOST = 0.98;

/** The ramps of the theme that an element stands in. */
export function rampsOf(element: Element): Ramps {
  const style = getComputedStyle(element);
  const ramp = (name: string, count: number): string[] =>
    Array.from({ length: count }, (_, k) => style.getPropertyValue(`--${name}-${k + 1}`).trim());
  return { sequential: ramp('seq', SEQUENTIAL), diverging: ramp('div', DIVERGING) };
}

export function heatScale(coverage: Coverage, measure: Measure, ramps: Ramps): HeatScale {
  const values = coverage[measure].filter((value) => value !== null && (measure !== 'visits' || value > 0)) as number[];
  const sorted = values.sort((a, b) => a - b);
  const [low, high] = domainOf(measure, sorted);
  // The first colour of the diverging ramp stands for left and for throttle, which are positive.
  const colours = measure === 'steer' || measure === 'pedal' ? [...ramps.diverging].reverse() : ramps.sequential;
  const colour = scaleLinear<string>()
    .domain(colours.map((_, k) => low + ((high - low) * k) / (colours.length - 1)))
    .range(colours)
    .clamp(true);
  return { measure, low, high, beyond: (sorted.at(-1) ?? 0) > high, colours, colour: (value) => colour(value) };
}

function domainOf(measure: Measure, sorted: readonly number[]): [low: number, high: number] {
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  if (measure === 'visits') return [0, Math.max(1, at(MOST))];
  if (measure === 'speed') {
    const low = Math.floor(at(1 - MOST));
    return [low, Math.max(low + 1, Math.ceil(at(MOST)))];
  }
  return [-1, 1];
}

/** Lateral offsets of a lane's two sides, the right one first, positive to the left. */
export function laneBounds({ lanes, reach }: Coverage, lane: number): [right: Metres, left: Metres] {
  const width = (2 * reach) / lanes;
  return [lane * width - reach, (lane + 1) * width - reach];
}

/** Whether a cell's middle is on the road. */
export function isRoad(track: Track, coverage: Coverage, place: number, lane: number): boolean {
  const [right, left] = laneBounds(coverage, lane);
  const middle = (right + left) / 2;
  const s = ((place + 0.5) * track.length) / coverage.places;
  const sample = Math.floor(s / track.spacing) % track.count;
  return middle <= track.left[sample]! && middle >= -track.right[sample]!;
}

/** The colour of a cell; null where there is nothing to show: beside the road, where nobody was. */
export function cellColour(
  { colour, measure, colours }: HeatScale,
  coverage: Coverage,
  cell: number,
  road: boolean,
): string | null {
  const visits = coverage.visits[cell]!;
  if (visits === 0) return road && measure === 'visits' ? colours[0]! : null;
  const value = coverage[measure][cell];
  return value === null || value === undefined ? null : colour(value);
}

/** A place of the road over all of its lanes: passages, the share of its road cells that were visited, and means. */
export interface PlaceNumbers {
  visits: number;
  seen: number;
  /** m/s and [−1, 1], weighed by passages; null without any. */
  speed: number | null;
  steer: number | null;
  pedal: number | null;
}

/** The numbers of places `from` up to and without `to`. Visits are the mean of these places. */
export function numbersOf(track: Track, coverage: Coverage, from: number, to: number): PlaceNumbers {
  const sums = { speed: 0, steer: 0, pedal: 0 };
  let [visits, road, seen] = [0, 0, 0];
  for (let cell = from * coverage.lanes; cell < to * coverage.lanes; cell++) {
    const here = coverage.visits[cell]!;
    visits += here;
    if (isRoad(track, coverage, Math.floor(cell / coverage.lanes), cell % coverage.lanes)) {
      road++;
      if (here > 0) seen++;
    }
    for (const measure of ['speed', 'steer', 'pedal'] as const) sums[measure] += here * (coverage[measure][cell] ?? 0);
  }
  const mean = (measure: keyof typeof sums): number | null => (visits > 0 ? sums[measure] / visits : null);
  return {
    visits: visits / Math.max(1, to - from),
    seen: road > 0 ? seen / road : 0,
    speed: mean('speed'),
    steer: mean('steer'),
    pedal: mean('pedal'),
  };
}
