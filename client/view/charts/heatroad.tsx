import type { Signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Corner } from '../../../shared/track/corners.ts';
import type { Track } from '../../../shared/track/track.ts';
import type { Metres } from '../../../shared/units/units.ts';
import type { Coverage } from '../../../shared/wire/laps.ts';
import { t } from '../../locale/locale.ts';
import type { HeatScale } from './heat.ts';
import { roadPicture } from './heatpicture.ts';
import { placeText, type ThinStretch } from './heatwords.ts';
import { RoadChart } from './roadchart.tsx';
import { linePath, offsetScale, type Plot, type Scale, unwrapped } from './roadscale.ts';

interface HeatRoadProps {
  track: Track;
  corners: readonly Corner[];
  coverage: Coverage;
  /** Null until the theme's colours are known. */
  scale: HeatScale | null;
  thin: readonly ThinStretch[];
  cursor: Signal<Metres>;
  label: string;
  height?: number;
}

/** Where laps have been, on the road straightened: the line at the left, the road's left edge on top. */
export function HeatRoad({ track, corners, coverage, scale, thin, cursor, label, height = 132 }: HeatRoadProps) {
  const picture = useMemo(() => (scale ? roadPicture(track, coverage, scale) : ''), [track, coverage, scale]);
  const rules = (plot: Plot) => {
    const y = offsetScale(coverage.reach, plot);
    return [
      { y: y(track.left[0]!), text: t('coverage.left') },
      { y: y(-track.right[0]!), text: t('coverage.right') },
    ];
  };
  return (
    <RoadChart
      length={track.length}
      corners={corners}
      height={height}
      cursor={cursor}
      label={label}
      valueText={placeText(track, corners, coverage, cursor.value)}
      named
      rules={rules}
    >
      {(plot, x) => {
        const y = offsetScale(coverage.reach, plot);
        return (
          <>
            {picture ? (
              <image
                class="heat-picture"
                href={picture}
                x={plot.left}
                y={plot.top}
                width={plot.right - plot.left}
                height={plot.bottom - plot.top}
                preserveAspectRatio="none"
              />
            ) : null}
            <Edges track={track} x={x} y={y} />
            {thin.map((stretch) => (
              <ThinBox key={`${stretch.from} ${stretch.side}`} stretch={stretch} track={track} x={x} y={y} />
            ))}
          </>
        );
      }}
    </RoadChart>
  );
}

function Edges({ track, x, y }: { track: Track; x: Scale; y: Scale }) {
  const drawn = useMemo(() => {
    const stride = Math.max(1, Math.round(2 / track.spacing));
    const samples = Array.from({ length: Math.floor(track.count / stride) + 1 }, (_, k) => k * stride);
    const line = (of: (i: number) => Metres) =>
      linePath(samples.map((i) => ({ x: x(Math.min(track.length, i * track.spacing)), y: y(of(i % track.count)) })));
    return [line((i) => track.left[i]!), line((i) => -track.right[i]!)];
  }, [track, x(track.length), y(0)]);
  return (
    <g>
      {drawn.map((d) => (
        <path key={d} class="heat-edge" d={d} />
      ))}
    </g>
  );
}

interface ThinBoxProps {
  stretch: ThinStretch;
  track: Track;
  x: Scale;
  y: Scale;
}

function ThinBox({ stretch, track, x, y }: ThinBoxProps) {
  const edge = stretch.side === 'left' ? Math.max(...track.left) : -Math.max(...track.right);
  const [top, bottom] = [y(Math.max(0, edge)), y(Math.min(0, edge))];
  return (
    <g>
      {unwrapped(stretch, track.length).map(({ from, to }) => (
        <rect key={from} class="thin-outline" x={x(from)} y={top} width={x(to) - x(from)} height={bottom - top} />
      ))}
    </g>
  );
}
