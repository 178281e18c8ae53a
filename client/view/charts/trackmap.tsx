import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Corner } from '../../../shared/track/corners.ts';
import type { Track } from '../../../shared/track/track.ts';
import type { Metres } from '../../../shared/units/units.ts';
import { deviationColour, deviationOf } from './deviation.ts';
import { acrossRoad, cornerLabel, fitMap, type MapFit, nearestMetre, roadLine } from './mapgeometry.ts';
import { linePath } from './roadscale.ts';
import type { RoadSample } from './unrolledroad.tsx';
import { useWidth } from './usewidth.ts';

interface TrackMapProps {
  track: Track;
  corners: readonly Corner[];
  samples: readonly RoadSample[];
  point: { s: Metres } | null;
  cursor: Signal<Metres>;
  label: string;
  height: number;
  /** Stands beside the map; a line leads to it from the point. */
  children?: ComponentChildren;
}

/** Road and offsets are drawn this many times as wide as they are, or a metre would not be seen. */
export const WIDENED = 2;
const PAD = 36;
/** Length of one coloured piece of road. */
const PIECE: Metres = 4;
/** Room kept for the words beside the map, where there is room at all. */
const ASIDE = 288;

/** Both lines on the map, and under them how far the clone is from its person in standard deviations. */
export function TrackMap(props: TrackMapProps) {
  const { element, width } = useWidth(800);
  const { track, corners, samples, point, cursor, height, children } = props;
  const aside = children && width.value > 640 ? ASIDE : 0;
  const mapWidth = width.value - aside;
  const fit = useMemo(() => fitMap(track, mapWidth, height, PAD), [track, mapWidth, height]);
  const at = (event: PointerEvent): void => {
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    const pixel = { x: event.clientX - box.left, y: event.clientY - box.top };
    cursor.value = Math.round(nearestMetre(track, fit, pixel));
  };
  return (
    <div ref={element} class={`track-map ${aside > 0 ? 'beside' : ''}`}>
      <svg
        width={width.value}
        height={height}
        viewBox={`0 0 ${width.value} ${height}`}
        role="img"
        aria-label={props.label}
        onPointerDown={at}
        onPointerMove={(event) => (event.buttons > 0 ? at(event) : undefined)}
      >
        <Lines track={track} fit={fit} samples={samples} />
        {corners.map((corner) => {
          const { x, y } = cornerLabel(track, fit, corner, 24);
          return (
            <text key={corner.number} class="corner-name" x={x} y={y + 4} text-anchor="middle">
              T{corner.number}
            </text>
          );
        })}
        <StartLine track={track} fit={fit} />
        {point ? <PointRing track={track} fit={fit} s={point.s} lead={aside > 0 ? mapWidth : null} /> : null}
        <CursorDots track={track} fit={fit} samples={samples} s={cursor.value} />
      </svg>
      {children ? <div class="track-map-aside">{children}</div> : null}
    </div>
  );
}

const near = (samples: readonly RoadSample[], s: Metres): RoadSample =>
  samples[Math.min(samples.length - 1, Math.max(0, Math.round(s)))]!;

function Lines({ track, fit, samples }: { track: Track; fit: MapFit; samples: readonly RoadSample[] }) {
  const drawn = useMemo(() => {
    const centre = roadLine(track, fit, () => 0, PIECE);
    const pieces = centre.map((from, k) => {
      const to = centre[(k + 1) % centre.length]!;
      const z = deviationOf(near(samples, (k * track.length) / centre.length));
      return { d: linePath([from, to]), colour: deviationColour(z), width: 5 + Math.min(5, Math.abs(z)) * 2.4 };
    });
    const line = (of: (sample: RoadSample) => Metres) =>
      `${linePath(roadLine(track, fit, (s) => of(near(samples, s)) * WIDENED))}Z`;
    return { road: `${linePath(centre)}Z`, pieces, person: line((s) => s.mean), clone: line((s) => s.clone) };
  }, [track, fit, samples]);
  const width = (track.left[0]! + track.right[0]!) * WIDENED * fit.scale;
  return (
    <g>
      <path class="map-road" d={drawn.road} stroke-width={width} />
      {drawn.pieces.map(({ d, colour, width: thick }) => (
        <path key={d} class="map-piece" d={d} stroke={colour} stroke-width={thick} />
      ))}
      <path class="person-line" d={drawn.person} />
      <path class="clone-line" d={drawn.clone} />
    </g>
  );
}

function StartLine({ track, fit }: { track: Track; fit: MapFit }) {
  const [from, to] = acrossRoad(track, fit, 0, 15);
  return <line class="start-line" x1={from.x} y1={from.y} x2={to.x} y2={to.y} />;
}

function PointRing(props: { track: Track; fit: MapFit; s: Metres; lead: number | null }) {
  const centre = roadLine(props.track, props.fit, () => 0, 1);
  const { x, y } = centre[Math.min(centre.length - 1, Math.round(props.s))]!;
  return (
    <g class="point-ring">
      {props.lead === null ? null : <path d={`M${x + 15} ${y}H${props.lead - 14}V30`} />}
      <circle cx={x} cy={y} r="15" />
      <circle class="dot" cx={x} cy={y} r="4" />
    </g>
  );
}

function CursorDots(props: { track: Track; fit: MapFit; samples: readonly RoadSample[]; s: Metres }) {
  const { track, fit, samples, s } = props;
  const { mean, clone } = near(samples, s);
  const [from, to] = acrossRoad(track, fit, s, 20);
  const dot = (offset: Metres) => roadLine(track, fit, () => offset * WIDENED, 1)[Math.floor(s)] ?? { x: 0, y: 0 };
  const person = dot(mean);
  const second = dot(clone);
  return (
    <g>
      <line class="chart-cursor" x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
      <circle class="person-dot" cx={person.x} cy={person.y} r="5" />
      <circle class="clone-dot" cx={second.x} cy={second.y} r="5" />
    </g>
  );
}
