import type { LapDemonstration } from '../../shared/dataset/lap.ts';
import { examiner, strictExaminer } from '../../shared/divergence/examination.ts';
import { profileOfRollout } from '../../shared/divergence/laps.ts';
import type { LapProfile } from '../../shared/divergence/profile.ts';
import type { Tube } from '../../shared/divergence/tube.ts';
import type { Driver } from '../../shared/driver/driver.ts';
import { drivePasses, type PassScores } from '../../shared/evaluation/passes.ts';
import type { PassStart } from '../../shared/evaluation/passstarts.ts';
import { policyPilot } from '../../shared/evaluation/pilot.ts';
import { type Pilot, type Rollout, rollOut } from '../../shared/evaluation/rollout.ts';
import { driveInTraffic, type TrafficCourse, type TrafficRun } from '../../shared/evaluation/trafficrun.ts';
import { decodePolicy } from '../../shared/policy/file.ts';
import { PolicyBatch } from '../../shared/policy/forward.ts';
import { PolicyCrew } from '../../shared/policy/policydriver.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Seconds } from '../../shared/units/units.ts';
import type { VehicleSpec } from '../../shared/vehicle/spec.ts';
import type { VehicleState } from '../../shared/vehicle/state.ts';
import { kernelBytes } from '../training/kernels.ts';

/** All that is to be driven to judge a policy. Plain data: it goes to worker threads. */
export interface DrivePlan {
  /** The policy's file. */
  policy: Uint8Array;
  track: Track;
  spec: VehicleSpec;
  /** Of each rollout. */
  laps: number;
  secondsPerLap: Seconds;
  /** Where scored rollouts begin, and once more with an examiner beside. */
  starts: VehicleState[];
  kicks: { seed: number } | null;
  /** The person's tube, and the lap an examiner puts the car back to; null where they never drove. */
  person: { tube: Tube; reference: LapDemonstration } | null;
  /** Where flying laps begin, shortly before the line; empty where the person never drove. */
  lineStarts: VehicleState[];
  traffic: Omit<TrafficCourse, 'track' | 'spec'>[];
  passes: PassStart[];
}

/** What was driven, each in the order of its starts. */
export interface Drives {
  /** Under the race's rules. */
  scored: Rollout[];
  /** From the same starts with an examiner beside, who takes the wheel. */
  watched: Rollout[];
  /** Laps from the line, without kicks. */
  flying: LapProfile[];
  traffic: TrafficRun[];
  passes: PassScores[];
}

/** A share of a plan that one thread drives in one go. */
export interface Part {
  kind: keyof Drives;
  from: number;
  to: number;
}

/** Rollouts in one batch: enough that a decision's cost is shared, few enough that threads end at about the same time. */
const SLICE = 10;

/** The parts of a plan, the longest first. They depend on the plan alone, and so does all that comes of them. */
export function partsOf({ starts, lineStarts, traffic, passes }: DrivePlan): Part[] {
  const slices = (kind: Part['kind'], count: number, slice: number): Part[] =>
    Array.from({ length: Math.ceil(count / slice) }, (_, i) => {
      return { kind, from: i * slice, to: Math.min(count, (i + 1) * slice) };
    });
  return [
    ...slices('scored', starts.length, SLICE),
    ...slices('watched', starts.length, SLICE),
    ...slices('flying', lineStarts.length, SLICE),
    ...slices('traffic', traffic.length, 1),
    ...slices('passes', passes.length, Math.max(1, passes.length)),
  ];
}

/** What comes of one part: the same whoever drives it, after whatever other parts. */
export type PartResult = Drives[keyof Drives];

/** A policy at the wheel, ready for any part of its plan. */
export class Cockpit {
  private readonly plan: DrivePlan;
  private readonly batch: PolicyBatch;
  private readonly slot: number;
  private readonly pilot: Pilot;
  private readonly observation;

  constructor(plan: DrivePlan) {
    const { manifest, weights } = decodePolicy(plan.policy);
    this.plan = plan;
    this.batch = new PolicyBatch(kernelBytes());
    this.slot = this.batch.add(manifest.network, manifest.head, manifest.normaliser, weights);
    this.observation = manifest.observation;
    this.pilot = policyPilot(this.batch, this.slot, manifest.observation);
  }

  drive({ kind, from, to }: Part): PartResult {
    const { track, spec, laps, secondsPerLap, starts, kicks, person, lineStarts, traffic, passes } = this.plan;
    const road = { track, spec, secondsPerLap };
    if (kind === 'traffic')
      return traffic.slice(from, to).map((course) => this.amongOthers({ ...course, track, spec }));
    if (kind === 'passes') return drivePasses(this.pilot, { track, spec, starts: passes.slice(from, to) });
    if (kind === 'flying') {
      const settings = { ...road, starts: lineStarts.slice(from, to), first: from, laps: 1 + 45 / track.length };
      return rollOut(this.pilot, settings).map((rollout) => profileOfRollout(rollout, track));
    }
    const settings = { ...road, starts: starts.slice(from, to), first: from, laps, kicks, untraced: true };
    if (kind === 'scored') return rollOut(this.pilot, settings);
    const steward = person ? examiner(person.tube, person.reference) : strictExaminer(track);
    return rollOut(this.pilot, { ...settings, steward });
  }

  private amongOthers(course: TrafficCourse): TrafficRun {
    const { batch, slot, observation } = this;
    return driveInTraffic((car): Driver => new PolicyCrew(batch, [{ car, slot, observation }]), course);
  }
}
