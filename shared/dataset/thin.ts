import { type Corner, corners } from '../track/corners.ts';
import type { Track } from '../track/track.ts';
import type { Metres } from '../units/units.ts';
import type { RoadCoverage } from './coverage.ts';
import { type CoverageGrid, coverageGrid, laneOffset } from './coveragegrid.ts';

/** A stretch of one side of the road where laps are missing. */
export interface ThinStretch {
  trackId: string;
  /** Road coordinates in driving order; `from` > `to` across the line. */
  from: Metres;
  to: Metres;
  side: 'left' | 'right';
  /** Number of the nearest corner; null on a road without one. */
  corner: number | null;
  /** Laps that were there, on the average of its places. */
  laps: number;
  /** Laps that should still pass there. */
  more: number;
}

/** So many laps should have passed each side of every place: then a clone that gets there has seen it. */
export const WANTED_LAPS = 10;
/** Shorter gaps between thin places, and shorter thin stretches, are nothing to ask anybody for. */
const SHORTEST: Metres = 20;
const SIDES = ['left', 'right'] as const;

interface Places {
  /** [places] laps that passed this side of each place. */
  passed: Float64Array;
  thin: boolean[];
}

/**
 * Where an organiser might ask for more laps, the emptiest first.
 *
 * The road has two sides, left and right of its centre line. A side is thin at a place that fewer than `wanted` laps
 * passed on that side; places without a free cell on that side (an island fills it) ask for nothing. Thin places next
 * to each other, gaps under 20 m among them, are one stretch for as long as the same corner is the nearest; stretches
 * under 20 m are left out. A stretch asks for as many more laps as its places lack on average. Emptiest is what lacks
 * most metres of driving: length times missing laps.
 */
export function thinStretches(track: Track, coverage: RoadCoverage, wanted = WANTED_LAPS): ThinStretch[] {
  const bends = corners(track);
  const metre = track.length / coverage.places;
  const nearest = Array.from({ length: coverage.places }, (_, p) => nearestCorner(bends, (p + 0.5) * metre, track));
  const grid = coverageGrid(track);
  const found = SIDES.flatMap((side) => {
    const { passed, thin } = placesOn(grid, coverage.visits, side, wanted);
    closeGaps(thin, SHORTEST / metre);
    return runsOf(thin, nearest)
      .filter((run) => run.length * metre >= SHORTEST)
      .map((run): ThinStretch => {
        const laps = run.reduce((sum, place) => sum + passed[place], 0) / run.length;
        const ends = { from: run[0] * metre, to: (run[run.length - 1] + 1) * metre };
        const more = Math.max(1, Math.ceil(wanted - laps));
        return { trackId: track.id, ...ends, side, corner: nearest[run[0]], laps: Math.floor(laps), more };
      });
  });
  const lacking = ({ from, to, more }: ThinStretch): Metres =>
    more * (to > from ? to - from : to - from + track.length);
  return found.sort((a, b) => lacking(b) - lacking(a));
}

function placesOn(grid: CoverageGrid, visits: readonly number[], side: ThinStretch['side'], wanted: number): Places {
  const { places, lanes } = grid;
  const passed = new Float64Array(places);
  const free = new Uint8Array(places);
  for (let lane = 0; lane < lanes; lane++) {
    if (laneOffset(grid, lane) > 0 !== (side === 'left')) continue;
    for (let place = 0; place < places; place++) {
      passed[place] += visits[place * lanes + lane];
      free[place] |= grid.onRoad[place * lanes + lane];
    }
  }
  return { passed, thin: Array.from(passed, (laps, place) => free[place] === 1 && laps < wanted) };
}

/** Places in gaps of fewer than `most` between thin ones become thin, also across the line. */
function closeGaps(thin: boolean[], most: number): void {
  const start = thin.indexOf(true);
  if (start < 0) return;
  let gap = 0;
  for (let k = 1; k <= thin.length; k++) {
    const place = (start + k) % thin.length;
    if (!thin[place]) gap++;
    else {
      if (gap < most) for (let back = 1; back <= gap; back++) thin[(place - back + thin.length) % thin.length] = true;
      gap = 0;
    }
  }
}

/** Runs of thin places with one nearest corner, in driving order; one may lead across the line. */
function runsOf(thin: readonly boolean[], nearest: readonly (number | null)[]): number[][] {
  const count = thin.length;
  const starts = (place: number): boolean => {
    const before = (place - 1 + count) % count;
    return thin[place] && (!thin[before] || nearest[before] !== nearest[place]);
  };
  const first = thin.findIndex((_, place) => starts(place));
  if (first < 0) return thin[0] ? [thin.map((_, place) => place)] : [];
  const runs: number[][] = [];
  for (let k = 0; k < count; k++) {
    const place = (first + k) % count;
    if (starts(place)) runs.push([]);
    if (thin[place]) runs.at(-1)!.push(place);
  }
  return runs;
}

/** Number of the corner whose apex is nearest along the road, either way round. */
function nearestCorner(bends: readonly Corner[], s: Metres, { length }: Track): number | null {
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const { number, apex } of bends) {
    const gap = Math.abs(apex - s);
    const way = Math.min(gap, length - gap);
    if (way >= least) continue;
    least = way;
    best = number;
  }
  return best;
}
