import type { Signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Corner } from '../../../shared/track/corners.ts';
import type { Track } from '../../../shared/track/track.ts';
import type { Metres } from '../../../shared/units/units.ts';
import { RoadChart } from './roadchart.tsx';
import { bandPath, kerbBlocks, linePath, offsetScale, type Plot, type Scale } from './roadscale.ts';

/** One metre of a comparison; offsets + left. */
export interface RoadSample {
  s: Metres;
  clone: Metres;
  mean: Metres;
  low: Metres;
  high: Metres;
}

interface UnrolledRoadProps {
  track: Track;
  corners: readonly Corner[];
  /** The clone looked at, with the tube of its person. */
  samples: readonly RoadSample[];
  /** The other clone of the same person, drawn thinner. */
  other: readonly RoadSample[] | null;
  /** Where the clone left, if it did. */
  point: { s: Metres; offset: Metres } | null;
  pointText: string;
  cursor: Signal<Metres>;
  label: string;
  valueText: string;
  /** Words for the two sides, one letter or so. */
  left: string;
  right: string;
}

const HEIGHT = 182;
const KERB_BLOCK: Metres = 4;
/** Milliseconds by which the rungs of one metre come after those of the metre before. */
const RUNG_MS = 0.6;
/** Road beyond the edges that is still shown, where a lost clone drives. */
const VERGE: Metres = 1.6;

/**
 * The road straightened: road coordinate to the right, left edge on top. The person's tube and line, the clones dashed,
 * rungs between person and clone wherever the clone is outside the tube.
 */
export function UnrolledRoad(props: UnrolledRoadProps) {
  const { track, samples, other, point, cursor } = props;
  const half = useMemo(() => Math.max(...track.left, ...track.right) + VERGE, [track]);
  const edge = Math.max(...track.left);
  const rules = (plot: Plot) => {
    const y = offsetScale(half, plot);
    return [
      { y: y(edge), text: `${edge.toFixed(1)} ${props.left}` },
      { y: y(0), text: '0' },
      { y: y(-Math.max(...track.right)), text: `${Math.max(...track.right).toFixed(1)} ${props.right}` },
    ];
  };
  return (
    <RoadChart
      length={track.length}
      corners={props.corners}
      height={HEIGHT}
      cursor={cursor}
      label={props.label}
      valueText={props.valueText}
      named
      rules={rules}
    >
      {(plot, x) => {
        const y = offsetScale(half, plot);
        return (
          <>
            <Road track={track} x={x} y={y} />
            <Lines samples={samples} other={other} x={x} y={y} plot={plot} />
            {point ? (
              <PointMark x={x(point.s)} y={held(y(point.offset), plot)} plot={plot} text={props.pointText} />
            ) : null}
          </>
        );
      }}
    </RoadChart>
  );
}

const held = (y: number, plot: Plot): number => Math.min(Math.max(plot.top, y), plot.bottom);

function Road({ track, x, y }: { track: Track; x: Scale; y: Scale }) {
  const stride = Math.max(1, Math.round(2 / track.spacing));
  const points = [];
  for (let i = 0; i <= track.count; i += stride) {
    const at = i % track.count;
    points.push({ x: x(i * track.spacing), high: y(track.left[at]), low: y(-track.right[at]) });
  }
  const width = (side: 'left' | 'right', s: Metres): number => {
    const at = Math.floor(s / track.spacing) % track.count;
    return side === 'left' ? track.left[at] : -track.right[at];
  };
  return (
    <g>
      <path class="chart-road" d={bandPath(points)} />
      {kerbBlocks(track, KERB_BLOCK).map(({ from, to, side, odd }) => (
        <rect
          key={`${side}${from}`}
          x={x(from)}
          y={y(width(side, from)) - (side === 'left' ? 0 : 4)}
          width={x(to) - x(from) + 0.3}
          height={4}
          class={odd ? 'kerb-block' : 'kerb-block red'}
        />
      ))}
      {track.obstacles.map(({ s, offset, radius }) => (
        <ellipse
          key={s}
          class="chart-obstacle"
          cx={x(s)}
          cy={y(offset)}
          rx={Math.max(2, x(radius) - x(0))}
          ry={y(0) - y(radius)}
        />
      ))}
      {track.islands.map(({ from, to, offset, halfWidth }) => (
        <rect
          key={from}
          class="chart-obstacle"
          x={x(from)}
          y={y(offset + halfWidth)}
          width={x(to) - x(from)}
          height={y(0) - y(2 * halfWidth)}
          rx={y(0) - y(halfWidth)}
        />
      ))}
    </g>
  );
}

interface LinesProps extends Pick<UnrolledRoadProps, 'samples' | 'other'> {
  x: Scale;
  y: Scale;
  plot: Plot;
}

function Lines({ samples, other, x, y, plot }: LinesProps) {
  const at = (offset: Metres): number => held(y(offset), plot);
  const tube = samples.map(({ s, low, high }) => ({ x: x(s), low: at(low), high: at(high) }));
  const along = (list: readonly RoadSample[], of: (sample: RoadSample) => Metres) =>
    linePath(list.map((sample) => ({ x: x(sample.s), y: at(of(sample)) })));
  return (
    <g>
      <path class="chart-tube" d={bandPath(tube)} />
      {samples
        .filter(({ s, clone, low, high }) => s % 3 === 0 && (clone < low || clone > high))
        .map(({ s, clone, mean }) => (
          <line
            key={s}
            class="chart-rung"
            x1={x(s)}
            x2={x(s)}
            y1={at(mean)}
            y2={at(clone)}
            style={{ animationDelay: `${Math.round(s * RUNG_MS)}ms` }}
            opacity={Math.min(0.95, Math.max(0.15, Math.abs(clone - mean) / 2.5))}
          />
        ))}
      <path class="person-line" d={along(samples, (sample) => sample.mean)} />
      {other ? <path class="clone-line other" d={along(other, (sample) => sample.clone)} /> : null}
      <path class="clone-line" d={along(samples, (sample) => sample.clone)} />
    </g>
  );
}

/** The ring at the divergence point, its word beside it on whichever side has room. */
function PointMark({ x, y, plot, text }: { x: number; y: number; plot: Plot; text: string }) {
  const leftwards = x > (plot.left + plot.right) / 2;
  return (
    <g class="point-mark">
      <circle cx={x} cy={y} r="6" />
      <text x={leftwards ? x - 11 : x + 11} y={plot.bottom - 8} text-anchor={leftwards ? 'end' : 'start'}>
        {text}
      </text>
    </g>
  );
}
