import { type LapDemonstration, stretchesOf, ticksOf } from '../../../shared/dataset/lap.ts';
import type { Drive } from '../../../shared/dataset/samples.ts';
import { startsFrom } from '../../../shared/dataset/starts.ts';
import { type ExpertKind, expertOf } from '../../../shared/driver/expert.ts';
import { policyPilot } from '../../../shared/evaluation/pilot.ts';
import { type Rollout, rollOut } from '../../../shared/evaluation/rollout.ts';
import type { Track } from '../../../shared/track/track.ts';
import { DAGGER, dagger } from '../../../shared/training/dagger.ts';
import { GATED, gated } from '../../../shared/training/gated.ts';
import { type Course, fitNovice, type InteractiveRound, type Novice } from '../../../shared/training/interactive.ts';
import { type NoviceName, noviceOf, noviceSight } from '../../../shared/training/novices.ts';
import { showLaps } from '../../../shared/training/showing.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { kernelBytes } from '../../shared/tensor/wasm.ts';
import { type Compounding, compoundingOf } from './compounding.ts';

/** Who shows and answers: an ideal controller, and two scripted people, one with a smooth stick and one with taps. */
export const DEMONSTRATORS: readonly { kind: ExpertKind; seed: number }[] = [
  { kind: 'ideal', seed: 0 },
  { kind: 'pad', seed: 8 },
  { kind: 'keyboard', seed: 5 },
];

/** Rounds after the first; round k has k + 1 laps. */
export const ROUNDS = 6;
/** Every novice is judged from these many moments of laps that nobody learns from. */
export const JUDGED = { rollouts: 12, laps: 2, seed: 1 };
/** The laps that are held out are of a day of their own. */
const HELD_OUT_SESSION = 9000;
const HELD_OUT_LAPS = 3;
/** Rounds at which plain cloning gets as many labels as DAgger has. */
const AT_LABELS = [1, 3, ROUNDS];

/** The inverse of how `rollouts` is written. */
export const rolloutsOf = ({ rollouts }: Pick<Judged, 'rollouts'>): { falls: number; laps: number }[] =>
  rollouts.split(' ').map((one) => {
    const [falls, laps] = one.split('/').map(Number);
    return { falls: falls!, laps: laps! };
  });

/** How a novice drove. */
export interface Judged {
  round: number;
  /** Samples with an answer of the expert. */
  labels: number;
  fallsPerLap: number;
  cleanLaps: number;
  /** Of each rollout falls and lengths of the road covered, as "0/2.01 3/0.84". */
  rollouts: string;
  /** In the round's own drive, by the novice of the round before; of the human-gated form alone. */
  interventions?: number;
  expertSeconds?: number;
}

