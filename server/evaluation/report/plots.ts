import type { Estimate, MeasureComparison } from '../../../shared/evaluation/comparison.ts';
import { median } from '../../../shared/evaluation/interval.ts';
import type { EvaluationReport } from '../../../shared/wire/evaluations.ts';
import { type Child, element, type Markup } from './markup.ts';
import { linearScale, rangeOf, type Scale } from './scale.ts';
import { dashOf, hueOf } from './style.ts';

const WIDTH = 640;
const LABEL = 230;

/** A picture `height` high, told to a screen reader by `title`. */
const picture = (height: number, title: string, children: Child[]): Markup =>
  element(
    'div',
    { class: 'wide' },
    element('svg', { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': title }, children),
  );

const text = (x: number, y: number, words: string, attributes: Record<string, string> = {}): Markup =>
  element('text', { x: round(x), y: round(y), ...attributes }, words);

const line = (x1: number, y1: number, x2: number, y2: number, attributes: Record<string, string>): Markup =>
  element('line', { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2), ...attributes });

const round = (value: number): number => Math.round(value * 10) / 10;

/** Ticks along the bottom with a rule up from each. */
const bottomAxis = (x: Scale, top: number, bottom: number, spelled = (text: string): string => text): Child[] =>
  x.ticks.flatMap(({ value, text: label }) => [
    line(x(value), top, x(value), bottom, { class: 'axis' }),
    text(x(value), bottom + 14, spelled(label), { class: 'tick', 'text-anchor': 'middle' }),
  ]);

const leftAxis = (y: Scale, left: number, right: number): Child[] =>
  y.ticks.flatMap(({ value, text: label }) => [
    line(left, y(value), right, y(value), { class: 'axis' }),
    text(left - 6, y(value) + 4, label, { class: 'tick', 'text-anchor': 'end' }),
  ]);

/** A mark for the i-th policy: shapes differ where hues might not. */
export function mark(i: number, x: number, y: number): Markup {
  const paths = ['M0-5A5 5 0 1 1 0 5A5 5 0 1 1 0-5', 'M0-5L5 4L-5 4Z', 'M-4-4H4V4H-4Z', 'M0-6L5 0L0 6L-5 0Z'];
  const attributes = { fill: i < 4 ? hueOf(i) : 'none', stroke: hueOf(i), 'stroke-width': 2 };
  return element('path', { d: paths[i % 4]!, transform: `translate(${round(x)} ${round(y)})`, ...attributes });
}

/** Marks with the whole names of policies, over pictures that have no room for them. */
export const legend = (names: readonly string[]): Markup =>
  element(
    'ul',
    { class: 'legend' },
    names.map((name, i) =>
      element('li', {}, element('svg', { viewBox: '-8 -8 16 16', 'aria-hidden': 'true' }, mark(i, 0, 0)), name),
    ),
  );

/** Estimates one below another, each with its interval as a line. */
export function intervalPlot(
  title: string,
  rows: readonly { name: string; estimate: Estimate | null; index: number }[],
  spelled?: (text: string) => string,
): Markup {
  const all = rows.flatMap(({ estimate }) => (estimate ? [estimate.value, ...estimate.interval] : []));
  const x = linearScale(rangeOf(all.length > 0 ? all : [0, 1]), [LABEL, WIDTH - 16]);
  const bottom = 8 + rows.length * 28;
  const drawn = rows.flatMap(({ name, estimate, index }, i) => {
    const y = 22 + i * 28;
    const label = text(0, y + 4, shortened(name), { class: 'name' });
    if (!estimate) return [label, text(LABEL, y + 4, '–')];
    const [low, high] = estimate.interval;
    return [
      label,
      line(x(low), y, x(high), y, { class: 'whisker', stroke: hueOf(index) }),
      mark(index, x(estimate.value), y),
    ];
  });
  return picture(bottom + 20, title, [bottomAxis(x, 8, bottom, spelled), drawn]);
}

const shortened = (name: string): string => (name.length > 30 ? `${name.slice(0, 29)}…` : name);

/** Curves of the share of rollouts at least as good as each level, with their bands. */
export function profilePlot(
  title: string,
  { levels, policies }: MeasureComparison,
  spelled?: (text: string) => string,
): Markup {
  const height = 260;
  const easiest = levels[0]!;
  const hardest = levels.at(-1)!;
  const x = linearScale([Math.min(easiest, hardest), Math.max(easiest, hardest)], [36, WIDTH - 8]);
  const y = linearScale([0, 1], [height - 24, 12]);
  const path = (values: readonly number[]): string =>
    levels.map((level, k) => `${k === 0 ? 'M' : 'L'}${round(x(level))} ${round(y(values[k]!))}`).join('');
  const drawn = policies.flatMap((measured, i) => {
    if (!measured) return [];
    const band = (end: 0 | 1): number[] => measured.profile.map(({ interval }) => interval[end]);
    const back = [...levels.keys()].reverse().map((k) => `L${round(x(levels[k]!))} ${round(y(band(0)[k]!))}`);
    const shares = measured.profile.map(({ share }) => share);
    const middle = Math.floor(levels.length / 2);
    return [
      element('path', { d: `${path(band(1))}${back.join('')}Z`, fill: hueOf(i), 'fill-opacity': 0.14 }),
      element('path', { d: path(shares), class: 'curve', stroke: hueOf(i), 'stroke-dasharray': dashOf(i) }),
      mark(i, x(levels[middle]!), y(shares[middle]!)),
    ];
  });
  return picture(height, title, [leftAxis(y, 36, WIDTH - 8), bottomAxis(x, 12, height - 24, spelled), drawn]);
}

/** Every lap as a dot in its row, with a bar at the median; rows of people first. */
export function timesPlot(
  title: string,
  rows: readonly { name: string; times: readonly number[]; index: number | null }[],
): Markup {
  const all = rows.flatMap(({ times }) => times.map((time) => time / 1000));
  if (all.length === 0) return element('p', {}, '–');
  const x = linearScale(rangeOf(all), [LABEL, WIDTH - 16]);
  const bottom = 8 + rows.length * 36;
  const drawn = rows.flatMap(({ name, times, index }, i) => {
    const y = 26 + i * 36;
    const colour = index === null ? 'var(--text)' : hueOf(index);
    const dots = thinned(times).map((time, k) =>
      // Spread over the row by a fixed stride, so that equal laps do not hide each other.
      element('circle', {
        cx: round(x(time / 1000)),
        cy: round(y + (((k * 7) % 15) - 7)),
        r: 2.5,
        fill: colour,
        'fill-opacity': 0.5,
      }),
    );
    const middle = times.length > 0 ? x(median(times) / 1000) : null;
    return [
      text(0, y + 4, shortened(name), { class: 'name' }),
      dots,
      middle === null ? null : line(middle, y - 12, middle, y + 12, { class: 'whisker', stroke: colour }),
    ];
  });
  return picture(bottom + 20, title, [bottomAxis(x, 8, bottom, (label) => `${label} s`), drawn]);
}

/** At most 300 of many, evenly by rank, so that a page stays small. */
function thinned(times: readonly number[]): number[] {
  const sorted = [...times].sort((a, b) => a - b);
  if (sorted.length <= 300) return sorted;
  return Array.from({ length: 300 }, (_, i) => sorted[Math.floor((i * (sorted.length - 1)) / 299)]!);
}

/** A policy's mean line over its person's tube, along the unrolled road. */
export function linePlot(title: string, samples: NonNullable<EvaluationReport['line']>, index: number): Markup {
  const height = 200;
  const all = samples.flatMap(({ policy, low, high }) => [policy, low, high]);
  const x = linearScale([0, samples.at(-1)!.s], [36, WIDTH - 8]);
  const y = linearScale(rangeOf(all), [height - 24, 8]);
  const path = (of: (sample: (typeof samples)[number]) => number, order = samples): string =>
    order.map((sample, k) => `${k === 0 ? 'M' : 'L'}${round(x(sample.s))} ${round(y(of(sample)))}`).join('');
  const tube = `${path(({ high }) => high)}${path(({ low }) => low, [...samples].reverse()).replace('M', 'L')}Z`;
  return picture(height, title, [
    leftAxis(y, 36, WIDTH - 8),
    bottomAxis(x, 8, height - 24),
    element('path', { d: tube, class: 'tube' }),
    element('path', { d: path(({ mean }) => mean), class: 'mean' }),
    element('path', {
      d: path(({ policy }) => policy),
      class: 'curve',
      stroke: hueOf(index),
      'stroke-dasharray': '6 4',
    }),
  ]);
}
