import { emptyRoadPoint, locate } from '../track/locate.ts';
import type { Metres } from '../units/units.ts';
import { type LapDemonstration, STATE_WIDTH, ticksOf } from './lap.ts';

/** Lines are compared at so many places of the road. */
const PLACES = 128;
const DISTANCE = STATE_WIDTH - 1;

/**
 * How unlike the others each lap's line is: the root mean square lateral distance, along the road, to the lap that is
 * nearest to it. Infinity for a lap without another. All laps on one track.
 */
export function noveltiesOf(laps: readonly LapDemonstration[]): Metres[] {
  const lines = laps.map(lineOf);
  return lines.map((line, i) =>
    lines.reduce(
      (least, other, j) => (i === j ? least : Math.min(least, gapOf(line, other))),
      Number.POSITIVE_INFINITY,
    ),
  );
}

/** [PLACES] lateral offsets at places evenly spread over the road. */
function lineOf(lap: LapDemonstration): Float64Array {
  const { track, states } = lap;
  const line = new Float64Array(PLACES);
  const seen = new Float64Array(PLACES);
  const point = emptyRoadPoint();
  for (let t = 0; t <= ticksOf(lap); t++) {
    const row = t * STATE_WIDTH;
    locate(track, states[row], states[row + 1], states[row + DISTANCE], point);
    const place = Math.min(PLACES - 1, Math.floor((point.s / track.length) * PLACES));
    line[place] += point.offset;
    seen[place]++;
  }
  for (let place = 0; place < PLACES; place++) line[place] = seen[place] > 0 ? line[place] / seen[place] : Number.NaN;
  return line;
}

/** Places that either lap was not in (a fast car skips none, a short lap may) do not count. */
function gapOf(one: Float64Array, other: Float64Array): Metres {
  let sum = 0;
  let count = 0;
  for (let place = 0; place < PLACES; place++) {
    const gap = one[place] - other[place];
    if (Number.isNaN(gap)) continue;
    sum += gap * gap;
    count++;
  }
  return count > 0 ? Math.sqrt(sum / count) : Number.POSITIVE_INFINITY;
}
