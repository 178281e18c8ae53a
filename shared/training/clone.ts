import { type LapDemonstration, stretchesOf } from '../dataset/lap.ts';
import type { Normaliser } from '../dataset/normaliser.ts';
import { samplesWithin } from '../dataset/room.ts';
import type { Drive, Samples } from '../dataset/samples.ts';
import { type LapKey, type Split, splitAs, splitLaps } from '../dataset/split.ts';
import { startsFrom } from '../dataset/starts.ts';
import { median } from '../evaluation/interval.ts';
import type { OfflineScores } from '../evaluation/offline.ts';
import {
  type DecisionTicks,
  type ObservationSpec,
  observationNames,
  observationSpecFor,
  type Sense,
  type Sight,
} from '../observation/spec.ts';
import { PolicyBatch } from '../policy/forward.ts';
import type { HeadSpec } from '../policy/head.ts';
import type { LiveCheck } from '../policy/livecheck.ts';
import type { Track } from '../track/track.ts';
import { type Seconds, TICK } from '../units/units.ts';
import { type Candidate, CHOICE_ROLLOUTS, chooseByLaps, driveAmongOthers, driveCandidate } from './choose.ts';
import { ENCODERS, type EncoderSpec, requireMatch, senseOf } from './encoder.ts';
import { LiveChecks, type LiveCourse } from './livechecks.ts';
import type { Keeping, TrainedNetwork } from './loop.ts';
import { Material } from './material.ts';
import { noiseLevel } from './noiselevel.ts';
import { LAST_ACTION } from './persistence.ts';
import { TrainingError, type TrainingSettings } from './settings.ts';
import { kindOf, madeDrives, type SampleCounts, type Teaching, teachingOf } from './teaching.ts';

/** `copy`: the person's samples alone. `coached`: with samples made of them that teach recovery, counted apart. */
export type CloneKind = 'copy' | 'coached';

export interface CloneSettings extends TrainingSettings {
  /** What it is taught when `teaching` does not say. */
  kind: CloneKind;
  /** What is made of the laps for it to learn from beside them. */
  teaching?: Teaching;
  /** What it makes of what it sees; this moment's numbers alone by default. */
  encoder?: EncoderSpec;
  /** The road alone, or the other cars too: then laps of which not all cars in sight are known are left out. */
  sees: Sight;
  /** What it knows the road by; numbers of the road ahead by default. */
  observation?: Sense;
  /** Ticks for which a decision holds; 3 by default. */
  decisionTicks?: DecisionTicks;
  /** Draws the recovery starts and the starts of the choosing laps. */
  seed: number;
  /** Draws the split where none is given. */
  splitSeed: number;
  /** What people did at the wheel of cars that clones drive for them: learned beside their laps, never held out. */
  corrections?: readonly Drive[];
  /** The split of the dataset's card, or laps that the card calls held out are learned from. */
  split?: Pick<Split<LapKey>, 'kind' | 'name' | 'validation'>;
}

/** What happens while a clone is made, for bars and pages. */
export interface CloneProgress {
  kind: CloneKind;
  stage: 'samples' | 'training' | 'driving';
  /** 0 to 1 over the whole. */
  share: number;
  /** Training loss of each seed, while training. */
  losses: number[];
  /** Laps finished and falls of the candidates so far, while driving. */
  laps: number;
  falls: number;
  /** Looks at the networks so far, where the tools ask for them. */
  checks: LiveCheck[];
}

/** A finished clone, everything its file will say. */
export interface TrainedClone {
  kind: CloneKind;
  observation: ObservationSpec;
  head: HeadSpec;
  network: TrainedNetwork;
  normaliser: Normaliser;
  teaching: Teaching;
  /** Standard deviation of the injected noise, as a share of full lock; null where none was. */
  noise: number | null;
  samples: SampleCounts;
  chosen: Candidate;
  candidates: Candidate[];
  offline: OfflineScores | null;
  /** How the networks predicted and drove while they learned; empty where nobody looked. */
  checks: LiveCheck[];
  split: { kind: string; name: string; train: number; validation: number };
  lapTimeMs: number;
}

