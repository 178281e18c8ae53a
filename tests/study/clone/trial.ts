import type { RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import { splitLaps } from '../../../shared/dataset/split.ts';
import { startsFrom } from '../../../shared/dataset/starts.ts';
import { driveExamination, marksOf } from '../../../shared/divergence/examination.ts';
import { policyPilot } from '../../../shared/evaluation/pilot.ts';
import type { Rollout } from '../../../shared/evaluation/rollout.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { type CloneKind, makeClone } from '../../../shared/training/clone.ts';
import { TRAINING } from '../../../shared/training/settings.ts';
import { TICK } from '../../../shared/units/units.ts';
import { kernelBytes } from '../../shared/tensor/wasm.ts';
import { type Player, playerName } from '../players.ts';

/** Rollouts from held-out starts, and laps of each: what every clone is judged by. */
export const JUDGED = { rollouts: 20, laps: 3, seed: 1 };
/** Networks that stand for choice in one training. */
export const CANDIDATES = 4;

/** One rollout of a judged clone, as far as it counts. */
export interface JudgedRollout {
  falls: number;
  /** Lengths of the road covered. */
  laps: number;
  /** Of the same start with an examiner beside. */
  interventions: number;
  watchedSeconds: number;
}

/** One training: a player, a seed and a kind of clone, and how the chosen network drove. */
export interface Trial {
  player: string;
  hands: Player['hands'];
  seed: number;
  kind: CloneKind;
  /** From laps to the chosen network, on the clock and of one core: other work on the machine counts in the first only. */
  seconds: number;
  coreSeconds: number;
  samples: { human: number; recovery: number };
  /** Lap from which the judging rollouts start; no sample, recovery segment or choosing start is of it. */
  heldOutLap: number;
  /** Falls a lap of each candidate on the laps by which one was chosen. */
  candidates: number[];
  fallsPerLap: number;
  cleanLaps: number;
  lapsFinished: number;
  autonomy: number;
  /** Median of clean laps, and the player's; null when no lap was clean. */
  lapTimeMs: number | null;
  playerLapTimeMs: number;
  fidelity: number;
  humanFidelity: number | null;
  /** Road coordinate at which the median lap leaves the player's tube; null when it never does. */
  partsAt: number | null;
  /** Widest gap between that lap and the player's mean line, in metres. */
  widestGap: number;
  parted: number;
  rollouts: JudgedRollout[];
}

/** Make one clone of a player's laps and judge it. tfjs must be ready in this thread. */
export async function trialOf(
  player: Player,
  laps: readonly RecordedLap[],
  kind: CloneKind,
  seed: number,
): Promise<Trial> {
  const seeds = Array.from({ length: CANDIDATES }, (_, i) => seed + i);
  const began = performance.now();
  const used = process.threadCpuUsage();
  const clone = await makeClone(
    laps,
    { ...TRAINING, kind, sees: 'road', seed, seeds, splitSeed: seed },
    { kernelBytes: kernelBytes() },
  );
  const { user, system } = process.threadCpuUsage(used);
  const times = {
    seconds: rounded((performance.now() - began) / 1000, 1),
    coreSeconds: rounded((user + system) / 1e6, 1),
  };
  const { validation } = splitLaps(laps, seed);
  const batch = new PolicyBatch(kernelBytes());
  const slot = batch.add(clone.network.network, clone.head, clone.normaliser, clone.network.weights);
  const settings = { ...JUDGED, starts: startsFrom(validation, JUDGED.rollouts, JUDGED.seed) };
  const drives = driveExamination(policyPilot(batch, slot, clone.observation), laps, settings);
  const marks = marksOf(drives, laps, settings);
  const { parting } = marks;
  return {
    ...{ player: playerName(player), hands: player.hands, seed, kind, ...times },
    samples: clone.samples,
    heldOutLap: validation[0]!.number,
    candidates: clone.candidates.map(({ driven }) => rounded(driven.fallsPerLap, 3)),
    fallsPerLap: rounded(marks.fallsPerLap, 3),
    ...{ cleanLaps: marks.cleanLaps, lapsFinished: marks.lapsFinished, autonomy: rounded(marks.autonomy, 4) },
    lapTimeMs: marks.lapTimeMs?.median ?? null,
    playerLapTimeMs: marks.demonstratorLapTimeMs,
    fidelity: rounded(marks.fidelity, 4),
    humanFidelity: parting.humanFidelity === null ? null : rounded(parting.humanFidelity, 4),
    partsAt: parting.point?.s ?? null,
    widestGap: rounded(Math.abs(parting.widest.gap), 2),
    parted: parting.parted,
    rollouts: drives.scored.map((rollout, i) => judged(rollout, drives.watched[i]!, laps[0]!.track.length)),
  };
}

const judged = (scored: Rollout, watched: Rollout, length: number): JudgedRollout => ({
  falls: scored.falls,
  laps: rounded(scored.metres / length, 3),
  interventions: watched.interventions,
  watchedSeconds: rounded(watched.ticks * TICK, 2),
});

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