export const ALGORITHMS = ['dagger', 'gated', 'equalLaps', 'equalLabels', 'gatedLabels'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export interface ShiftOrder {
  demonstrator: (typeof DEMONSTRATORS)[number];
  policy: NoviceName;
  seed: number;
}

/** One demonstrator, policy and seed, by every algorithm; all begin with the same lap and the same first novice. */
export interface ShiftTrial {
  demonstrator: ExpertKind;
  policy: NoviceName;
  seed: number;
  /** Of the laps that were shown. */
  lapTimes: number[];
  curves: Record<Algorithm, Judged[]>;
  /** Of the strong policy only. */
  compounding: Compounding[] | null;
  coreSeconds: number;
}

/** A flying lap of one day of a demonstrator, and more where plain cloning wants them. */
export function shownLaps({ kind, seed }: ShiftOrder['demonstrator'], track: Track, session: number, count: number) {
  const expert = expertOf({ kind, seed, session, track, spec: CLUB_RACER });
  return showLaps(expert, { track, spec: CLUB_RACER }, count + 1, `${kind}-${seed}-${session}`).slice(1);
}

/** A demonstrator's road for a novice: so many shown laps of which the course has the first, and laps of a day held out. */
export function courseOf(
  demonstrator: ShiftOrder['demonstrator'],
  policy: NoviceName,
  track: Track,
  seed: number,
  count: number,
) {
  const laps = shownLaps(demonstrator, track, seed, count);
  const held = shownLaps(demonstrator, track, HELD_OUT_SESSION, HELD_OUT_LAPS);
  const expert = (session: number) => expertOf({ ...demonstrator, session: seed + session, track, spec: CLUB_RACER });
  const observation = noviceSight(policy, track);
  const course: Course = { track, spec: CLUB_RACER, observation, shown: laps.slice(0, 1), expert };
  return { course, laps, held };
}

/** Run one trial. tfjs must be ready in this thread. */
export async function shiftTrial(
  { demonstrator, policy, seed }: ShiftOrder,
  track: Track,
  rounds = ROUNDS,
): Promise<ShiftTrial> {
  const used = process.threadCpuUsage();
  const { kind } = demonstrator;
  // Plain cloning at DAgger's labels may take twice as many laps as there were rounds.
  const { course, laps, held } = courseOf(demonstrator, policy, track, seed, 3 * (rounds + 1));
  const tools = { kernelBytes: kernelBytes() };
  const novice = noviceOf(policy, seed);
  const judge = (one: Novice, round: number): Judged => judged(one, round, course, held);
  const byLaps = (count: number) => fitNovice(course, stretchesOf(laps.slice(0, count)), novice, tools);
  const byLabels = (count: number) => fitNovice(course, [firstTicks(laps, count)], novice, tools);

  const aggregated = await dagger(course, { ...DAGGER, rounds, novice, seed }, tools);
  const taken = await gated(course, { ...GATED, rounds, novice, seed }, tools);
  const equalLaps: Novice[] = [aggregated[0].novice];
  for (let round = 1; round <= rounds; round++) equalLaps.push(await byLaps(round + 1));
  const equalLabels: Judged[] = [];
  for (const round of AT_LABELS.filter((at) => at <= rounds)) {
    equalLabels.push(judge(await byLabels(aggregated[round].novice.labels), round));
  }
  const gatedLabels = [judge(await byLabels(taken[rounds].novice.labels), rounds)];
  const shown = { dagger: aggregated[rounds].novice, 'plain cloning': equalLaps[rounds] };
  const trial = {
    ...{ demonstrator: kind, policy, seed, lapTimes: laps.slice(0, rounds + 1).map(({ timeMs }) => timeMs) },
    curves: {
      dagger: aggregated.map((one) => judge(one.novice, one.round)),
      gated: taken.map((one) => ({ ...judge(one.novice, one.round), ...gateOf(one) })),
      equalLaps: equalLaps.map(judge),
      ...{ equalLabels, gatedLabels },
    },
    compounding: policy === 'mlp-128' ? compoundingOf(shown, course, held, seed) : null,
  };
  const { user, system } = process.threadCpuUsage(used);
  return { ...trial, coreSeconds: rounded((user + system) / 1e6, 1) };
}

const gateOf = ({ drive }: InteractiveRound) =>
  drive && {
    interventions: rounded(drive.interventions / Math.max(drive.laps, 0.01), 2),
    expertSeconds: rounded(drive.expertSeconds, 1),
  };

/** The first ticks of laps that follow each other: about `count` labels. */
function firstTicks(laps: readonly LapDemonstration[], count: number): Drive {
  const [drive] = stretchesOf(laps);
  if (ticksOf(drive) < count) throw new Error(`Equal labels: got ${ticksOf(drive)} shown, expected ${count} or more.`);
  return { ...drive, frames: drive.frames.subarray(0, 2 * (count + 2)) };
}

/** Let a novice drive from moments of laps that nobody learned from. */
export function judged(
  { batch, slot, labels }: Novice,
  round: number,
  course: Course,
  held: readonly LapDemonstration[],
): Judged {
  const { track, spec, observation } = course;
  const rollouts = rollOut(policyPilot(batch, slot, observation), {
    ...{ track, spec, laps: JUDGED.laps },
    starts: startsFrom(held, JUDGED.rollouts, JUDGED.seed).map(({ state }) => state),
    secondsPerLap: (held[0].timeMs * 2.5) / 1000,
  });
  const covered = (rollout: Rollout): number => Math.max(rollout.metres / track.length, 1e-3);
  const falls = rollouts.reduce((sum, rollout) => sum + rollout.falls, 0);
  return {
    ...{ round, labels },
    fallsPerLap: rounded(falls / rollouts.reduce((sum, rollout) => sum + covered(rollout), 0), 3),
    cleanLaps: rollouts.flatMap(({ laps }) => laps).filter(({ clean }) => clean).length,
    rollouts: rollouts.map((rollout) => `${rollout.falls}/${rounded(covered(rollout), 3)}`).join(' '),
  };
}

export const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
