import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import type { Normaliser } from '../../shared/dataset/normaliser.ts';
import { startsFrom } from '../../shared/dataset/starts.ts';
import { mean, median } from '../../shared/evaluation/interval.ts';
import { policyPilot } from '../../shared/evaluation/pilot.ts';
import { rollOut } from '../../shared/evaluation/rollout.ts';
import type { ObservationSpec } from '../../shared/observation/spec.ts';
import { PolicyBatch } from '../../shared/policy/forward.ts';
import type { HeadSpec } from '../../shared/policy/head.ts';
import type { TrainedNetwork } from '../../shared/training/loop.ts';
import { kernelBytes } from '../shared/tensor/wasm.ts';

/** A network with all that driving takes. */
export interface Judged {
  network: Pick<TrainedNetwork, 'network' | 'weights'>;
  head: HeadSpec;
  normaliser: Normaliser;
  observation: ObservationSpec;
}

/** From how many moments of laps that it never saw a network drives, how far, and whether it is pushed. */
export interface Judging {
  rollouts: number;
  laps: number;
  kicks?: boolean;
}

/** One rollout, as far as it counts. */
export interface JudgedRollout {
  falls: number;
  /** Lengths of the road covered. */
  laps: number;
  kicks: number;
}

/** A rollout may take this many times the player's own lap for each of its laps. */
const PATIENCE = 2.5;
/** Of the starts and the kicks, the same for every network. */
const SEED = 1;

/** Let a network drive from moments of held-out laps. */
export function judge(
  { network, head, normaliser, observation }: Judged,
  heldOut: readonly RecordedLap[],
  { rollouts, laps, kicks = false }: Judging,
): JudgedRollout[] {
  const { track, spec } = heldOut[0]!;
  const batch = new PolicyBatch(kernelBytes());
  const slot = batch.add(network.network, head, normaliser, network.weights);
  const driven = rollOut(policyPilot(batch, slot, observation), {
    ...{ track, spec, laps },
    starts: startsFrom(heldOut, rollouts, SEED).map(({ state }) => state),
    secondsPerLap: (median(heldOut.map(({ timeMs }) => timeMs)) * PATIENCE) / 1000,
    kicks: kicks ? { seed: SEED } : null,
  });
  return driven.map((one) => ({
    falls: one.falls,
    laps: Math.round((one.metres / track.length) * 1000) / 1000,
    kicks: one.kicks,
  }));
}

export const fallsPerLap = (rollouts: readonly JudgedRollout[]): number =>
  mean(rollouts.map(({ falls }) => falls)) / Math.max(1e-3, mean(rollouts.map(({ laps }) => laps)));

export const fallsPerKick = (rollouts: readonly JudgedRollout[]): number =>
  mean(rollouts.map(({ falls }) => falls)) / Math.max(1e-3, mean(rollouts.map(({ kicks }) => kicks)));
