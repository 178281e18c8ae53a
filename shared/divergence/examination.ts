import type { LapDemonstration } from '../dataset/lap.ts';
import type { Start } from '../dataset/starts.ts';
import type { Interval } from '../evaluation/interval.ts';
import { bootstrapInterval, mean, median } from '../evaluation/interval.ts';
import { type Pilot, type Rollout, rollOut, type Steward } from '../evaluation/rollout.ts';
import { autonomyOf, type Scores, scoresOf } from '../evaluation/scores.ts';
import type { Car } from '../race/car.ts';
import { respawn } from '../race/placing.ts';
import { edgeDistance } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import { type Metres, type Seconds, TICK_HZ } from '../units/units.ts';
import { comparableLaps, profileOfLap, profileOfRollout, startsBeforeTheLine, stateAt } from './laps.ts';
import { type Parting, partingOf } from './parting.ts';
import { fidelity } from './point.ts';
import type { LapProfile } from './profile.ts';
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

/** A rollout may take this many times the person's own lap for each of its laps. */
export const PATIENT = 2.5;

/** Outside the tube by this much, or with all wheels off, for a second: somebody would take the wheel. */
const FAR_OUT = 2;
const PATIENCE = TICK_HZ;

/** All that a pilot drove in an examination. */
export interface ExaminedDrives {
  /** Under the race's rules. */
  scored: Rollout[];
  /** From the same starts with an examiner beside, who takes the wheel. */
  watched: Rollout[];
  /** Laps from the line. */
  flying: LapProfile[];
}

/**
 * Examine a pilot against a person's laps: scored laps from held-out starts under the race's rules, the same starts
 * once more with an examiner who takes the wheel (autonomy), and flying laps from the line (fidelity, parting).
 */
export const examine = (pilot: Pilot, laps: readonly LapDemonstration[], settings: ExaminationSettings): Examination =>
  marksOf(driveExamination(pilot, laps, settings), laps, settings);

export function driveExamination(
  pilot: Pilot,
  laps: readonly LapDemonstration[],
  settings: ExaminationSettings,
): ExaminedDrives {
  const { track, spec } = laps[0]!;
  const secondsPerLap: Seconds = (demonstratorTime(laps) * PATIENT) / 1000;
  const starts = settings.starts.map((start) => start.state);
  const course = { track, spec, secondsPerLap, starts, laps: settings.laps };
  const human = comparableLaps(laps);
  const steward = examiner(tubeOf(human.map(profileOfLap)), human[0]!);
  return {
    scored: rollOut(pilot, course),
    watched: rollOut(pilot, { ...course, steward }),
    flying: flyingRollouts(pilot, laps, settings, secondsPerLap).map((rollout) => profileOfRollout(rollout, track)),
  };
}

/** What the drives of an examination come to. */
export function marksOf(
  { scored, watched, flying }: ExaminedDrives,
  laps: readonly LapDemonstration[],
  { laps: planned, seed }: ExaminationSettings,
): Examination {
  const profiles = comparableLaps(laps).map(profileOfLap);
  const tube = tubeOf(profiles);
  const inside = flying.map((lap) => fidelity(lap, tube));
  return {
    ...scoresOf(scored, planned, laps[0]!.track.length, seed),
    ...autonomyOf(watched, seed),
    fidelity: mean(inside),
    fidelityInterval: bootstrapInterval(inside, mean, seed),
    demonstratorLapTimeMs: Math.round(demonstratorTime(laps)),
    parting: partingOf(profiles, flying),
  };
}

/** Median of the laps that a flying lap can be held against, in milliseconds. */
export const demonstratorTime = (laps: readonly LapDemonstration[]): number =>
  median(comparableLaps(laps).map((lap) => lap.timeMs));

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
export function examiner(tube: Tube, reference: LapDemonstration): Steward {
  const { track } = reference;
  const strays = (offset: Metres, s: Metres): boolean => {
    const metre = Math.min(tube.bands.length - 1, Math.floor(s));
    const band = nearestBand(tube, metre, offset);
    return Math.abs(offset - band.mean) - TUBE_SIGMAS * band.sigma > FAR_OUT;
  };
  return impatient(strays, (car) => takeOver(car, reference, track.length, track.turn));
}

/** The same where the person never drove: a fall, or a second with all wheels off, and back on the centre line. */
export const strictExaminer = (track: Track): Steward =>
  impatient(
    () => false,
    (car) => respawn(track, car),
  );

function impatient(strays: (offset: Metres, s: Metres) => boolean, takeWheel: (car: Car) => void): Steward {
  const impatience = new Map<number, number>();
  return (rollout, car, point, fell) => {
    const far = strays(point.offset, point.s) || edgeDistance(point) > car.spec.width / 2;
    const waited = far ? (impatience.get(rollout) ?? 0) + 1 : 0;
    impatience.set(rollout, waited);
    if (!fell && waited < PATIENCE) return false;
    impatience.set(rollout, 0);
    takeWheel(car);
    car.stuckTicks = 0;
    car.offTrack = false;
    car.wrongWay = false;
    return true;
  };
}

function takeOver(car: Car, reference: LapDemonstration, length: number, turn: number): void {
  const lap = Math.floor(car.distance / length);
  const state = stateAt(reference, car.distance - lap * length);
  Object.assign(car, state);
  car.distance = Math.fround(state.distance + lap * length);
  car.heading = Math.fround(state.heading + lap * turn);
}
