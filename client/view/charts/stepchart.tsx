import { scaleLinear } from 'd3-scale';
import { linePath, type Point } from './roadscale.ts';
import { useWidth } from './usewidth.ts';

/** One line of a chart over training steps, or over anything else that is counted. */
export interface Series {
  name: string;
  points: readonly Point[];
  /** `now`: what the chart is about. `base`: what it is held against. The others are told apart by hue and dash. */
  look: 'now' | 'base' | 'a' | 'b' | 'c' | 'd';
  /** Each point is a measurement of its own and gets a ring. */
  rings?: boolean;
}

interface StepChartProps {
  series: readonly Series[];
  /** The right end of the axis. */
  most: number;
  height: number;
  /** What a screen reader hears. */
  label: string;
  /** Ticks of both axes as text. */
  xText: (value: number) => string;
  yText: (value: number) => string;
  /** The axis ends no lower than this: noise near nothing should look like nothing. */
  leastTop: number;
}

const LEFT = 40;
/** Room for names, at most, as a share of the chart; what letters take, and what stands between a line and its name. */
const MOST_RIGHT = 0.4;
const LETTER = 7.2;
const WIDE_LETTER = 12;
const BESIDE = 8;
const SPARE = 8;
const TOP = 10;
const BOTTOM = 24;
/** Names stand at least so far apart. */
const LINE = 14;

export function StepChart({ series, most, height, label, xText, yText, leastTop }: StepChartProps) {
  const { element, width } = useWidth(420);
  const highest = Math.max(leastTop, ...series.flatMap(({ points }) => points.map(({ y }) => y)));
  const longest = Math.max(0, ...series.map(({ name }) => nameWidth(name)));
  const room = Math.min(width.value * MOST_RIGHT, BESIDE + longest + SPARE);
  const right = Math.max(LEFT + 60, width.value - room);
  const x = scaleLinear().domain([0, most]).range([LEFT, right]);
  const y = scaleLinear()
    .domain([0, highest])
    .nice(3)
    .range([height - BOTTOM, TOP]);
  const drawn = series.filter(({ points }) => points.length > 0);
  const names = placed(
    drawn.map(({ points }) => y(points.at(-1)!.y)),
    height - BOTTOM,
  );
  return (
    <div ref={element} class="step-chart">
      <svg width={width.value} height={height} role="img" aria-label={label}>
        {y.ticks(3).map((value) => (
          <g key={value}>
            <line class="chart-rule" x1={LEFT} x2={right} y1={y(value)} y2={y(value)} />
            <text class="chart-tick" x={LEFT - 6} y={y(value) + 4} text-anchor="end">
              {yText(value)}
            </text>
          </g>
        ))}
        {x.ticks(4).map((value) => (
          <text key={value} class="chart-tick" x={x(value)} y={height - 6} text-anchor="middle">
            {xText(value)}
          </text>
        ))}
        {drawn.map(({ name, points, look, rings }, k) => {
          const at = points.map((point) => ({ x: x(point.x), y: y(point.y) }));
          const end = at.at(-1)!;
          return (
            <g key={`${name} ${look}`} class={`step-series ${look}`}>
              <path d={linePath(at)} />
              {rings ? at.map((point) => <circle key={point.x} cx={point.x} cy={point.y} r="3.4" />) : null}
              <text x={end.x + BESIDE} y={names[k]! + 4}>
                {fitted(name, width.value - end.x - BESIDE)}
                <title>{name}</title>
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

/** Hangul and its like are as wide as they are high. */
const letterWidth = (letter: string): number => (/[\u1100-\u11ff\u2e80-\uffef]/.test(letter) ? WIDE_LETTER : LETTER);

/** What a name takes, in pixels, at most. */
export const nameWidth = (name: string): number => [...name].reduce((sum, letter) => sum + letterWidth(letter), 0);

/** As much of a name as fits into so many pixels, from its beginning, with an ellipsis where some is left out. */
export function fitted(name: string, room: number): string {
  if (nameWidth(name) <= room) return name;
  const letters = [...name];
  while (letters.length > 0 && nameWidth(`${letters.join('')}…`) > room) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** Heights for names that keep LINE apart and end no lower than `bottom`, each near its wish. */
export function placed(wishes: readonly number[], bottom: number): number[] {
  const order = wishes.map((_, k) => k).sort((a, b) => wishes[a]! - wishes[b]!);
  const heights = [...wishes];
  let above = Number.NEGATIVE_INFINITY;
  for (const k of order) {
    heights[k] = Math.max(wishes[k]!, above + LINE);
    above = heights[k]!;
  }
  let below = bottom + LINE;
  for (const k of order.reverse()) {
    heights[k] = Math.min(heights[k]!, below - LINE);
    below = heights[k]!;
  }
  return heights;
}
