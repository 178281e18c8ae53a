import type { Signal } from '@preact/signals';
import { scaleLinear } from 'd3-scale';
import type { Corner } from '../../../shared/track/corners.ts';
import type { Metres } from '../../../shared/units/units.ts';
import { RoadChart } from './roadchart.tsx';
import { bandPath, linePath, type Plot } from './roadscale.ts';

export interface GapSample {
  s: Metres;
  /** Positive where the clone is behind its person. */
  timeGapMs: number;
}

interface TimeGapProps {
  length: Metres;
  corners: readonly Corner[];
  samples: readonly GapSample[];
  other: readonly GapSample[] | null;
  cursor: Signal<Metres>;
  label: string;
  valueText: string;
}

const HEIGHT = 92;
/** Less than this is no gap to look at: the axis never zooms further in, milliseconds. */
const LEAST_GAP = 200;

/** The axis of a time gap: round ends that hold all of it and zero. */
export function gapRange(samples: readonly GapSample[]): [number, number] {
  const gaps = samples.map((sample) => sample.timeGapMs);
  const low = Math.min(0, ...gaps);
  const high = Math.max(0, ...gaps, low + LEAST_GAP);
  const [from, to] = scaleLinear().domain([low, high]).nice(3).domain();
  return [from, to];
}

/** Seconds with their sign, a true minus, and no sign for nothing: "+0.42". */
export function signedSeconds(ms: number, digits = 2): string {
  const text = (Math.abs(ms) / 1000).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${ms < 0 ? '−' : '+'}${text}`;
}

/** Time the clone has lost to its person since the line, over the road: behind is filled red, ahead green. */
export function TimeGap(props: TimeGapProps) {
  const { samples, other } = props;
  const [low, high] = gapRange(other ? [...samples, ...other] : samples);
  const scale = (plot: Plot) => scaleLinear().domain([high, low]).range([plot.top, plot.bottom]);
  const rules = (plot: Plot) => {
    const y = scale(plot);
    return y.ticks(3).map((ms) => ({ y: y(ms), text: `${signedSeconds(ms, 1)} s` }));
  };
  return (
    <RoadChart {...props} height={HEIGHT} rules={rules}>
      {(plot, x) => {
        const y = scale(plot);
        const zero = y(0);
        const fill = (behind: boolean) =>
          bandPath(
            samples.map(({ s, timeGapMs }) => ({
              x: x(s),
              low: zero,
              high: behind ? Math.min(zero, y(timeGapMs)) : Math.max(zero, y(timeGapMs)),
            })),
          );
        const trace = (list: readonly GapSample[]) =>
          linePath(list.map(({ s, timeGapMs }) => ({ x: x(s), y: y(timeGapMs) })));
        return (
          <>
            <path class="gap-behind" d={fill(true)} />
            <path class="gap-ahead" d={fill(false)} />
            {other ? <path class="clone-line other" d={trace(other)} /> : null}
            <path class="gap-line" d={trace(samples)} />
          </>
        );
      }}
    </RoadChart>
  );
}
