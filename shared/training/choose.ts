import type { Start } from '../dataset/starts.ts';
import type { Driver } from '../driver/driver.ts';
import { policyPilot } from '../evaluation/pilot.ts';
import { rollOut } from '../evaluation/rollout.ts';
import { type Scores, scoresOf } from '../evaluation/scores.ts';
import { driveInTraffic, type TrafficRun } from '../evaluation/trafficrun.ts';
import { type ObservationSpec, seesTraffic } from '../observation/spec.ts';
import type { PolicyBatch } from '../policy/forward.ts';
import { PolicyCrew } from '../policy/policydriver.ts';
import type { Track } from '../track/track.ts';
import type { Seconds } from '../units/units.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';

/** Laps that each candidate drives before one is chosen (IMITATION_NOTES: 4 seeds, 6 rollouts × 2 laps). */
export const CHOICE_ROLLOUTS = 6;
const CHOICE_LAPS = 2;
/** And, of a clone that sees other cars, runs behind slower ones. */
const TRAFFIC_RUNS = 6;
const TRAFFIC_SECONDS: Seconds = 40;

export interface ChoiceCourse {
  track: Track;
  spec: VehicleSpec;
  observation: ObservationSpec;
  /** Never the starts that later judge the chosen one. */
  starts: readonly Start[];
  /** The demonstrator's median lap; a rollout may take 2.5 times as long. */
  lapTimeMs: number;
}

/** One network of several that differ by their seed alone. */
export interface Candidate {
  seed: number;
  trainLoss: number;
  validationLoss: number | null;
  driven: Scores;
  /** Of a clone that sees other cars: what it did among slower ones. */
  traffic: TrafficTally | null;
}

/** Of all runs together. */
export type TrafficTally = Pick<TrafficRun, 'rearContacts' | 'sideContacts' | 'overtakes' | 'falls'>;

/** Let one candidate drive the course. */
export function driveCandidate(batch: PolicyBatch, slot: number, course: ChoiceCourse): Scores {
  const rollouts = rollOut(policyPilot(batch, slot, course.observation), {
    track: course.track,
    spec: course.spec,
    starts: course.starts.map((start) => start.state),
    laps: CHOICE_LAPS,
    secondsPerLap: (course.lapTimeMs * 2.5) / 1000,
  });
  return scoresOf(rollouts, CHOICE_LAPS, course.track.length, 1);
}

/** Let a candidate that sees other cars drive behind and past slower ones; null for one that does not. */
export function driveAmongOthers(batch: PolicyBatch, slot: number, course: ChoiceCourse): TrafficTally | null {
  const { track, spec, observation } = course;
  if (!seesTraffic(observation)) return null;
  const tally: TrafficTally = { rearContacts: 0, sideContacts: 0, overtakes: 0, falls: 0 };
  for (let run = 0; run < TRAFFIC_RUNS; run++) {
    const pace = 0.6 + (0.2 * run) / TRAFFIC_RUNS;
    const start = (run * track.length) / TRAFFIC_RUNS;
    const slower = [{ ahead: 35, pace, blend: run % 2 }];
    const crew = (car: number): Driver => new PolicyCrew(batch, [{ car, slot, observation }]);
    const done = driveInTraffic(crew, { track, spec, start, slower, seconds: TRAFFIC_SECONDS });
    tally.rearContacts += done.rearContacts;
    tally.sideContacts += done.sideContacts;
    tally.overtakes += done.overtakes;
    tally.falls += done.falls;
  }
  return tally;
}

/**
 * The candidate that drives best: fewest falls and cars hit from behind, then most finished laps, then fewest off-tracks, then the lap time
 * nearest to the person's. Losses have no say: the lowest validation loss is often the worst driver.
 */
export function chooseByLaps(candidates: readonly Candidate[], lapTimeMs: number): Candidate {
  if (candidates.length === 0) throw new Error('Choice by laps: got no candidates, expected at least 1.');
  const rank = ({ driven, traffic }: Candidate): number[] => [
    driven.falls + (traffic === null ? 0 : traffic.falls + traffic.rearContacts),
    -driven.lapsFinished,
    driven.offTracksPerLap,
    driven.lapTimeMs === null ? Infinity : Math.abs(driven.lapTimeMs.median - lapTimeMs),
  ];
  return candidates.reduce((best, other) => (isBefore(rank(other), rank(best)) ? other : best));
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! < b[i]!;
  return false;
}
