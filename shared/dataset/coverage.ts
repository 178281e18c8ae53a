import { FULL } from '../race/frame.ts';
import type { Track } from '../track/track.ts';
import type { Metres } from '../units/units.ts';
import { type CoverageGrid, coverageGrid, laneAt } from './coveragegrid.ts';
import { OFFSETS, PROFILE_WIDTH, SPEED_STEP } from './profile.ts';

/** A lap as coverage counts it. */
export interface CoveredLap {
  driverId: string;
  /** profile.ts, of a lap on the track that is counted on. */
  profile: Uint8Array;
}

/** Where laps have been; the same as coverageSchema of shared/wire/laps.ts, where its fields are explained. */
export interface RoadCoverage {
  trackId: string;
  laps: number;
  of: number;
  places: number;
  lanes: number;
  reach: Metres;
  visits: number[];
  speed: (number | null)[];
  steer: (number | null)[];
  pedal: (number | null)[];
  seen: number;
  drivers: { id: string; laps: number; seen: number }[];
  growth: { laps: number; seen: number }[];
}

const MOST_GROWTH_POINTS = 200;
/** Speeds are told to 0.1 m/s, controls to 0.01: what a heat map shows and no more bytes. */
const SPEED_DIGITS = 10;
const CONTROL_DIGITS = 100;

/** Where laps have been, of all and of each driver; the laps in the order they were driven in. */
export function coverageOf(track: Track, laps: Iterable<CoveredLap>): RoadCoverage {
  const count = new CoverageCount(track);
  for (const lap of laps) count.add(lap);
  return count.coverage();
}

/**
 * Counts laps into cells (coveragegrid.ts). A lap passes every place once, in the lane of its mean offset there, and
 * adds one visit with its mean speed and controls. A cell of the road is *seen* once any lap has passed it; the share
 * of seen cells leaves out the verge, since nobody is asked to drive there.
 */
export class CoverageCount {
  readonly grid: CoverageGrid;
  private readonly trackId: string;
  /** [cells · 4]: visits, and the sums of the profile's bytes for speed, steer and pedal, beside each other. */
  private readonly sums: Float64Array;
  private readonly drivers = new Map<string, { laps: number; cells: Uint8Array; seen: number }>();
  /** Cells of the road that were seen after each lap. */
  private readonly seenAfter: number[] = [];
  private seen = 0;
  /** lanes[byte]: the lane of each offset byte, −1 for none. */
  private readonly laneOf: Int8Array;

  constructor(track: Track) {
    this.trackId = track.id;
    const grid = coverageGrid(track);
    this.grid = grid;
    this.sums = new Float64Array(grid.places * grid.lanes * 4);
    this.laneOf = Int8Array.from(OFFSETS, (offset) => (Number.isNaN(offset) ? -1 : laneAt(grid, offset)));
  }

  /** A profile of another length of road than this track's is passed over. */
  add({ driverId, profile }: CoveredLap): void {
    const { grid, sums, laneOf } = this;
    if (profile.length !== grid.places * PROFILE_WIDTH) return;
    const driver = this.driverCalled(driverId);
    driver.laps++;
    for (let place = 0; place < grid.places; place++) {
      const at = place * PROFILE_WIDTH;
      const lane = laneOf[profile[at]];
      if (lane < 0) continue;
      const cell = place * grid.lanes + lane;
      const sum = cell * 4;
      if (sums[sum]++ === 0) this.seen += grid.onRoad[cell];
      sums[sum + 1] += profile[at + 1];
      sums[sum + 2] += signed(profile[at + 2]);
      sums[sum + 3] += signed(profile[at + 3]);
      if (driver.cells[cell] !== 0) continue;
      driver.cells[cell] = 1;
      driver.seen += grid.onRoad[cell];
    }
    this.seenAfter.push(this.seen);
  }

  /** `of`: how many laps there are of which these were counted; these alone by default. */
  coverage(of = this.seenAfter.length): RoadCoverage {
    const { places, lanes, reach, roadCells } = this.grid;
    const share = (cells: number): number => (roadCells > 0 ? round(cells / roadCells, 10_000) : 0);
    return {
      ...{ trackId: this.trackId, laps: this.seenAfter.length, of, places, lanes, reach },
      visits: Array.from({ length: places * lanes }, (_, cell) => this.sums[cell * 4]),
      speed: this.means(1, SPEED_STEP, SPEED_DIGITS),
      steer: this.means(2, 1 / FULL, CONTROL_DIGITS),
      pedal: this.means(3, 1 / FULL, CONTROL_DIGITS),
      seen: share(this.seen),
      drivers: [...this.drivers].map(([id, { laps, seen }]) => ({ id, laps, seen: share(seen) })),
      growth: pointsOf(this.seenAfter.length).map((laps) => ({ laps, seen: share(this.seenAfter[laps - 1]) })),
    };
  }

  private driverCalled(id: string): { laps: number; cells: Uint8Array; seen: number } {
    const known = this.drivers.get(id);
    if (known) return known;
    const driver = { laps: 0, cells: new Uint8Array(this.grid.onRoad.length), seen: 0 };
    this.drivers.set(id, driver);
    return driver;
  }

  private means(column: 1 | 2 | 3, step: number, digits: number): (number | null)[] {
    const { sums, grid } = this;
    return Array.from({ length: grid.onRoad.length }, (_, cell) => {
      const visits = sums[cell * 4];
      return visits > 0 ? round((sums[cell * 4 + column] / visits) * step, digits) : null;
    });
  }
}

const signed = (byte: number): number => (byte < 128 ? byte : byte - 256);
const round = (value: number, digits: number): number => Math.round(value * digits) / digits;

/** Up to MOST_GROWTH_POINTS numbers of laps, evenly spread from 1 to all of them. */
function pointsOf(laps: number): number[] {
  const points = Math.min(laps, MOST_GROWTH_POINTS);
  return Array.from({ length: points }, (_, i) =>
    points === 1 ? laps : 1 + Math.round((i * (laps - 1)) / (points - 1)),
  );
}
