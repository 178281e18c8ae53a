import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { bootstrapInterval, median } from '../../shared/evaluation/interval.ts';
import { noEventInterval } from '../../shared/evaluation/noevents.ts';
import { contentHash } from '../../shared/exact/content.ts';
import type { DecisionTicks } from '../../shared/observation/spec.ts';
import type { ChunkSpec } from '../../shared/policy/chunk.ts';
import { HEADS } from '../../shared/policy/head.ts';
import type { Track } from '../../shared/track/track.ts';
import { makeClone } from '../../shared/training/clone.ts';
import { TRAINING } from '../../shared/training/settings.ts';
import type { SampleCounts, Teaching } from '../../shared/training/teaching.ts';
import { kernelBytes } from '../shared/tensor/wasm.ts';
import { fallsPerLap, type JudgedRollout, type Judging, judge } from './judged.ts';
import type { Estimate } from './page.ts';
import { lapsOfPlayer, type Player, playerName } from './players.ts';

/** One training to make and judge. */
export interface TaughtOrder {
  player: Player;
  /** Laps that are learned from, the one from the grid among them. One more is driven, and held out. */
  laps: number;
  teaching: Teaching;
  decisionTicks: DecisionTicks;
  /** Actions by squared error, in chunks or, null, one by one; by bins if absent. */
  chunk?: ChunkSpec | null;
  /** Of recovery, starts and the first network. */
  seed: number;
  /** Networks of which the one that drives best is kept. */
  candidates: number;
  judging: Judging;
  /** Judge once more with kicks. */
  kicks: boolean;
}

/** How the kept network of a training drove. */
export interface TaughtTrial {
  player: string;
  hands: Player['hands'];
  laps: number;
  teaching: Teaching;
  decisionTicks: DecisionTicks;
  chunk?: ChunkSpec | null;
  seed: number;
  candidates: number;
  samples: SampleCounts;
  /** Of the injected noise; null where none was. */
  noise: number | null;
  fallsPerLap: number;
  rollouts: JudgedRollout[];
  /** From the same starts, pushed about every eight seconds; null where that was not asked. */
  kicked: JudgedRollout[] | null;
  seconds: number;
}

/** Make one clone and judge it on the lap that was held out. tfjs must be ready in this thread. */
export async function trialOf(order: TaughtOrder, driven: readonly RecordedLap[]): Promise<TaughtTrial> {
  const { player, laps, teaching, decisionTicks, seed, candidates, judging, chunk } = order;
  const heldOut = driven.slice(-1);
  const began = performance.now();
  const validation = heldOut.map(({ driverId, episodeId, number }) => ({ driverId, episodeId, number }));
  const clone = await makeClone(
    driven,
    {
      ...{ ...TRAINING, kind: 'coached', sees: 'road', teaching, decisionTicks, seed, splitSeed: seed },
      seeds: Array.from({ length: candidates }, (_, i) => seed + i),
      ...(chunk !== undefined && { head: HEADS['squared-error'] }),
      ...(chunk && { chunk }),
      split: { kind: 'chosen', name: 'the lap after those learned from', validation },
    },
    { kernelBytes: kernelBytes() },
  );
  const rollouts = judge(clone, heldOut, judging);
  return {
    ...{ player: playerName(player), hands: player.hands, laps, teaching, decisionTicks, seed, candidates },
    ...(chunk !== undefined && { chunk }),
    ...{ samples: clone.samples, noise: clone.noise, rollouts },
    fallsPerLap: Math.round(fallsPerLap(rollouts) * 1000) / 1000,
    kicked: order.kicks ? judge(clone, heldOut, { ...judging, kicks: true }) : null,
    seconds: Math.round((performance.now() - began) / 100) / 10,
  };
}

/** What a player drives for an order: the laps to learn from and the one to be judged on. */
export const drivenFor = ({ player, laps }: Pick<TaughtOrder, 'player' | 'laps'>, track: Track): RecordedLap[] =>
  lapsOfPlayer(player, track, laps + 1);

/** A training that falls more often has a corner at which it falls every lap or so. */
export const STEADY = 0.05;
const BOOTSTRAP_SEED = 1;

/** What some trainings come to. */
export interface Cell {
  trainings: number;
  median: number;
  /** Falls over laps of all rollouts. */
  falls: Estimate;
  /** Trainings with at most STEADY falls a lap. */
  steady: number;
}

export const cellOf = (trials: readonly TaughtTrial[]): Cell => ({
  trainings: trials.length,
  median: median(trials.map((trial) => trial.fallsPerLap)),
  falls: rateOf(
    trials,
    ({ rollouts }) => rollouts,
    ({ laps }) => laps,
  ),
  steady: trials.filter((trial) => trial.fallsPerLap <= STEADY).length,
});

/**
 * Falls for each lap, or each kick, of all rollouts; 95 % over players, then trainings, then rollouts. Where nobody fell, the
 * interval says what so many laps or kicks can exclude.
 */
export function rateOf(
  trials: readonly TaughtTrial[],
  of: (trial: TaughtTrial) => readonly JudgedRollout[],
  per: (rollout: JudgedRollout) => number,
): Estimate {
  const all: JudgedRollout[] = [];
  const nested = [...new Set(trials.map(({ player }) => player))].map((name) =>
    trials.filter(({ player }) => player === name).map((trial) => of(trial).map((rollout) => all.push(rollout) - 1)),
  );
  const rate = (indices: readonly number[]): number => {
    let [falls, times] = [0, 0];
    for (const i of indices) {
      falls += all[i]!.falls;
      times += per(all[i]!);
    }
    return falls / times;
  };
  const value = rate(all.map((_, i) => i));
  if (value > 0) return { value, interval: bootstrapInterval(nested, rate, BOOTSTRAP_SEED) };
  return { value, interval: noEventInterval(all.reduce((sum, rollout) => sum + per(rollout), 0)) };
}

/** Names the players' laps by their content: the first four of each, which every longer drive begins with. */
export const framesHash = (players: readonly Player[], track: Track): string =>
  contentHash(
    players.map((player) =>
      lapsOfPlayer(player, track, 5)
        .slice(0, 4)
        .map(({ frames }) => [...frames]),
    ),
  );
