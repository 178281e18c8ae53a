import { type LapDemonstration, stretchesOf } from '../../../shared/dataset/lap.ts';
import { fitNormaliser } from '../../../shared/dataset/normaliser.ts';
import { RECOVERY, recoveryDrives } from '../../../shared/dataset/recovery.ts';
import { joinSamples, type Samples, samplesOfDrives } from '../../../shared/dataset/samples.ts';
import { SIDE_CAMERAS, sideCameraDrives } from '../../../shared/dataset/sidecameras.ts';
import { splitLaps } from '../../../shared/dataset/split.ts';
import { startsFrom } from '../../../shared/dataset/starts.ts';
import { mean, median } from '../../../shared/evaluation/interval.ts';
import { policyPilot } from '../../../shared/evaluation/pilot.ts';
import { rollOut } from '../../../shared/evaluation/rollout.ts';
import { FRONT_CAMERA } from '../../../shared/observation/spec.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { HEADS } from '../../../shared/policy/head.ts';
import type { Track } from '../../../shared/track/track.ts';
import { trainSeeingNetworks } from '../../../shared/training/loop.ts';
import { CONVOLUTION } from '../../../shared/training/settings.ts';
import { kernelBytes } from '../../shared/tensor/wasm.ts';
import { lapsOfPlayer, type Player, playerName } from '../players.ts';
import { sideViews } from './sideviews.ts';

/** Laps that a player shows; the last but for the split is held out. */
export const SHOWN = 3;
/** Gradient steps of every training, and samples in each: half of what a clone takes, for the sake of the time. */
export const STEPS = 2000;
export const BATCH = 32;
export const JUDGED = { rollouts: 10, laps: 2, seed: 1 };
/** A rollout may take this many times the player's own lap for each of its laps. */
const PATIENCE = 2.5;
const HEAD = HEADS['squared-error'];

/**
 * What is learned from beside the front camera's pictures: nothing; pictures of the side cameras; or, to compare, pictures
 * from all places between and turned a little, as DAVE-2 made them of its three by warping (here they are drawn); or those
 * of a car that really was driven back from aside, as clones are coached.
 */
export const LESSONS = ['front', 'sides', 'turned', 'driven'] as const;
export type Lesson = (typeof LESSONS)[number];

export interface CameraOrder {
  player: Player;
  seed: number;
  lesson: Lesson;
}

export interface CameraRollout {
  falls: number;
  offTracks: number;
  /** Lengths of the road covered. */
  laps: number;
}

export interface CameraTrial {
  player: string;
  hands: Player['hands'];
  seed: number;
  lesson: Lesson;
  /** The player's own, and those made for the lesson. */
  samples: { human: number; made: number };
  /** Share of the side cameras' moments from which the car was back within two seconds; null without side cameras. */
  cameBack: number | null;
  losses: { train: number; validation: number };
  fallsPerLap: number;
  offTracksPerLap: number;
  rollouts: CameraRollout[];
  coreSeconds: number;
}

/** One network, trained on one lesson of one player and judged by driving. */
export async function cameraTrial(
  { player, seed, lesson }: CameraOrder,
  track: Track,
  steps = STEPS,
  judged = JUDGED,
): Promise<CameraTrial> {
  const began = process.cpuUsage();
  const laps = lapsOfPlayer(player, track, SHOWN);
  const split = splitLaps(laps, 1);
  const human = samplesOfDrives(stretchesOf(split.train), FRONT_CAMERA);
  const views = lesson === 'sides' ? sideViews(split.train, FRONT_CAMERA) : null;
  const made = views ? views.samples : madeSamples(split.train, lesson, seed);
  const parts = made ? [human, made] : [human];
  const normaliser = fitNormaliser(parts);
  const { hidden, learningRate, clip } = CONVOLUTION;
  const settings = { head: HEAD, hidden, batch: BATCH, learningRate, clip, steps, seeds: [seed] };
  const validation = samplesOfDrives(stretchesOf(split.validation), FRONT_CAMERA);
  const bytes = kernelBytes();
  const [network] = await trainSeeingNetworks(joinSamples(parts), validation, normaliser, settings, bytes);
  const forward = new PolicyBatch(bytes);
  const slot = forward.add(network!.network, HEAD, normaliser, network!.weights);
  const rollouts = rollOut(policyPilot(forward, slot, FRONT_CAMERA), {
    ...{ track, spec: laps[0]!.spec, laps: judged.laps },
    starts: startsFrom(split.validation, judged.rollouts, judged.seed).map(({ state }) => state),
    secondsPerLap: (median(laps.map(({ timeMs }) => timeMs)) * PATIENCE) / 1000,
  }).map(({ falls, offTracks, metres }) => ({ falls, offTracks, laps: thousandths(metres / track.length) }));
  const { user, system } = process.cpuUsage(began);
  return {
    ...{ player: playerName(player), hands: player.hands, seed, lesson },
    samples: { human: human.size, made: made?.size ?? 0 },
    cameBack: views && thousandths(views.back / views.moments),
    losses: { train: thousandths(network!.trainLoss), validation: thousandths(network!.validationLoss!) },
    ...{ fallsPerLap: rateOf(rollouts, 'falls'), offTracksPerLap: rateOf(rollouts, 'offTracks'), rollouts },
    coreSeconds: Math.round((user + system) / 1e5) / 10,
  };
}

function madeSamples(laps: readonly LapDemonstration[], lesson: Lesson, seed: number): Samples | null {
  if (lesson === 'turned') {
    return samplesOfDrives(sideCameraDrives(laps, { ...SIDE_CAMERAS, seed }), FRONT_CAMERA, SIDE_CAMERAS.stride);
  }
  if (lesson !== 'driven') return null;
  return samplesOfDrives(recoveryDrives(laps, { ...RECOVERY, seed }), FRONT_CAMERA, RECOVERY.stride);
}

const thousandths = (value: number): number => Math.round(value * 1000) / 1000;

const rateOf = (rollouts: readonly CameraRollout[], what: 'falls' | 'offTracks'): number =>
  thousandths(mean(rollouts.map((one) => one[what])) / Math.max(1e-3, mean(rollouts.map(({ laps }) => laps))));