export interface CloneTools {
  kernelBytes: Uint8Array<ArrayBuffer>;
  report?(progress: CloneProgress): void;
  shouldStop?(): boolean;
  /** Lets other work of this thread run, see TrainingProgress. */
  pause?(): Promise<unknown>;
  /** Where the training is kept meanwhile, so that it can go on after its process was killed. */
  keeping?: Keeping;
  /** Look at the networks now and then while they learn (livechecks.ts). */
  checks?: boolean;
}

/** Time with another car in sight that a clone has to have seen before it may race with contact. */
const LEAST_COMPANY: Seconds = 20;
/** Training takes about this share of the whole; the rest is laps driven to choose. */
export const TRAINING_SHARE = 0.8;

/**
 * Make one clone of a person's laps: samples, several seeds as one batched training, choice by laps driven.
 *
 *   person's laps → split → samples (+ recovery) → networks, one a seed → laps of each → the best driver
 *
 * All laps must be of one track and one vehicle. Recovery segments start from training laps only; choosing starts come
 * from the training laps too, so that held-out laps stay untouched for whoever judges.
 */
export async function makeClone(
  laps: readonly LapDemonstration[],
  settings: CloneSettings,
  tools: CloneTools,
): Promise<TrainedClone> {
  if (laps.length === 0) throw new Error('A clone needs at least 1 lap, got 0. Drive a clean lap first.');
  const teaching = settings.teaching ?? teachingOf(settings.kind);
  const report = (progress: Partial<CloneProgress> & Pick<CloneProgress, 'stage' | 'share'>): void =>
    tools.report?.({ kind: kindOf(teaching), losses: [], laps: 0, falls: 0, checks: live?.made ?? [], ...progress });
  let live: LiveChecks | null = null;
  report({ stage: 'samples', share: 0 });
  const prepared = await prepare(laps, settings, teaching, tools);
  const { material } = prepared;
  const { normaliser } = material;
  if (tools.checks) live = new LiveChecks(prepared, settings, normaliser, tools.kernelBytes);
  const networks = await material.train(settings, tools.kernelBytes, {
    progress: (step, losses) =>
      report({ stage: 'training', share: (TRAINING_SHARE * step) / settings.steps, losses: [...losses] }),
    shouldStop: tools.shouldStop,
    ...(tools.pause && { pause: tools.pause }),
    keeping: tools.keeping && withChecks(tools.keeping, live),
    check: (step, current) => live?.look(step, current),
  });
  const batch = new PolicyBatch(tools.kernelBytes);
  const slots = networks.map((n) => batch.add(n.network, settings.head, normaliser, n.weights));
  const candidates = judge(batch, slots, networks, prepared, report);
  const chosen = chooseByLaps(candidates, prepared.lapTimeMs);
  const index = candidates.indexOf(chosen);
  const { split } = prepared;
  return {
    kind: kindOf(teaching),
    teaching,
    noise: prepared.noise,
    observation: prepared.observation,
    head: settings.head,
    network: networks[index]!,
    normaliser,
    samples: material.counts,
    chosen,
    candidates,
    offline: material.offline(batch, slots[index]!, settings, networks[index]!),
    checks: live?.made ?? [],
    split: { kind: split.kind, name: split.name, train: split.train.length, validation: split.validation.length },
    lapTimeMs: prepared.lapTimeMs,
  };
}

/** A training that goes on goes on with the looks that were taken. */
const withChecks = (keeping: Keeping, live: LiveChecks | null): Keeping => ({
  ...keeping,
  notes: () => live?.made ?? null,
  resumed: (step, notes) => {
    live?.resume(notes);
    keeping.resumed?.(step, notes);
  },
});

interface Prepared extends LiveCourse {
  split: ReturnType<typeof splitLaps<LapDemonstration>>;
  material: Material;
  noise: number | null;
}

