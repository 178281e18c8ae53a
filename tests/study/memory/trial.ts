import type { RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import { stretchesOf } from '../../../shared/dataset/lap.ts';
import { noisyDrives } from '../../../shared/dataset/noise.ts';
import { RECOVERY, recoveryDrives } from '../../../shared/dataset/recovery.ts';
import { drivePasses } from '../../../shared/evaluation/passes.ts';
import { PASS_STARTS, passStarts } from '../../../shared/evaluation/passstarts.ts';
import { policyPilot } from '../../../shared/evaluation/pilot.ts';
import { type ObservationSpec, observationSpecFor } from '../../../shared/observation/spec.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { HEADS } from '../../../shared/policy/head.ts';
import { ENCODERS, type EncoderSpec } from '../../../shared/training/encoder.ts';
import type { TrainedNetwork } from '../../../shared/training/loop.ts';
import { Material } from '../../../shared/training/material.ts';
import { RECURRENT, TRAINING } from '../../../shared/training/settings.ts';
import type { MadeDrives } from '../../../shared/training/teaching.ts';
import { kernelBytes } from '../../shared/tensor/wasm.ts';
import { type JudgedRollout, judge } from '../judged.ts';
import { type Player, playerName } from '../players.ts';
import { cueTrack, lapsFor, type Road } from './races.ts';

/**
 * What every training has: gradient steps; networks of which the one is kept that takes the told side most often in
 * `choosing` passes from laps that it learned from (on the plain road there is one, and no choice); passes or rollouts
 * that judge it.
 */
export const GIVEN = { steps: 2000, candidates: 2, choosing: 20, passes: 60, rollouts: 10, laps: 2 };
export const SEEDS = [1, 2, 3];
/** Drives with a trembling hand beside the player's laps, the same for every network on the board's track (DART). */
const NOISY = { segments: 60, seed: 1, deviation: 0.25, ticks: 1500, stride: 3 };

/** What may be remembered and seen. */
interface Arm {
  name: string;
  road: Road;
  encoder: EncoderSpec;
  observation: ObservationSpec;
  recurrent: boolean;
}

const cue = observationSpecFor(cueTrack);
const rays = (...more: 'motion'[]): ObservationSpec => ({ version: cue.version, blocks: ['rangeFinder', ...more] });
const told: ObservationSpec = { ...cue, blocks: [...cue.blocks, 'previousAction'] };
const onCue = { road: 'cue', observation: cue, recurrent: false } as const;
const { features, gru, lstm, stack } = ENCODERS;

export const ARMS: readonly Arm[] = [
  { ...onCue, name: 'GRU', encoder: gru, recurrent: true },
  { ...onCue, name: 'LSTM', encoder: lstm, recurrent: true },
  { ...onCue, name: 'memoryless', encoder: features },
  { ...onCue, name: 'previous action', encoder: features, observation: told },
  { ...onCue, name: 'stack of 0.35 s', encoder: stack },
  { ...onCue, name: 'stack of 3.3 s', encoder: { kind: 'stack', frames: 23, every: 3 } },
  { name: 'rays and velocities', road: 'plain', encoder: features, observation: rays('motion'), recurrent: false },
  { name: 'rays', road: 'plain', encoder: features, observation: rays(), recurrent: false },
  { name: 'rays, stack of 0.35 s', road: 'plain', encoder: stack, observation: rays(), recurrent: false },
];

export interface TrialOrder {
  arm: string;
  player: Player;
}

/** How one network passed the island; of the plain road, how it drove. */
export interface Passed {
  seed: number;
  passes: number;
  crashes: number;
  falls: number;
  left: number;
  right: number;
  /** Of the passes by on either side, those on the side that the board told. */
  told: number;
}

export interface Trial {
  arm: string;
  road: Road;
  recurrent: boolean;
  player: string;
  hands: Player['hands'];
  samples: { human: number; made: number };
  coreSeconds: number;
  /** Of each training the network that was kept, and those that were not. */
  passed: Passed[];
  leftOut: Passed[];
  driven: { seed: number; rollouts: JudgedRollout[] }[];
}

/** Train one arm on a player's laps and judge its networks. tfjs must be ready in this thread. */
export async function trialOf({ arm, player }: TrialOrder, given = GIVEN, seeds = SEEDS): Promise<Trial> {
  const { name, road, encoder, observation, recurrent } = ARMS.find((one) => one.name === arm)!;
  const { learned, held } = lapsFor(player, road);
  const apart = { forget: null, validation: [], validationLaps: [] };
  const made = madeFor(road, learned);
  const material = new Material({ observation, human: stretchesOf(learned), made: [made], ...apart }, encoder);
  const { hidden, learningRate } = recurrent ? RECURRENT : TRAINING;
  const head = HEADS['squared-error'];
  const used = process.threadCpuUsage();
  const candidates = road === 'cue' ? given.candidates : 1;
  const all = seeds.flatMap((seed) => Array.from({ length: candidates }, (_, i) => seed + 100 * i));
  const settings = { ...TRAINING, hidden, learningRate, head, seeds: all, steps: given.steps };
  const networks = await material.train(settings, kernelBytes(), {});
  const { user, system } = process.threadCpuUsage(used);
  const { normaliser } = material;
  const onTold = (one: TrainedNetwork): number => passesOf(one, material, observation, learned, given.choosing).told;
  const [kept, others] = road === 'cue' ? chosenFrom(networks, candidates, onTold) : [[], []];
  const judgedBy = { rollouts: given.rollouts, laps: given.laps };
  return {
    ...{ arm: name, road, recurrent, player: playerName(player), hands: player.hands },
    samples: { human: material.counts.human, made: material.counts.recovery },
    coreSeconds: Math.round((user + system) / 1e5) / 10,
    passed: kept.map((one) => passesOf(one, material, observation, held, given.passes)),
    leftOut: others.map((one) => passesOf(one, material, observation, held, given.passes)),
    driven:
      road === 'plain'
        ? networks.map((network) => ({
            seed: network.seed,
            rollouts: judge({ network, head, normaliser, observation }, held, judgedBy),
          }))
        : [],
  };
}

/** The best of each `candidates` networks that follow each other, and all others. */
function chosenFrom(
  networks: readonly TrainedNetwork[],
  candidates: number,
  score: (network: TrainedNetwork) => number,
): [kept: TrainedNetwork[], others: TrainedNetwork[]] {
  const kept: TrainedNetwork[] = [];
  for (let first = 0; first < networks.length; first += candidates) {
    const own = networks.slice(first, first + candidates).map((network) => ({ network, score: score(network) }));
    kept.push(own.reduce((best, other) => (other.score > best.score ? other : best)).network);
  }
  return [kept, networks.filter((network) => !kept.includes(network))];
}

/** Perturbed starts begin after the board as often as before it and would teach to guess; long noisy drives remember. */
function madeFor(road: Road, learned: readonly RecordedLap[]): MadeDrives {
  return road === 'cue'
    ? { way: 'noise', drives: noisyDrives(learned, NOISY), stride: NOISY.stride }
    : { way: 'perturb', drives: recoveryDrives(learned), stride: RECOVERY.stride };
}

function passesOf(
  { network, weights, seed }: TrainedNetwork,
  { normaliser }: Material,
  observation: ObservationSpec,
  held: readonly RecordedLap[],
  passes: number,
): Passed {
  const batch = new PolicyBatch(kernelBytes());
  const slot = batch.add(network, HEADS['squared-error'], normaliser, weights);
  const starts = passStarts(cueTrack, held, { ...PASS_STARTS, passes, spread: 0.3, sideways: 0, turned: 0 });
  const pilot = policyPilot(batch, slot, observation, seed);
  const [scores] = drivePasses(pilot, { track: cueTrack, spec: held[0]!.spec, starts });
  const { crashes, falls, left, right, outcomes } = scores!;
  const onTold = outcomes.filter((outcome, i) => outcome === starts[i]!.told).length;
  return { seed, passes: scores!.passes, crashes, falls, left, right, told: onTold };
}
