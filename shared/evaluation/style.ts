import type { Metres, MetresPerSecond } from '../units/units.ts';

/** A drive along the road: a value for every whole metre of the road coordinate. */
export interface RoadCurve {
  offset: ArrayLike<number>;
  speed: ArrayLike<number>;
}

/** Root mean square distances between two ways of driving. */
export interface StyleDistance {
  lineRms: Metres;
  speedRms: MetresPerSecond;
}

/** Metres of road in one bin: finer than a corner, coarser than a twitch (IMITATION_NOTES, "Style"). */
const BIN: Metres = 10;

/** Means over bins of 10 m; NaN where nothing is known. */
export interface StyleProfile {
  offset: Float64Array;
  speed: Float64Array;
}

/** The mean drive of several laps, all of one road. */
export function styleProfile(laps: readonly RoadCurve[]): StyleProfile {
  const bins = Math.max(1, Math.floor((laps[0]?.offset.length ?? 0) / BIN));
  const offset = new Float64Array(bins);
  const speed = new Float64Array(bins);
  const counts = new Float64Array(bins);
  for (const lap of laps) {
    for (let metre = 0; metre < lap.offset.length; metre++) {
      if (Number.isNaN(lap.offset[metre]!)) continue;
      const bin = Math.min(bins - 1, Math.floor(metre / BIN)); // the rest of the road belongs to the last
      offset[bin]! += lap.offset[metre]!;
      speed[bin]! += lap.speed[metre]!;
      counts[bin]!++;
    }
  }
  for (let bin = 0; bin < bins; bin++) {
    offset[bin]! /= counts[bin]!;
    speed[bin]! /= counts[bin]!;
  }
  return { offset, speed };
}

/** How far apart two ways of driving the same road are; bins that either does not know are left out. */
export const styleDistance = (a: StyleProfile, b: StyleProfile): StyleDistance => ({
  lineRms: rootMeanSquare(a.offset, b.offset),
  speedRms: rootMeanSquare(a.speed, b.speed),
});

function rootMeanSquare(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let bin = 0; bin < Math.min(a.length, b.length); bin++) {
    const gap = a[bin]! - b[bin]!;
    if (Number.isNaN(gap)) continue;
    sum += gap * gap;
    count++;
  }
  return Math.sqrt(sum / count);
}
