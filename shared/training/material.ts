import { dropFromSequences, dropPreviousAction } from '../dataset/dropout.ts';
import type { LapDemonstration } from '../dataset/lap.ts';
import { fitNormaliser, type Normaliser } from '../dataset/normaliser.ts';
import { drivesWithin } from '../dataset/room.ts';
import { type Drive, joinSamples, persistenceError, type Samples, samplesOfDrives } from '../dataset/samples.ts';
import { joinSequences, type Sequences, sequencesOf, stackedSamples } from '../dataset/sequences.ts';
import { type OfflineScores, offlineScores, sequenceScores } from '../evaluation/offline.ts';
import { decisionTicksOf, type ObservationSpec } from '../observation/spec.ts';
import type { PolicyBatch } from '../policy/forward.ts';
import type { HistorySpec } from '../policy/network.ts';
import { type EncoderSpec, requireChunks } from './encoder.ts';
import {
  type CurrentNetwork,
  type TrainedNetwork,
  type TrainingProgress,
  trainNetworks,
  trainRecurrentNetworks,
  trainSeeingNetworks,
} from './loop.ts';
import { keepSamples } from './nearest.ts';
import { persistence, UNCHANGED } from './persistence.ts';
import { RECURRENT, type TrainingSettings } from './settings.ts';
import { countsOf, type MadeDrives, type SampleCounts } from './teaching.ts';

/** Drives to learn from, people's and made ones apart, and laps to validate on. */
export interface Drives {
  observation: ObservationSpec;
  human: readonly Drive[];
  made: readonly MadeDrives[];
  /** Draws the samples that forget what was done last (dropout.ts); null where none does. */
  forget: number | null;
  validation: readonly Drive[];
  validationLaps: readonly LapDemonstration[];
}

/** What networks are trained from, as their encoder wants it: samples one by one, stacked, or whole drives. */
export class Material {
  readonly normaliser: Normaliser;
  readonly counts: SampleCounts;
  private readonly encoder: EncoderSpec;
  private readonly drives: Drives;
  /** What people saw, one moment a sample, and what was made of it. */
  private readonly parts: readonly Samples[];

  constructor(drives: Drives, encoder: EncoderSpec) {
    this.encoder = encoder;
    this.drives = drives;
    this.parts = this.samples(1);
    this.normaliser = encoder.kind === 'persistence' ? UNCHANGED : fitNormaliser(this.parts);
    const made = drives.made.map(({ way }, k) => ({ way, size: this.parts[k + 1]!.size }));
    this.counts = countsOf(this.humanSamples.size, made);
  }

  get humanSamples(): Samples {
    return this.parts[0]!;
  }

  async train(
    settings: TrainingSettings,
    kernelBytes: Uint8Array<ArrayBuffer>,
    progress: TrainingProgress,
  ): Promise<TrainedNetwork[]> {
    const { encoder, normaliser } = this;
    const { chunk, head } = settings;
    if (chunk) requireChunks(encoder, head);
    if (encoder.kind === 'persistence') return [persistence()];
    if (encoder.kind === 'neighbours') return [keepSamples(joinSamples(this.parts), normaliser, encoder.neighbours)];
    if (encoder.kind === 'recurrent') {
      const { cell, units } = encoder;
      const memory = { ...settings, recurrent: { cell, units }, sequences: RECURRENT.sequences };
      return trainRecurrentNetworks(this.sequences, this.heldOut, normaliser, memory, kernelBytes, progress);
    }
    if (encoder.kind === 'convolution') {
      const samples = joinSamples(this.parts);
      return trainSeeingNetworks(samples, this.validation(), normaliser, settings, kernelBytes, progress);
    }
    if (encoder.kind === 'stack') return this.trainStacked(encoder, settings, progress);
    const planned = chunk?.length ?? 1;
    const samples = joinSamples(planned === 1 ? this.parts : this.samples(planned));
    return trainNetworks(samples, this.validation(planned), normaliser, settings, progress);
  }

  /** How well a network predicts what the held-out laps show, remembering as it does when driving; null without any. */
  offline(batch: PolicyBatch, slot: number, settings: TrainingSettings, trained: TrainedNetwork): OfflineScores | null {
    const { encoder } = this;
    const validation = this.validation();
    if (!validation) return null;
    const { validationLaps, observation } = this.drives;
    const hold = decisionTicksOf(observation);
    const forgets = ['features', 'convolution', 'persistence'].includes(encoder.kind);
    if (forgets) return offlineScores(batch, slot, settings.head, validation, validationLaps, hold);
    const mse = sequenceScores(batch, slot, this.heldOut!);
    const likely = settings.head.kind !== 'squaredError' && trained.validationLoss !== null;
    return { nll: likely ? trained.validationLoss : null, mse, persistenceMse: persistenceError(validationLaps, hold) };
  }

  private async trainStacked(
    { frames, every }: HistorySpec,
    settings: TrainingSettings,
    progress: TrainingProgress,
  ): Promise<TrainedNetwork[]> {
    const { mean, scale } = this.normaliser;
    const repeated = { mean: repeat(mean, frames), scale: repeat(scale, frames) };
    const { observation } = this.drives;
    const planned = settings.chunk?.length ?? 1;
    const parts = this.groups
      .map(({ drives, stride }) =>
        stackedSamples(
          sequencesOf(drivesWithin(drives, observation, frames), observation),
          frames,
          every,
          stride,
          planned,
        ),
      )
      .filter(({ size }) => size > 0)
      .map((samples, k) => this.forgetful(samples, k, frames));
    const held = this.heldOut && stackedSamples(this.heldOut, frames, every, 1, planned);
    const remembering = <One extends CurrentNetwork>(one: One): One => ({
      ...one,
      network: { ...one.network, history: { frames, every } },
    });
    const look: TrainingProgress['check'] = (step, current) => progress.check?.(step, current.map(remembering));
    const trained = await trainNetworks(joinSamples(parts), held, repeated, settings, { ...progress, check: look });
    return trained.map(remembering);
  }

  /** People's drives, of which every tick is a sample, and those made of them. */
  private get groups(): Pick<MadeDrives, 'drives' | 'stride'>[] {
    return [{ drives: this.drives.human, stride: 1 }, ...this.drives.made];
  }

  /** Samples of each group, each with the actions of so many decisions. */
  private samples(decisions: number): Samples[] {
    const { observation } = this.drives;
    return this.groups.map(({ drives, stride }, k) =>
      this.forgetful(samplesOfDrives(drives, observation, stride, decisions), k),
    );
  }

  private forgetful(samples: Samples, group: number, frames = 1): Samples {
    const { forget, observation } = this.drives;
    return forget === null ? samples : dropPreviousAction(samples, observation, forget + group, frames);
  }

  private validation(decisions = 1): Samples | null {
    const { validation, observation } = this.drives;
    return validation.length > 0 ? samplesOfDrives(validation, observation, 1, decisions) : null;
  }

  private get sequences(): Sequences {
    const { observation, forget } = this.drives;
    const joined = joinSequences(
      this.groups.map(({ drives }) => sequencesOf(drivesWithin(drives, observation), observation)),
    );
    return forget === null ? joined : dropFromSequences(joined, observation, forget);
  }

  private get heldOut(): Sequences | null {
    const { validation, observation } = this.drives;
    return validation.length > 0 ? sequencesOf(drivesWithin(validation, observation), observation) : null;
  }
}

const repeat = (values: readonly number[], times: number): number[] =>
  Array.from({ length: times }, () => values).flat();
