import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Corner } from '../../../shared/track/corners.ts';
import type { Metres } from '../../../shared/units/units.ts';
import { metreAt, type Plot, roadScale, roadTicks, type Scale, unwrapped } from './roadscale.ts';
import { useWidth } from './usewidth.ts';

/** A round quantity at a height of the plot. */
export interface Rule {
  y: number;
  text: string;
}

interface RoadChartProps {
  length: Metres;
  corners: readonly Corner[];
  height: number;
  /** The place all charts and the map show. */
  cursor: Signal<Metres>;
  /** What the chart is, and what it says at the cursor. */
  label: string;
  valueText: string;
  /** Names of the corners on top. */
  named?: boolean;
  rules: (plot: Plot) => Rule[];
  children: (plot: Plot, x: Scale) => ComponentChildren;
}

const LEFT = 48;
const RIGHT = 8;
const BELOW = 22;
const NAME_WIDTH = 20;

/**
 * A chart over the road: corners as bands, metres below, and the shared cursor. A pointer moves the cursor, and so do
 * arrow keys (Shift for ten metres at once), so the whole is a slider to a screen reader.
 */
export function RoadChart(props: RoadChartProps) {
  const { element, width } = useWidth(640);
  const { cursor, length, height } = props;
  const plot = { left: LEFT, right: width.value - RIGHT, top: props.named ? 24 : 8, bottom: height - BELOW };
  const x = roadScale(length, plot);
  const point = (event: PointerEvent): void => {
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    cursor.value = Math.round(metreAt(event.clientX - box.left, length, plot));
  };
  return (
    <div
      ref={element}
      class="road-chart"
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={Math.floor(length)}
      aria-valuenow={cursor.value}
      aria-valuetext={props.valueText}
      onKeyDown={(event) => stepCursor(event, cursor, length)}
    >
      <svg
        width={width.value}
        height={height}
        viewBox={`0 0 ${width.value} ${height}`}
        aria-hidden="true"
        onPointerMove={point}
        onPointerDown={point}
      >
        <CornerBands corners={props.corners} length={length} plot={plot} x={x} named={props.named} />
        {props.rules(plot).map((rule) => (
          <g key={rule.text}>
            <line class="chart-rule" x1={plot.left} x2={plot.right} y1={rule.y} y2={rule.y} />
            <text class="chart-tick" x={plot.left - 7} y={rule.y + 4} text-anchor="end">
              {rule.text}
            </text>
          </g>
        ))}
        {roadTicks(length, plot).map((s) => (
          <text key={s} class="chart-tick" x={x(s)} y={height - 6} text-anchor={s === 0 ? 'start' : 'middle'}>
            {s} m
          </text>
        ))}
        {props.children(plot, x)}
        <line class="chart-cursor" x1={x(cursor.value)} x2={x(cursor.value)} y1={plot.top - 4} y2={plot.bottom} />
      </svg>
    </div>
  );
}

function CornerBands(props: {
  corners: readonly Corner[];
  length: Metres;
  plot: Plot;
  x: Scale;
  named: boolean | undefined;
}) {
  const { corners, length, plot, x } = props;
  const named = props.named ? withRoom(corners, x) : [];
  return (
    <g>
      {corners.map((corner) => (
        <g key={corner.number}>
          {unwrapped(corner, length).map(({ from, to }) => (
            <rect
              key={from}
              class="corner-band"
              x={x(from)}
              y={plot.top}
              width={x(to) - x(from)}
              height={plot.bottom - plot.top}
            />
          ))}
          {named.includes(corner) ? (
            <text class="corner-name" x={x(corner.apex)} y={plot.top - 8} text-anchor="middle">
              T{corner.number}
            </text>
          ) : null}
        </g>
      ))}
    </g>
  );
}

/** Corners whose names do not run into the one before. */
function withRoom(corners: readonly Corner[], x: Scale): Corner[] {
  let last = -Infinity;
  return corners.filter(({ apex }) => {
    const clear = x(apex) - last >= NAME_WIDTH;
    if (clear) last = x(apex);
    return clear;
  });
}

/** Arrow keys move the cursor a metre, with Shift ten; Home and End go to the line. */
export function stepCursor(event: KeyboardEvent, cursor: Signal<Metres>, length: Metres): void {
  const stride = event.shiftKey ? 10 : 1;
  const last = Math.floor(length);
  const next = {
    ArrowRight: cursor.value + stride,
    ArrowUp: cursor.value + stride,
    ArrowLeft: cursor.value - stride,
    ArrowDown: cursor.value - stride,
    PageUp: cursor.value + 50,
    PageDown: cursor.value - 50,
    Home: 0,
    End: last,
  }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  cursor.value = Math.min(Math.max(0, next), last);
}
