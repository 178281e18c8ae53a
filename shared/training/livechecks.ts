import { type LapDemonstration, ticksOf } from '../dataset/lap.ts';
import type { Normaliser } from '../dataset/normaliser.ts';
import { pieceOf } from '../dataset/room.ts';
import { type Drive, persistenceError, samplesOfDrives } from '../dataset/samples.ts';
import { sequencesOf } from '../dataset/sequences.ts';
import type { Start } from '../dataset/starts.ts';
import { predictionScores, sequenceScores } from '../evaluation/offline.ts';
import { policyPilot } from '../evaluation/pilot.ts';
import { rollOut } from '../evaluation/rollout.ts';
import { decisionTicksOf, type ObservationSpec } from '../observation/spec.ts';
import { PolicyBatch } from '../policy/forward.ts';
import type { HeadSpec } from '../policy/head.ts';
import { type LiveCheck, liveChecksSchema } from '../policy/livecheck.ts';
import { TICK } from '../units/units.ts';
import { CHECKS, type CurrentNetwork } from './loop.ts';
import type { TrainingSettings } from './settings.ts';

/** Held-out moments that are predicted in a check, of networks that see one moment and of those that remember. */
const MOMENTS = 256;
const REMEMBERED_DECISIONS = 200;
/** Of each network in a check: drives from so many places of the road, each at most so long. */
const DRIVES = 2;
const MOST_LAPS = 0.5;
const LEAST_LAPS = 0.1;
/**
 * Ticks driven in all checks for each sample trained on. A tick costs about as much as a sample of dense layers of 128
 * (tests/bench/learning.ts), so that checks slow a training by less than a tenth.
 */
const TICKS_PER_SAMPLE = 0.05;

/** What the networks are looked at with. */
export interface LiveCourse {
  laps: readonly LapDemonstration[];
  observation: ObservationSpec;
  /** Whether the networks answer by more than what they see at the moment. */
  remembers: boolean;
  /** From which candidates are chosen later, never those that judge: one of each part of the road, in order. */
  starts: readonly Start[];
  lapTimeMs: number;
  validation: readonly Drive[];
  validationLaps: readonly LapDemonstration[];
}

/**
 * Looks at networks while they learn, as `check` of a TrainingProgress: cheaply, so that the training is not slowed, and
 * without any say in what is learned or chosen.
 */
export class LiveChecks {
  /** All so far, in order. */
  made: LiveCheck[] = [];
  private readonly course: LiveCourse;
  private readonly settings: TrainingSettings;
  private readonly normaliser: Normaliser;
  private readonly kernelBytes: Uint8Array<ArrayBuffer>;
  private readonly persistenceMse: number | null;
  /** Of one network, on what was held out; null without any. */
  readonly errorOf: ((batch: PolicyBatch, slot: number) => number) | null;

  constructor(
    course: LiveCourse,
    settings: TrainingSettings,
    normaliser: Normaliser,
    kernelBytes: Uint8Array<ArrayBuffer>,
  ) {
    this.course = course;
    this.settings = settings;
    this.normaliser = normaliser;
    this.kernelBytes = kernelBytes;
    this.persistenceMse = persistenceError(course.validationLaps, decisionTicksOf(course.observation));
    this.errorOf = course.remembers ? errorInOrder(course) : errorOfMoments(course, settings.head);
  }

  /** Go on after those that were kept with a checkpoint; anything else is none. */
  resume(notes: unknown): void {
    const kept = liveChecksSchema.safeParse(notes);
    this.made = kept.success ? kept.data : [];
  }

  look(step: number, networks: readonly CurrentNetwork[]): void {
    const batch = new PolicyBatch(this.kernelBytes);
    const slots = networks.map(({ network, weights }) =>
      batch.add(network, this.settings.head, this.normaliser, weights),
    );
    const errors = this.errorOf && slots.map((slot) => this.errorOf!(batch, slot));
    const mse = errors?.reduce((sum, error) => sum + error / errors.length, 0) ?? null;
    const { persistenceMse } = this;
    this.made.push({ step, mse, persistenceMse, fallsPerLap: this.drive(batch, slots) });
  }

  private drive(batch: PolicyBatch, slots: readonly number[]): number {
    const { laps, observation, starts, lapTimeMs } = this.course;
    const { track, spec } = laps[0]!;
    const { steps, batch: samples, seeds } = this.settings;
    const lapTicks = lapTimeMs / 1000 / TICK;
    const allowed = (TICKS_PER_SAMPLE * steps * samples * seeds.length) / CHECKS / (lapTicks * DRIVES * slots.length);
    const length = Math.max(LEAST_LAPS, Math.min(MOST_LAPS, allowed));
    const from = Array.from({ length: DRIVES }, (_, k) => starts[Math.floor((k * starts.length) / DRIVES)]!);
    let [falls, driven] = [0, 0];
    for (const slot of slots) {
      const rollouts = rollOut(policyPilot(batch, slot, observation), {
        ...{ track, spec, laps: length, starts: from.map(({ state }) => state) },
        secondsPerLap: (1.5 * lapTimeMs) / 1000,
      });
      for (const rollout of rollouts) {
        falls += rollout.falls;
        driven += rollout.metres / track.length;
      }
    }
    return falls / Math.max(driven, LEAST_LAPS);
  }
}

function errorOfMoments({ validation, observation }: LiveCourse, head: HeadSpec): LiveChecks['errorOf'] {
  const ticks = validation.reduce((sum, drive) => sum + ticksOf(drive), 0);
  const held = samplesOfDrives(validation, observation, Math.max(1, Math.floor(ticks / MOMENTS)));
  return held.size === 0 ? null : (batch, slot) => predictionScores(batch, slot, head, held).mse;
}

function errorInOrder({ validation, observation }: LiveCourse): LiveChecks['errorOf'] {
  const most = REMEMBERED_DECISIONS * decisionTicksOf(observation);
  const held = sequencesOf(
    validation.slice(0, 1).map((drive) => pieceOf(drive, 0, most)),
    observation,
  );
  return held.drives.length === 0 ? null : (batch, slot) => sequenceScores(batch, slot, held);
}