async function prepare(
  laps: readonly LapDemonstration[],
  settings: CloneSettings,
  teaching: Teaching,
  tools: CloneTools,
): Promise<Prepared> {
  const { sees, seed, encoder = ENCODERS.features } = settings;
  requireMatch(encoder, settings.head);
  const observation = eyesOf(laps[0]!.track, encoder, settings, teaching);
  const split = seenSplit(laps, settings);
  const noise = teaching.noise ? await injectedNoise(split, settings, tools) : null;
  const human = [...stretchesOf(split.train), ...(settings.corrections ?? [])];
  const drives = {
    observation,
    human,
    made: madeDrives(split.train, teaching, {
      seed,
      sees,
      noise: noise ?? 0,
      human: samplesWithin(human, observation),
    }),
    forget: teaching.previousAction === 'dropped' ? seed : null,
    validation: stretchesOf(split.validation),
    validationLaps: split.validation,
  };
  const material = new Material(drives, encoder);
  if (sees === 'traffic') checkCompany(material.humanSamples, observation);
  return {
    ...{ laps, observation, split, material, noise },
    ...{ validation: drives.validation, validationLaps: split.validation },
    remembers: encoder.kind === 'stack' || encoder.kind === 'recurrent',
    starts: startsFrom(split.train, CHOICE_ROLLOUTS, seed),
    lapTimeMs: median(laps.map((lap) => lap.timeMs)),
  };
}

/** What the clone gets to see. */
function eyesOf(
  track: Track,
  encoder: EncoderSpec,
  { sees, observation = senseOf(encoder), decisionTicks }: CloneSettings,
  { previousAction }: Teaching,
): ObservationSpec {
  if (encoder.kind === 'persistence') return LAST_ACTION;
  return observationSpecFor(track, sees, {
    by: observation,
    previousAction: previousAction !== 'hidden',
    decisionTicks,
  });
}

function injectedNoise(
  { train, validation }: Prepared['split'],
  { sees, seed }: CloneSettings,
  { kernelBytes, shouldStop, pause }: CloneTools,
): Promise<number> {
  return noiseLevel(train, validation, { sees, seed }, kernelBytes, { shouldStop, ...(pause && { pause }) });
}

/** A clone that never saw anybody would race with contact and drive through people: refuse to make it. */
function checkCompany({ size, width, observations }: Samples, observation: ObservationSpec): void {
  const names = observationNames(observation);
  const [ahead, beside] = [names.indexOf('aheadSeen'), names.indexOf('besideSeen')];
  let seen = 0;
  for (let i = 0; i < size; i++) if (observations[i * width + ahead]! + observations[i * width + beside]! > 0) seen++;
  if (seen * TICK >= LEAST_COMPANY) return;
  throw new TrainingError(
    `A clone that sees cars: got ${(seen * TICK).toFixed(0)} s of laps with another car in sight, expected ` +
      `${LEAST_COMPANY} s or more. Race others with contact on, and stay near them for a few corners.`,
  );
}

/** The dataset's split; for a clone that sees cars, without the laps of which not all that were in sight are known. */
function seenSplit(laps: readonly LapDemonstration[], settings: CloneSettings): Prepared['split'] {
  const { sees, splitSeed } = settings;
  const split = settings.split ? splitAs(settings.split, laps) : splitLaps(laps, splitSeed);
  if (sees === 'road') return split;
  const known = (lap: LapDemonstration): boolean => lap.others !== null;
  const train = split.train.filter(known);
  if (train.length > 0) return { ...split, train, validation: split.validation.filter(known) };
  throw new TrainingError(
    `A clone that sees cars: got ${laps.length} laps, of none of which all cars in sight are known, expected 1 or more. ` +
      'Choose laps in traffic, of races in which everybody near was recorded.',
  );
}

function judge(
  batch: PolicyBatch,
  slots: readonly number[],
  networks: readonly TrainedNetwork[],
  { laps, observation, starts, lapTimeMs }: Prepared,
  report: (progress: { stage: 'driving'; share: number; laps: number; falls: number }) => void,
): Candidate[] {
  const { track, spec } = laps[0]!;
  let driven = 0;
  let falls = 0;
  return networks.map(({ seed, trainLoss, validationLoss }, i) => {
    const course = { track, spec, observation, starts, lapTimeMs };
    const scores = driveCandidate(batch, slots[i]!, course);
    const traffic = driveAmongOthers(batch, slots[i]!, course);
    driven += scores.lapsFinished;
    falls += scores.falls;
    const share = TRAINING_SHARE + ((1 - TRAINING_SHARE) * (i + 1)) / networks.length;
    report({ stage: 'driving', share, laps: driven, falls });
    return { seed, trainLoss, validationLoss, driven: scores, traffic };
  });
}
