import type { Race } from '../race/race.ts';
import { edgeDistance, emptyRoadPoint, locate } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import { TICK_HZ, type Ticks } from '../units/units.ts';
import { STATE_FIELDS, writeState } from '../vehicle/state.ts';
import { type Gap, gapsOf, LogError, logTicks, type RaceLog } from './log.ts';
import { type ReplayVisit, Resimulation } from './resimulate.ts';

/**
 * One car's way through a race: T applied frames and the T + 1 states around them.
 *
 * Row t of `states` is the state before tick `tick0 + t`; frame t is what was applied in it, so that row t + 1 is what
 * came of it. The last row has no frame.
 */
export interface Trajectory {
  raceId: string;
  trackId: string;
  physics: number;
  /** Log index. */
  car: number;
  tick0: Ticks;
  /** T */
  ticks: Ticks;
  /** [(T + 1) · 8], STATE_FIELDS. */
  states: Float32Array;
  /** [T], −127 to 127. */
  steer: Int8Array;
  pedal: Int8Array;
  /** [T + 1], the lap the car is in. */
  lap: Uint16Array;
  /** [T + 1], lateral offset from the centre line, + left. */
  offset: Float32Array;
  /** [T + 1], 1 where the centre is beyond the edge. */
  offTrack: Uint8Array;
  /** Ticks that the log does not hold: rows inside repeat the last one that is known, and frames are neutral. */
  gaps: Gap[];
}

/** The part of a log to follow: one car, and of its ticks `ticks` from `firstTick` on; all by default. */
export interface TrajectoryRange {
  car: number;
  firstTick?: Ticks;
  ticks?: Ticks;
}

const WIDTH = STATE_FIELDS.length;
const point = emptyRoadPoint();

/** A car's trajectory, from driving the log again. Throws LogError when the log does not replay to its hashes. */
export function trajectoryOf(log: RaceLog, track: Track, range: TrajectoryRange): Trajectory {
  const following = new TrajectoryFollowing(log, track, range);
  while (following.advance());
  return following.finish();
}

/** The same, chunk by chunk, for callers with other work. */
class TrajectoryFollowing {
  private readonly simulation: Resimulation;
  private readonly trajectory: Trajectory;

  constructor(log: RaceLog, track: Track, { car, firstTick = 0, ticks }: TrajectoryRange) {
    if (!log.header.cars[car]) {
      const expected = `0 to ${log.header.cars.length - 1}`;
      throw new LogError(`Race log ${log.header.raceId}, car`, car, expected, 'Ask for a car that is in the log.');
    }
    this.simulation = new Resimulation(log, track);
    const span = Math.max(0, Math.min(ticks ?? logTicks(log), logTicks(log) - firstTick));
    this.trajectory = emptyTrajectory(log, car, firstTick, span);
    if (firstTick === 0) this.note(0, this.simulation.race);
  }

  /** False at the end of the log. */
  advance(): boolean {
    const { trajectory } = this;
    const visit: ReplayVisit = (tick, race, { frames }) => {
      const at = tick - trajectory.tick0;
      if (at >= 0 && at < trajectory.ticks) {
        trajectory.steer[at] = frames[trajectory.car].steer;
        trajectory.pedal[at] = frames[trajectory.car].pedal;
      }
      if (at + 1 >= 0 && at + 1 <= trajectory.ticks) this.note(at + 1, race);
    };
    return this.simulation.advance(visit, (gap, race) => this.passOver(gap, race));
  }

  private passOver({ tick, ticks }: Gap, race: Race): void {
    const { states, lap, offset, offTrack, tick0, ticks: rows } = this.trajectory;
    const end = tick + ticks - tick0;
    for (let row = Math.max(1, tick + 1 - tick0); row < Math.min(end, rows + 1); row++) {
      states.copyWithin(row * WIDTH, (row - 1) * WIDTH, row * WIDTH);
      for (const column of [lap, offset, offTrack]) column[row] = column[row - 1];
    }
    if (end >= 0 && end <= rows) this.note(end, race);
  }

  finish(): Trajectory {
    const { log, mismatches } = this.simulation;
    if (mismatches.length > 0) {
      const { tick, got, expected } = mismatches[0];
      const next = 'It is quarantined: choose another episode.';
      throw new LogError(`Race log ${log.header.raceId}, replay at tick ${tick}`, got, expected, next);
    }
    return this.trajectory;
  }

  private note(row: number, race: Race): void {
    const { trajectory } = this;
    const car = race.cars[trajectory.car];
    writeState(car, trajectory.states, row * WIDTH);
    trajectory.lap[row] = car.lap;
    locate(race.track, car.x, car.y, car.distance, point);
    trajectory.offset[row] = point.offset;
    trajectory.offTrack[row] = edgeDistance(point) > 0 ? 1 : 0;
  }
}

function emptyTrajectory(log: RaceLog, car: number, tick0: Ticks, ticks: Ticks): Trajectory {
  const { header } = log;
  return {
    raceId: header.raceId,
    trackId: header.trackId,
    physics: header.physics,
    car,
    tick0,
    ticks,
    states: new Float32Array((ticks + 1) * WIDTH),
    steer: new Int8Array(ticks),
    pedal: new Int8Array(ticks),
    lap: new Uint16Array(ticks + 1),
    offset: new Float32Array(ticks + 1),
    offTrack: new Uint8Array(ticks + 1),
    gaps: gapsOf(log).filter((gap) => gap.tick < tick0 + ticks && gap.tick + gap.ticks > tick0),
  };
}

/** What outsiders read (DESIGN.md, "Shapes that outsiders read"). */
export interface PublicTrajectory {
  episode: string;
  trackId: string;
  physics: number;
  tickHz: number;
  columns: string[];
  rows: (number | boolean | null)[][];
}

const COLUMNS = ['tick', ...STATE_FIELDS.slice(0, 7), 'steerInput', 'pedalInput', 'lap', 'distance', 'lateralOffset'];

/** Rows of numbers; inputs in [−1, 1], null in the last row and before a gap, whose rows are left out; `offTrack` true or false. */
export function publicTrajectory(episode: string, trajectory: Trajectory): PublicTrajectory {
  const { trackId, physics, tick0, ticks, states, steer, pedal, lap, offset, offTrack, gaps } = trajectory;
  const known = Array.from({ length: ticks + 1 }, (_, row) => row).filter((row) => !isInside(gaps, tick0 + row));
  const rows = known.map((row) => {
    const state = states.subarray(row * WIDTH, (row + 1) * WIDTH);
    const driven = row < ticks && !gaps.some(({ tick }) => tick === tick0 + row);
    const inputs = driven ? [steer[row] / 127, pedal[row] / 127] : [null, null];
    return [tick0 + row, ...state.subarray(0, 7), ...inputs, lap[row], state[7], offset[row], offTrack[row] === 1];
  });
  return { episode, trackId, physics, tickHz: TICK_HZ, columns: [...COLUMNS, 'offTrack'], rows };
}

/** The state before this tick is not known. */
const isInside = (gaps: readonly Gap[], at: Ticks): boolean =>
  gaps.some(({ tick, ticks }) => at > tick && at < tick + ticks);
