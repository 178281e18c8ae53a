import { bootstrapInterval, mean, median, type Nested } from '../../../shared/evaluation/interval.ts';
import { noEventInterval } from '../../../shared/evaluation/noevents.ts';
import { INTERVENTION_SECONDS } from '../../../shared/evaluation/scores.ts';
import type { CloneKind } from '../../../shared/training/clone.ts';
import type { Estimate } from '../page.ts';
import type { JudgedRollout, Trial } from './trial.ts';
import type { OwnTube } from './tube.ts';

/** One kind of clone on one kind of hands, or on both. */
export interface Group {
  kind: CloneKind;
  hands: 'keyboard' | 'pad' | 'both';
  trainings: number;
  fallsMedian: number;
  fallsPerLap: Estimate;
  /** Trainings with at most STEADY falls a lap. */
  steady: number;
  autonomy: Estimate;
  lowestAutonomy: number;
  /** Of |clone − player| / player, over trainings with a clean lap, `within` those up to NEAR; null when none has one. */
  lapTimeError: { median: number; largest: number; within: number } | null;
  fidelity: number;
  humanFidelity: number;
  /** Clock and core seconds of a training, median and longest. */
  seconds: { median: number; longest: number };
  coreSeconds: { median: number; longest: number };
}

export interface Summary {
  groups: Group[];
  /** Core seconds of copy and coached clone of one player and seed, which "Clone me" makes one after the other. */
  pairCoreSecondsLongest: number;
  /** Trainings on pad hands whose copy parts earlier, or with a wider gap, than the coached clone of the same laps. */
  copyPartsFirst: { of: number; trainings: number };
  ownTube: { laps: number; stayed: number };
}

/** A training that falls more often has a corner at which it falls every lap or so. */
export const STEADY = 0.05;
/** A lap time this near to the player's is the player's. */
export const NEAR = 0.03;
const BOOTSTRAP_SEED = 1;

export function summaryOf(trials: readonly Trial[], ownTubes: readonly OwnTube[]): Summary {
  const groups = (['coached', 'copy'] as const).flatMap((kind) =>
    (['both', 'keyboard', 'pad'] as const).map((hands) => groupOf(trials, kind, hands)),
  );
  const coached = trials.filter(({ kind }) => kind === 'coached');
  const pairs = coached.map((trial) => [trial, copyBeside(trials, trial)] as const);
  const pads = pairs.filter(([{ hands }]) => hands === 'pad');
  return {
    groups,
    pairCoreSecondsLongest: Math.max(...pairs.map(([a, b]) => a.coreSeconds + b.coreSeconds)),
    copyPartsFirst: { of: pads.filter(([clone, copy]) => partsFirst(copy, clone)).length, trainings: pads.length },
    ownTube: {
      laps: ownTubes.reduce((sum, { laps }) => sum + laps, 0),
      stayed: ownTubes.reduce((sum, { stayed }) => sum + stayed, 0),
    },
  };
}

const copyBeside = (trials: readonly Trial[], { player, seed }: Trial): Trial =>
  trials.find((trial) => trial.kind === 'copy' && trial.player === player && trial.seed === seed)!;

/** Whether one clone leaves the player at an earlier metre than another, or strays further. */
export const partsFirst = (one: Trial, other: Trial): boolean =>
  (one.partsAt ?? Infinity) < (other.partsAt ?? Infinity) || one.widestGap > other.widestGap;

function groupOf(all: readonly Trial[], kind: CloneKind, hands: Group['hands']): Group {
  const trials = all.filter((trial) => trial.kind === kind && (hands === 'both' || trial.hands === hands));
  const errors = trials.filter(({ lapTimeMs }) => lapTimeMs !== null).map(lapTimeError);
  return {
    kind,
    hands,
    trainings: trials.length,
    fallsMedian: median(trials.map(({ fallsPerLap }) => fallsPerLap)),
    fallsPerLap: fallsOf(trials),
    steady: trials.filter(({ fallsPerLap }) => fallsPerLap <= STEADY).length,
    autonomy: estimate(trials, autonomyOf),
    lowestAutonomy: Math.min(...trials.map(({ autonomy }) => autonomy)),
    lapTimeError: errors.length === 0 ? null : errorsOf(errors),
    fidelity: mean(trials.map(({ fidelity }) => fidelity)),
    humanFidelity: mean(trials.map(({ humanFidelity }) => humanFidelity ?? Number.NaN)),
    seconds: spanOf(trials.map(({ seconds }) => seconds)),
    coreSeconds: spanOf(trials.map(({ coreSeconds }) => coreSeconds)),
  };
}

const spanOf = (values: number[]) => ({ median: median(values), longest: Math.max(...values) });

const errorsOf = (errors: number[]): NonNullable<Group['lapTimeError']> => ({
  median: median(errors),
  largest: Math.max(...errors),
  within: errors.filter((error) => error <= NEAR).length,
});

const lapTimeError = ({ lapTimeMs, playerLapTimeMs }: Trial): number => Math.abs(lapTimeMs! / playerLapTimeMs - 1);

const autonomyOf = ({ interventions, watchedSeconds }: JudgedRollout): number =>
  Math.max(0, 1 - (INTERVENTION_SECONDS * interventions) / watchedSeconds);

/** Where nobody fell, the interval says what so many laps can exclude. */
function fallsOf(trials: readonly Trial[]): Estimate {
  const falls = estimate(trials, (rollout) => rollout.falls / rollout.laps);
  if (falls.value > 0) return falls;
  const laps = trials.flatMap(({ rollouts }) => rollouts.map((rollout) => rollout.laps));
  return { value: 0, interval: noEventInterval(laps.reduce((sum, one) => sum + one, 0)) };
}

/** Mean over rollouts; all cover about the same road, so each counts the same. */
function estimate(trials: readonly Trial[], of: (rollout: JudgedRollout) => number): Estimate {
  const players = [...new Set(trials.map(({ player }) => player))];
  const nested: Nested = players.map((player) =>
    trials.filter((trial) => trial.player === player).map(({ rollouts }) => rollouts.map(of)),
  );
  const value = mean(trials.flatMap(({ rollouts }) => rollouts.map(of)));
  return { value, interval: bootstrapInterval(nested, mean, BOOTSTRAP_SEED) };
}
