import type { LapDemonstration } from '../dataset/lap.ts';
import type { Start } from '../dataset/starts.ts';
import type { Interval } from '../evaluation/interval.ts';
import { bootstrapInterval, mean, median } from '../evaluation/interval.ts';
import { type Pilot, type Rollout, rollOut, type Steward } from '../evaluation/rollout.ts';
import { autonomyOf, type Scores, scoresOf } from '../evaluation/scores.ts';
import type { Car } from '../race/car.ts';
import { edgeDistance } from '../track/locate.ts';
import { type Seconds, TICK_HZ } from '../units/units.ts';
import { comparableLaps, profileOfLap, profileOfRollout, startsBeforeTheLine, stateAt } from './laps.ts';
import { type Parting, partingOf } from './parting.ts';
import { fidelity } from './point.ts';
import { nearestBand, TUBE_SIGMAS, type Tube, tubeOf } from './tube.ts';

/** How a clone drives, with the laps of its person beside it. */
export interface Examination extends Scores {
  autonomy: number;
  autonomyInterval: Interval;
  /** Mean share of metres inside the person's tube, on laps from the line. */
  fidelity: number;
  fidelityInterval: Interval;
  demonstratorLapTimeMs: number;
  parting: Parting;
}

export interface ExaminationSettings {
  /** Starts of the scored laps: held-out moments, spread over the road. */
  starts: readonly Start[];
  laps: number;
  seed: number;
  /** Rollouts from the line for fidelity and parting. */
  rollouts: number;
}

/** Outside the tube by this much, or with all wheels off, for a second: somebody would take the wheel. */
const FAR_OUT = 2;
const PATIENCE = TICK_HZ;

/**
 * Examine a pilot against a person's laps: scored laps from held-out starts under the race's rules, the same starts
 * once more with an examiner who takes the wheel (autonomy), and flying laps from the line (fidelity, parting).
 */
export function examine(pilot: Pilot, laps: readonly LapDemonstration[], settings: ExaminationSettings): Examination {
  const { track, spec } = laps[0]!;
  const lapTimeMs = median(comparableLaps(laps).map((lap) => lap.timeMs));
  const secondsPerLap: Seconds = (lapTimeMs * 2.5) / 1000;
  const course = { track, spec, secondsPerLap, starts: settings.starts.map((start) => start.state) };
  const scored = rollOut(pilot, { ...course, laps: settings.laps });
  const human = comparableLaps(laps);
  const profiles = human.map(profileOfLap);
  const steward = examiner(tubeOf(profiles), human[0]!);
  const watched = rollOut(pilot, { ...course, laps: settings.laps, steward });
  const flying = flyingRollouts(pilot, laps, settings, secondsPerLap).map((rollout) =>
    profileOfRollout(rollout, track),
  );
  const tube = tubeOf(profiles);
  const inside = flying.map((lap) => fidelity(lap, tube));
  return {
    ...scoresOf(scored, settings.laps, track.length, settings.seed),
    ...autonomyOf(watched, settings.seed),
    fidelity: mean(inside),
    fidelityInterval: bootstrapInterval(inside, mean, settings.seed),
    demonstratorLapTimeMs: Math.round(lapTimeMs),
    parting: partingOf(profiles, flying),
  };
}

/** One lap of each rollout, from shortly before the line to a lap beyond it. */
export function flyingRollouts(
  pilot: Pilot,
  laps: readonly LapDemonstration[],
  settings: Pick<ExaminationSettings, 'rollouts' | 'seed'>,
  secondsPerLap: Seconds,
): Rollout[] {
  const { track, spec } = laps[0]!;
  const starts = startsBeforeTheLine(laps, settings.rollouts, settings.seed).map((start) => start.state);
  return rollOut(pilot, { track, spec, starts, laps: 1 + 45 / track.length, secondsPerLap });
}

/**
 * Takes the wheel after a fall, a second with all wheels off, or a second more than 2 m outside the tube, and puts the
 * car into the person's state at that metre (virtual intervention; Bojarski et al. 2016, adapted).
 */
function examiner(tube: Tube, reference: LapDemonstration): Steward {
  const { track, spec } = reference;
  const impatience = new Map<number, number>();
  return (rollout, car, point, fell) => {
    const metre = Math.min(tube.bands.length - 1, Math.floor(point.s));
    const band = nearestBand(tube, metre, point.offset);
    const outside = Math.abs(point.offset - band.mean) - TUBE_SIGMAS * band.sigma;
    const far = outside > FAR_OUT || edgeDistance(point) > spec.width / 2;
    const waited = far ? (impatience.get(rollout) ?? 0) + 1 : 0;
    impatience.set(rollout, waited);
    if (!fell && waited < PATIENCE) return false;
    impatience.set(rollout, 0);
    takeOver(car, reference, track.length, track.turn);
    return true;
  };
}

function takeOver(car: Car, reference: LapDemonstration, length: number, turn: number): void {
  const lap = Math.floor(car.distance / length);
  const state = stateAt(reference, car.distance - lap * length);
  Object.assign(car, state);
  car.distance = Math.fround(state.distance + lap * length);
  car.heading = Math.fround(state.heading + lap * turn);
  car.stuckTicks = 0;
  car.offTrack = false;
  car.wrongWay = false;
}
