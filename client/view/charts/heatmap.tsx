import type { Signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Corner } from '../../../shared/track/corners.ts';
import type { Track } from '../../../shared/track/track.ts';
import type { Metres } from '../../../shared/units/units.ts';
import type { Coverage } from '../../../shared/wire/laps.ts';
import type { HeatScale } from './heat.ts';
import { paintMap, stretchOutline, widening } from './heatpicture.ts';
import type { ThinStretch } from './heatwords.ts';
import { acrossRoad, cornerLabel, fitMap, heightFor, type MapFit, nearestMetre, roadLine } from './mapgeometry.ts';
import { linePath } from './roadscale.ts';
import { useWidth } from './usewidth.ts';

interface HeatMapProps {
  track: Track;
  corners: readonly Corner[];
  coverage: Coverage;
  /** Null until the theme's colours are known. */
  scale: HeatScale | null;
  /** Outlined, the worst first. */
  thin: readonly ThinStretch[];
  cursor: Signal<Metres>;
  label: string;
  /** At most; a narrow map of a wide track takes less. */
  height: number;
}

const PAD = 34;
/** Beyond three times the screen has no more to show. */
const MOST_RATIO = 3;

/** Where laps have been, on the map: cells on a canvas, everything that is read above them. */
export function HeatMap({ track, corners, coverage, scale, thin, cursor, label, height: most }: HeatMapProps) {
  const { element, width } = useWidth(640);
  const height = Math.min(most, heightFor(track, width.value, PAD));
  const canvas = useRef<HTMLCanvasElement>(null);
  const fit = useMemo(() => fitMap(track, width.value, height, PAD), [track, width.value, height]);
  const wide = widening(track, fit);
  useEffect(() => {
    const to = canvas.current;
    if (!to || !scale) return;
    const ratio = Math.min(MOST_RATIO, window.devicePixelRatio || 1);
    to.width = Math.round(width.value * ratio);
    to.height = Math.round(height * ratio);
    paintMap(to, { track, coverage, scale, fit, wide }, ratio);
  }, [track, coverage, scale, fit]);
  const point = (event: PointerEvent): void => {
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    const pixel = { x: event.clientX - box.left, y: event.clientY - box.top };
    cursor.value = Math.round(nearestMetre(track, fit, pixel));
  };
  return (
    <div ref={element} class="heat-map">
      <canvas ref={canvas} style={{ width: width.value, height }} />
      <svg
        width={width.value}
        height={height}
        viewBox={`0 0 ${width.value} ${height}`}
        role="img"
        aria-label={label}
        onPointerDown={point}
        onPointerMove={point}
      >
        <Road track={track} fit={fit} wide={wide} />
        {corners.map((corner) => {
          const away = 14 + (track.left[0]! + track.right[0]!) * 0.5 * wide * fit.scale;
          const { x, y } = cornerLabel(track, fit, corner, away);
          return (
            <text key={corner.number} class="corner-name" x={x} y={y + 4} text-anchor="middle">
              T{corner.number}
            </text>
          );
        })}
        {thin.map((stretch) => (
          <path
            key={`${stretch.from} ${stretch.side}`}
            class="thin-outline"
            d={`${linePath(stretchOutline(track, fit, wide, stretch))}Z`}
          />
        ))}
        <Cursor track={track} fit={fit} wide={wide} s={cursor.value} />
      </svg>
    </div>
  );
}

interface RoadProps {
  track: Track;
  fit: MapFit;
  wide: number;
}

const edgeAt = (track: Track, widths: Float64Array, s: Metres): Metres =>
  widths[Math.floor(s / track.spacing) % track.count]!;

function Road({ track, fit, wide }: RoadProps) {
  const edges = useMemo(
    () => [
      `${linePath(roadLine(track, fit, (s) => edgeAt(track, track.left, s) * wide))}Z`,
      `${linePath(roadLine(track, fit, (s) => -edgeAt(track, track.right, s) * wide))}Z`,
    ],
    [track, fit, wide],
  );
  const [from, to] = acrossRoad(track, fit, 0, (edgeAt(track, track.left, 0) * wide + 3) * fit.scale);
  return (
    <g>
      {edges.map((d) => (
        <path key={d} class="heat-edge" d={d} />
      ))}
      <line class="start-line" x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
    </g>
  );
}

function Cursor({ track, fit, wide, s }: RoadProps & { s: Metres }) {
  const [from, to] = acrossRoad(track, fit, s, (edgeAt(track, track.left, s) * wide + 1.5) * fit.scale);
  return <line class="heat-cursor" x1={from.x} y1={from.y} x2={to.x} y2={to.y} />;
}
