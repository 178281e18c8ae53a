import { useMemo } from 'preact/hooks';
import type { Track } from '../../../shared/track/track.ts';
import { drivenLines } from '../drivenlines.ts';
import { acrossRoad, fitMap, islandPaths, roadLine } from './mapgeometry.ts';
import { linePath } from './roadscale.ts';

const WIDTH = 220;
const HEIGHT = 116;
const PAD = 16;

/** The road with its racing line, small; the start line in flag yellow. Decorative: the name stands beside it. */
export function TrackThumb({ track, selected }: { track: Track; selected: boolean }) {
  const drawn = useMemo(() => {
    const fit = fitMap(track, WIDTH, HEIGHT, PAD);
    const sample = (s: number) => Math.min(track.count - 1, Math.round(s / track.spacing));
    const [from, to] = acrossRoad(track, fit, 0, 7);
    return {
      road: `${linePath(roadLine(track, fit, () => 0))}Z`,
      lines: drivenLines(track).map((line) => `${linePath(roadLine(track, fit, (s) => line[sample(s)] ?? 0))}Z`),
      islands: islandPaths(track, fit),
      obstacles: track.obstacles.map(({ x, y }) => fit.at(x, y)),
      from,
      to,
    };
  }, [track]);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} class={`thumb ${selected ? 'on' : ''}`} aria-hidden="true">
      <path class="thumb-road" d={drawn.road} />
      {drawn.lines.map((d) => (
        <path key={d} class="thumb-line" d={d} />
      ))}
      {drawn.islands.map((d) => (
        <path key={d} class="thumb-island" d={d} />
      ))}
      {drawn.obstacles.map(({ x, y }) => (
        <circle key={`${x} ${y}`} class="thumb-obstacle" cx={x} cy={y} r="4" />
      ))}
      <line class="thumb-start" x1={drawn.from.x} y1={drawn.from.y} x2={drawn.to.x} y2={drawn.to.y} />
    </svg>
  );
}
