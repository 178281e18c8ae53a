import type { TrafficCourse } from '../../shared/evaluation/trafficrun.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';

const RUNS = 10;
const SECONDS = 60;
const FIRST: Metres = 40;
const BETWEEN: Metres = 60;
/** Shares of a good driver's pace, the last the furthest ahead, so that they are met one after another. */
const PACES = [0.7, 0.65, 0.6];

/**
 * A minute each behind slower cars, from places spread over the road. In every second run they keep to the middle of the
 * road, in the others they drive the racing line. On a short road there are fewer, so that nobody is met from the front.
 */
export function trafficCourses(track: Track): Omit<TrafficCourse, 'track' | 'spec'>[] {
  const slower = PACES.filter((_, k) => FIRST + BETWEEN * (k + 1) < track.length);
  const cars = slower.length > 0 ? slower : PACES.slice(0, 1);
  return Array.from({ length: RUNS }, (_, run) => ({
    start: (track.length * run) / RUNS + 5,
    slower: cars.map((pace, k) => ({ ahead: FIRST + BETWEEN * k, pace, blend: run % 2 })),
    seconds: SECONDS,
  }));
}
