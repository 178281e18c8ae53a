import type { LapDemonstration } from '../dataset/lap.ts';
import { fitNormaliser, type Normaliser } from '../dataset/normaliser.ts';
import { type Drive, joinSamples, persistenceError, type Samples, samplesOfDrives } from '../dataset/samples.ts';
import { joinSequences, type Sequences, sequencesOf, stackedSamples } from '../dataset/sequences.ts';
import { type OfflineScores, offlineScores, sequenceScores } from '../evaluation/offline.ts';
import { decisionTicksOf, type ObservationSpec } from '../observation/spec.ts';
import type { PolicyBatch } from '../policy/forward.ts';
import type { HistorySpec } from '../policy/network.ts';
import { type EncoderSpec, requireChunks } from './encoder.ts';
import { type TrainedNetwork, type TrainingProgress, trainNetworks, trainRecurrentNetworks } from './loop.ts';
import { keepSamples } from './nearest.ts';
import { persistence, UNCHANGED } from './persistence.ts';
import { RECURRENT, type TrainingSettings } from './settings.ts';

/** Drives to learn from, people's and recoveries apart, and laps to validate on. */
export interface Drives {
  observation: ObservationSpec;
  human: readonly Drive[];
  recovery: readonly Drive[];
  /** Every how many ticks a recovery gives a sample. */
  recoveryStride: number;
  validation: readonly Drive[];
  validationLaps: readonly LapDemonstration[];
}

/** What networks are trained from, as their encoder wants it: samples one by one, stacked, or whole drives. */
export class Material {
  readonly normaliser: Normaliser;
  /** Samples of people, and of recoveries. */
  readonly counts: { human: number; recovery: number };
  private readonly encoder: EncoderSpec;
  private readonly drives: Drives;
  private readonly human: Samples;
  private readonly recovery: Samples | null;

  constructor(drives: Drives, encoder: EncoderSpec) {
    const { observation, human, recovery, recoveryStride } = drives;
    this.encoder = encoder;
    this.drives = drives;
    this.human = samplesOfDrives(human, observation);
    this.recovery = recovery.length > 0 ? samplesOfDrives(recovery, observation, recoveryStride) : null;
    const parts = this.parts;
    this.normaliser = encoder.kind === 'persistence' ? UNCHANGED : fitNormaliser(parts);
    this.counts = { human: this.human.size, recovery: this.recovery?.size ?? 0 };
  }

  /** What people saw, one moment a sample. */
  get humanSamples(): Samples {
    return this.human;
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
    if (encoder.kind === 'neighbours') return [keepSamples(this.all, normaliser, encoder.neighbours)];
    if (encoder.kind === 'recurrent') {
      const { cell, units } = encoder;
      const memory = { ...settings, recurrent: { cell, units }, sequences: RECURRENT.sequences };
      return trainRecurrentNetworks(this.sequences, this.heldOut, normaliser, memory, kernelBytes, progress);
    }
    if (encoder.kind === 'stack') return this.trainStacked(encoder, settings, progress);
    const planned = chunk?.length ?? 1;
    return trainNetworks(this.planned(planned), this.validation(planned), normaliser, settings, progress);
  }

  /** How well a network predicts what the held-out laps show, remembering as it does when driving; null without any. */
  offline(batch: PolicyBatch, slot: number, settings: TrainingSettings, trained: TrainedNetwork): OfflineScores | null {
    const { encoder } = this;
    const validation = this.validation();
    if (!validation) return null;
    const { validationLaps, observation } = this.drives;
    const hold = decisionTicksOf(observation);
    const forgets = encoder.kind === 'features' || encoder.kind === 'persistence';
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
    const { recovery, human, observation, recoveryStride } = this.drives;
    const planned = settings.chunk?.length ?? 1;
    const parts = [
      stackedSamples(sequencesOf(human, observation), frames, every, 1, planned),
      stackedSamples(sequencesOf(recovery, observation), frames, every, recoveryStride, planned),
    ].filter(({ size }) => size > 0);
    const held = this.heldOut && stackedSamples(this.heldOut, frames, every, 1, planned);
    const trained = await trainNetworks(joinSamples(parts), held, repeated, settings, progress);
    return trained.map((one) => ({ ...one, network: { ...one.network, history: { frames, every } } }));
  }

  private get parts(): Samples[] {
    return this.recovery ? [this.human, this.recovery] : [this.human];
  }

  private get all(): Samples {
    return joinSamples(this.parts);
  }

  /** The same samples, each with the actions of so many decisions. */
  private planned(decisions: number): Samples {
    if (decisions === 1) return this.all;
    const { human, recovery, observation, recoveryStride } = this.drives;
    const parts = [samplesOfDrives(human, observation, 1, decisions)];
    if (recovery.length > 0) parts.push(samplesOfDrives(recovery, observation, recoveryStride, decisions));
    return joinSamples(parts);
  }

  private validation(decisions = 1): Samples | null {
    const { validation, observation } = this.drives;
    return validation.length > 0 ? samplesOfDrives(validation, observation, 1, decisions) : null;
  }

  private get sequences(): Sequences {
    const { human, recovery, observation } = this.drives;
    return joinSequences([sequencesOf(human, observation), sequencesOf(recovery, observation)]);
  }

  private get heldOut(): Sequences | null {
    const { validation, observation } = this.drives;
    return validation.length > 0 ? sequencesOf(validation, observation) : null;
  }
}

const repeat = (values: readonly number[], times: number): number[] =>
  Array.from({ length: times }, () => values).flat();
