import { type LapDemonstration, STATE_WIDTH, ticksOf } from '../../../shared/dataset/lap.ts';
import { type Start, startsFrom } from '../../../shared/dataset/starts.ts';
import { median } from '../../../shared/evaluation/interval.ts';
import { policyPilot } from '../../../shared/evaluation/pilot.ts';
import { type Pilot, rollOut } from '../../../shared/evaluation/rollout.ts';
import { emptyRoadPoint, locate } from '../../../shared/track/locate.ts';
import type { Course, Novice } from '../../../shared/training/interactive.ts';
import { TICK_HZ } from '../../../shared/units/units.ts';
import { readState, restingState } from '../../../shared/vehicle/state.ts';

/** Seconds after which a driver is compared with the lap that it left. */
export const HORIZONS = [0.2, 0.75, 1.5, 3] as const;
const STARTS = 200;

/** Median distance across the road from the held-out lap that a drive began on, after each horizon. */
export interface Compounding {
  driver: string;
  /** Metres, one a horizon; null where the median drive had fallen or hit a wall by then. */
  lateral: (number | null)[];
  /** Slopes of log error over log time, over the first two horizons and over the last three. */
  slopes: [early: number | null, late: number | null];
  /** Share of drives that had fallen by the last horizon; those that a wall had stopped come on top. */
  fallen: number;
}

/** Novices, and whoever just holds what the demonstrator last did, from the same held-out moments. */
export function compoundingOf(
  novices: Record<string, Novice>,
  course: Course,
  held: readonly LapDemonstration[],
  seed: number,
): Compounding[] {
  // Moments early enough for the lap to go on for the longest horizon.
  const longest = HORIZONS.at(-1)! * TICK_HZ;
  const starts = startsFrom(held, STARTS, seed).filter(({ lap, tick }) => tick + longest <= ticksOf(lapOf(held, lap)));
  const pilots: [string, Pilot][] = [
    ...Object.entries(novices).map(([name, { batch, slot }]): [string, Pilot] => [
      name,
      policyPilot(batch, slot, course.observation),
    ]),
    ['last action held', holding(starts, held, course)],
  ];
  return pilots.map(([driver, pilot]) => {
    const { lateral, fallen } = errorsOf(pilot, starts, course, held);
    return { driver, lateral, slopes: [slope(lateral, 0, 1), slope(lateral, 1, 3)], fallen };
  });
}

const lapOf = (held: readonly LapDemonstration[], number: number): LapDemonstration =>
  held.find((lap) => lap.number === number)!;

/** Does for ever what the demonstrator did in the tick before. */
function holding(starts: readonly Start[], held: readonly LapDemonstration[], { observation }: Course): Pilot {
  return {
    observation,
    decide(count, _observations, actions, rollouts) {
      for (let i = 0; i < count; i++) {
        const { lap, tick } = starts[rollouts[i]];
        const { frames } = lapOf(held, lap);
        const before = Math.max(0, tick - 1);
        actions[2 * i] = frames[2 * before] / 127;
        actions[2 * i + 1] = frames[2 * before + 1] / 127;
      }
    },
  };
}

function errorsOf(
  pilot: Pilot,
  starts: readonly Start[],
  { track, spec }: Course,
  held: readonly LapDemonstration[],
): Pick<Compounding, 'lateral' | 'fallen'> {
  const rollouts = rollOut(pilot, {
    ...{ track, spec, starts: starts.map(({ state }) => state) },
    ...{ laps: 1, secondsPerLap: HORIZONS.at(-1)! },
  });
  const lateral = HORIZONS.map((horizon) => {
    const errors = rollouts.map(({ trace, start, brokenAt }, i) => {
      const { distance, offset } = trace[Math.round(horizon * TICK_HZ) - 1];
      if (distance >= brokenAt) return Infinity; // stopped by a wall, or put back on the centre line since
      return Math.abs(offset - offsetAt(lapOf(held, starts[i].lap), start + distance));
    });
    const error = median(errors);
    return Number.isFinite(error) ? Math.round(error * 1e4) / 1e4 : null;
  });
  const fallen = rollouts.filter(({ falls }) => falls > 0).length / rollouts.length;
  return { lateral, fallen: Math.round(fallen * 1000) / 1000 };
}

/** Where a lap was across the road at a road distance counted from its own line. */
function offsetAt({ states, track, number }: LapDemonstration, distance: number): number {
  const state = restingState();
  const line = (number - 1) * track.length;
  let low = 0;
  let high = states.length / STATE_WIDTH - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (states[middle * STATE_WIDTH + 7] - line < distance) low = middle + 1;
    else high = middle;
  }
  readState(states, low * STATE_WIDTH, state);
  return locate(track, state.x, state.y, state.distance, emptyRoadPoint()).offset;
}

function slope(errors: readonly (number | null)[], from: number, to: number): number | null {
  const [before, after] = [errors[from], errors[to]];
  if (before == null || after == null) return null;
  return Math.round((100 * Math.log(after / before)) / Math.log(HORIZONS[to] / HORIZONS[from])) / 100;
}
