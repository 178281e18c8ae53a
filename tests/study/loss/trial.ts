import type { RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import { stretchesOf } from '../../../shared/dataset/lap.ts';
import { persistenceError } from '../../../shared/dataset/samples.ts';
import { observationSpecFor } from '../../../shared/observation/spec.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { HEADS } from '../../../shared/policy/head.ts';
import type { CurrentNetwork } from '../../../shared/training/loop.ts';
import { Material } from '../../../shared/training/material.ts';
import { TRAINING } from '../../../shared/training/settings.ts';
import { COACHED, madeDrives, UNTAUGHT } from '../../../shared/training/teaching.ts';
import { kernelBytes } from '../../shared/tensor/wasm.ts';
import { fallsPerLap, judge } from '../judged.ts';
import { type Player, playerName } from '../players.ts';

/** What one training differs in from the others. */
export interface LossSetting {
  name: string;
  hidden: number[];
  learningRate: number;
  recovery: boolean;
}

const usual: LossSetting = { name: 'usual', hidden: [128, 128], learningRate: 1e-3, recovery: false };
export const SETTINGS: readonly LossSetting[] = [
  usual,
  { ...usual, name: 'narrow', hidden: [32] },
  { ...usual, name: 'deep', hidden: [64, 64, 64] },
  { ...usual, name: 'fast', learningRate: 4e-3 },
  { ...usual, name: 'recovery', recovery: true },
];
/** Of the eight looks that a training offers, one an eighth. */
export const LOOKS = [1, 2, 3, 4, 6, 8];
const STEPS = 1200;
/** Three networks a training, one a seed. */
export const SEEDS = [101, 202, 303];
export const JUDGED = { rollouts: 4, laps: 2 };

export interface LossOrder {
  player: Player;
  setting: LossSetting;
  /** Whether the network is told what it did last. */
  previousAction: boolean;
}

/** One network at one moment of its training. */
export interface LossPoint {
  player: string;
  hands: Player['hands'];
  setting: string;
  previousAction: boolean;
  seed: number;
  step: number;
  /** Mean of (Δsteer² + Δpedal²) / 2 on the held-out lap, and the same of doing again what was done last. */
  validation: number;
  persistence: number;
  fallsPerLap: number;
}

/** Train three networks and look at them while they learn; `looks` as in LOOKS. tfjs must be ready in this thread. */
export async function trialOf(
  { player, setting, previousAction }: LossOrder,
  driven: readonly RecordedLap[],
  looks: readonly number[] = LOOKS,
  steps = STEPS,
): Promise<LossPoint[]> {
  const [train, heldOut] = [driven.slice(0, -1), driven.slice(-1)];
  const observation = observationSpecFor(driven[0]!.track, 'road', { previousAction });
  const teaching = setting.recovery ? COACHED : UNTAUGHT;
  const head = HEADS['squared-error'];
  const material = new Material(
    {
      ...{ observation, human: stretchesOf(train), forget: null },
      made: madeDrives(train, teaching, { seed: SEEDS[0]!, sees: 'road', noise: 0, human: 0 }),
      ...{ validation: stretchesOf(heldOut), validationLaps: heldOut },
    },
    { kind: 'features' },
  );
  const { hidden, learningRate } = setting;
  const points: LossPoint[] = [];
  const look = (step: number, networks: readonly CurrentNetwork[]): void => {
    if (!looks.includes(Math.round((8 * step) / steps))) return;
    for (const network of networks) {
      const batch = new PolicyBatch(kernelBytes());
      const slot = batch.add(network.network, head, material.normaliser, network.weights);
      const offline = material.offline(
        batch,
        slot,
        { ...TRAINING, head },
        { ...network, trainLoss: 0, validationLoss: null },
      );
      const rollouts = judge({ network, head, normaliser: material.normaliser, observation }, heldOut, JUDGED);
      points.push({
        ...{ player: playerName(player), hands: player.hands, setting: setting.name, previousAction },
        ...{ seed: network.seed, step, validation: offline!.mse, persistence: persistenceError(heldOut)! },
        fallsPerLap: Math.round(fallsPerLap(rollouts) * 1000) / 1000,
      });
    }
  };
  const settings = { ...TRAINING, head, hidden, learningRate, steps, seeds: SEEDS };
  await material.train(settings, kernelBytes(), { check: look });
  return points;
}
