import type { RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import { driveInTraffic, type TrafficRun } from '../../../shared/evaluation/trafficrun.ts';
import type { Sight } from '../../../shared/observation/spec.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { PolicyCrew } from '../../../shared/policy/policydriver.ts';
import type { TrafficTally } from '../../../shared/training/choose.ts';
import { makeClone } from '../../../shared/training/clone.ts';
import { stepsFor, TRAINING } from '../../../shared/training/settings.ts';
import { kernelBytes } from '../../shared/tensor/wasm.ts';
import { type Player, playerName } from '../players.ts';
import { courseOf, JUDGED_RUNS, type RoadName } from './races.ts';

export interface FollowOrder {
  player: Player;
  road: RoadName;
  sees: Sight;
  seed: number;
}

/** One training, and how the chosen network drove among slower cars. */
export interface FollowTrial {
  player: string;
  hands: Player['hands'];
  road: RoadName;
  sees: Sight;
  seed: number;
  coreSeconds: number;
  laps: number;
  samples: { human: number; recovery: number };
  /** Of each candidate: falls alone, and what it did in the choosing runs. */
  candidates: { falls: number; traffic: TrafficTally | null }[];
  /** Median clean lap of the chosen one alone, and its falls in the choosing laps. */
  alone: { lapTimeMs: number | null; falls: number };
  runs: TrafficRun[];
}

/** Networks that stand for choice in one training. */
export const FOLLOW_CANDIDATES = 4;

/** Make one coached clone and let it drive the judging runs. tfjs must be ready in this thread. */
export async function followTrial(order: FollowOrder, laps: readonly RecordedLap[]): Promise<FollowTrial> {
  const { player, road, sees, seed } = order;
  const seeds = Array.from({ length: FOLLOW_CANDIDATES }, (_, i) => seed + i);
  const settings = { ...TRAINING, steps: stepsFor(sees), kind: 'coached', sees, seed, seeds, splitSeed: seed } as const;
  const used = process.threadCpuUsage();
  const clone = await makeClone(laps, settings, { kernelBytes: kernelBytes() });
  const { user, system } = process.threadCpuUsage(used);
  const batch = new PolicyBatch(kernelBytes());
  const slot = batch.add(clone.network.network, clone.head, clone.normaliser, clone.network.weights);
  const crew = (car: number): PolicyCrew => new PolicyCrew(batch, [{ car, slot, observation: clone.observation }]);
  const runs = Array.from({ length: JUDGED_RUNS.runs }, (_, run) => driveInTraffic(crew, courseOf(road, run)));
  const { driven } = clone.chosen;
  return {
    ...{ player: playerName(player), hands: player.hands, road, sees, seed },
    coreSeconds: Math.round((user + system) / 1e5) / 10,
    laps: laps.length,
    samples: clone.samples,
    candidates: clone.candidates.map((candidate) => ({ falls: candidate.driven.falls, traffic: candidate.traffic })),
    alone: { lapTimeMs: driven.lapTimeMs?.median ?? null, falls: driven.falls },
    runs: runs.map(rounded),
  };
}

const rounded = (run: TrafficRun): TrafficRun => ({
  ...run,
  seconds: Math.round(run.seconds * 100) / 100,
  metres: Math.round(run.metres * 10) / 10,
  following: Math.round(run.following * 1e3) / 1e3,
  gap: run.gap === null ? null : Math.round(run.gap * 10) / 10,
});
