import type { Car } from '../race/car.ts';
import type { Side } from '../track/cue.ts';
import type { RoadPoint } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import type { Metres, Seconds } from '../units/units.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';
import { PASS_KINDS, type PassKind, type PassStart } from './passstarts.ts';
import { type Pilot, rollOut } from './rollout.ts';

/**
 * How one pass ended: with a touch of rock, island or wall, with a fall (or without getting by in time), or by on one
 * side. What comes first counts.
 */
export type PassOutcome = 'crash' | 'fall' | Side;

/** Passes at all hazards of one kind, scored apart from laps: each is a drive of its own, none begins after a respawn. */
export interface PassScores {
  kind: PassKind;
  /** Crashes, falls, left and right together. */
  passes: number;
  crashes: number;
  falls: number;
  left: number;
  right: number;
  /** Share of the passes by on either side that took the side the board told; of boards alone, null when none got by. */
  rightSide: number | null;
  /** Of each start in order, for whoever resamples them. */
  outcomes: PassOutcome[];
}

export interface PassCourse {
  track: Track;
  spec: VehicleSpec;
  starts: readonly PassStart[];
}

/** By is one length behind the hazard's end. */
const CLEAR: Metres = 5;
/** A car is given the time that this speed takes. */
const SLOWEST = 4;
/** Nothing is shorter than this. */
const LEAST: Seconds = 8;

/** Drive every pass, and score them by kind, in the order of PASS_KINDS; kinds that the track does not have are left out. */
export function drivePasses(pilot: Pilot, course: PassCourse): PassScores[] {
  return PASS_KINDS.flatMap((kind) => {
    const starts = course.starts.filter((start) => start.kind === kind);
    return starts.length > 0 ? [scorePasses(starts, outcomesOf(pilot, { ...course, starts }))] : [];
  });
}

/** The outcome of each start. Passes do not see each other. */
export function outcomesOf(pilot: Pilot, { track, spec, starts }: PassCourse): PassOutcome[] {
  const ways = starts.map((start) => wayOf(track, start));
  const longest = Math.max(...ways.map(({ end, state }) => end - state.distance));
  const watches = ways.map((way) => new Watch(way));
  rollOut(pilot, {
    ...{ track, spec, starts: starts.map(({ state }) => state) },
    laps: longest / track.length,
    secondsPerLap: (Math.max(LEAST, longest / SLOWEST) * track.length) / longest,
    steward: (i, car, point, fell) => {
      watches[i]!.see(car, point, fell);
      return false;
    },
  });
  return watches.map(({ outcome }) => outcome ?? 'fall');
}

export function scorePasses(starts: readonly PassStart[], outcomes: readonly PassOutcome[]): PassScores {
  const count = (what: PassOutcome): number => outcomes.filter((outcome) => outcome === what).length;
  const [left, right] = [count('left'), count('right')];
  const { kind } = starts[0]!;
  const told = outcomes.filter((outcome, i) => outcome === starts[i]!.told).length;
  return {
    ...{ kind, passes: outcomes.length, crashes: count('crash'), falls: count('fall'), left, right },
    rightSide: kind === 'cue' && left + right > 0 ? told / (left + right) : null,
    outcomes: [...outcomes],
  };
}

/** Share of the passes that got by which went left; null when none did. */
export const leftShare = ({ left, right }: PassScores): number | null =>
  left + right > 0 ? left / (left + right) : null;

interface Way extends PassStart {
  /** Unwrapped road distances of the hazard's centre, where the side is told, and of the place where it is passed. */
  centre: Metres;
  end: Metres;
}

function wayOf(track: Track, start: PassStart): Way {
  const { hazard, state } = start;
  const ahead = hazard.s - state.distance;
  const centre = state.distance + ahead - track.length * Math.floor(ahead / track.length);
  return { ...start, centre, end: centre + hazard.after + CLEAR };
}

/** Looks at one car until its pass has ended. */
class Watch {
  outcome: PassOutcome | null = null;
  private readonly way: Way;
  private side: Side | null = null;

  constructor(way: Way) {
    this.way = way;
  }

  see(car: Car, point: RoadPoint, fell: boolean): void {
    if (this.outcome !== null) return;
    const { centre, end, hazard } = this.way;
    if (car.events.touched) this.outcome = 'crash';
    else if (fell) this.outcome = 'fall';
    else if (point.distance >= centre) this.side ??= point.offset > hazard.offset ? 'left' : 'right';
    if (this.outcome === null && point.distance >= end) this.outcome = this.side;
  }
}
