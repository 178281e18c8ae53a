import { bootstrapInterval, mean, median } from '../../../shared/evaluation/interval.ts';
import { noEventInterval } from '../../../shared/evaluation/noevents.ts';
import { NOVICE_NAMES, type NoviceName } from '../../../shared/training/novices.ts';
import type { Bar, Estimate } from '../page.ts';
import { REACHES, type ReachTrial } from './reach.ts';
import { ALGORITHMS, type Algorithm, DEMONSTRATORS, type Judged, rolloutsOf, type ShiftTrial } from './trial.ts';

/** One point of a curve, over all seeds. */
export interface Point {
  round: number;
  /** Median over seeds. */
  fallsMedian: number;
  /** Mean over rollouts; in brackets by bootstrap over seeds, then rollouts. */
  fallsPerLap: Estimate;
  /** Medians over seeds. */
  labels: number;
  interventions: number | null;
}

type Fallen = Pick<Point, 'fallsMedian'>;

export interface Curve {
  demonstrator: ShiftTrial['demonstrator'];
  policy: NoviceName;
  algorithm: Algorithm;
  points: Point[];
}

const BOOTSTRAP_SEED = 1;
/** Fewer times fewer falls from the first to the last round is no difference to speak of. */
const FLAT = 1.5;
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export function curvesOf(trials: readonly ShiftTrial[]): Curve[] {
  return DEMONSTRATORS.flatMap(({ kind }) =>
    NOVICE_NAMES.flatMap((policy) =>
      ALGORITHMS.map((algorithm): Curve => {
        const own = trials.filter((trial) => trial.demonstrator === kind && trial.policy === policy);
        const rounds = own[0]?.curves[algorithm].map(({ round }) => round) ?? [];
        const points = rounds.map((_, i) => pointOf(own.map(({ curves }) => curves[algorithm][i]!)));
        return { demonstrator: kind, policy, algorithm, points };
      }),
    ),
  );
}

/** Where nobody fell, the interval says what the road driven can exclude. */
function pointOf(of: readonly Judged[]): Point {
  const rollouts = of.map(rolloutsOf);
  const rates = rollouts.map((own) => own.map(({ falls, laps }) => falls / laps));
  const value = mean(rates.flat());
  const driven = rollouts.flat().reduce((sum, { laps }) => sum + laps, 0);
  const [low, high] = value === 0 ? noEventInterval(driven) : bootstrapInterval(rates, mean, BOOTSTRAP_SEED);
  const interventions = of.map((one) => one.interventions);
  return {
    round: of[0]!.round,
    fallsMedian: median(of.map(({ fallsPerLap }) => fallsPerLap)),
    fallsPerLap: { value: rounded(value), interval: [rounded(low), rounded(high)] },
    labels: median(of.map(({ labels }) => labels)),
    interventions: interventions.every((one) => one !== undefined) ? median(interventions) : null,
  };
}

/** "14.12 to 4.96, 2.8 times fewer" */
export function fromTo(points: readonly Fallen[]): string {
  const [first, last] = [points[0]!.fallsMedian, points.at(-1)!.fallsMedian];
  const times = improvement(points);
  const change = times < 1 ? `${(1 / times).toFixed(1)} times more` : `${times.toFixed(1)} times fewer`;
  return `${first.toFixed(2)} to ${last.toFixed(2)}${last === 0 ? '' : `, ${change}`}`;
}

/** Whether more laps made no difference to speak of, where there was something to gain. */
export const isFlat = (points: readonly Point[]): boolean =>
  points[0]!.fallsMedian > 0.05 && improvement(points) < FLAT;

type Find = (demonstrator: Curve['demonstrator'], policy: NoviceName, algorithm: Algorithm) => Point[];

/** How many times fewer falls the last round has than the first; falls of the last counted as at least one in 24 laps. */
export const improvement = (points: readonly Fallen[]): number =>
  points[0]!.fallsMedian / Math.max(points.at(-1)!.fallsMedian, 1 / 24);

/** The first round from which a curve's median is 0 and stays there; null when it never does. */
function settled(points: readonly Point[]): number | null {
  const last = points.findLastIndex(({ fallsMedian }) => fallsMedian > 0);
  return points[last + 1]?.round ?? null;
}
const firstAtZero = (points: readonly Point[]): number | null =>
  points.find(({ fallsMedian }) => fallsMedian === 0)?.round ?? null;

export function barsOf(trials: readonly ShiftTrial[], reaches: readonly ReachTrial[]): Bar[] {
  const curves = curvesOf(trials);
  const find: Find = (demonstrator, policy, algorithm) =>
    curves.find((c) => c.demonstrator === demonstrator && c.policy === policy && c.algorithm === algorithm)!.points;
  const kinds = DEMONSTRATORS.map(({ kind }) => kind);
  return [
    ...kinds.map((kind) => settles(`DAgger, mlp-128, ${kind}`, find(kind, 'mlp-128', 'dagger'), 3)),
    ...kinds.map((kind) => settles(`human-gated, mlp-128, ${kind}`, find(kind, 'mlp-128', 'gated'), 5)),
    ...(['linear', 'mlp-16'] as const).flatMap((policy) => weak(policy, find)),
    ...REACHES.map((reach) => reached(reach, reaches)),
    ...kinds.map((kind) => flat(kind, find)),
    fewerLabels(kinds, find),
  ];
}

function settles(name: string, points: readonly Point[], by: number): Bar {
  const [first, stays] = [firstAtZero(points), settled(points)];
  return {
    what: `${name}: 0 falls a lap, median over seeds`,
    bar: `by round ${by}`,
    shown:
      first === null
        ? 'never'
        : `first in round ${first}, for good ${stays === null ? 'never' : `from round ${stays}`}`,
    holds: first !== null && first <= by,
  };
}

function weak(policy: NoviceName, find: Find): Bar[] {
  const [aggregated, cloned] = (['dagger', 'equalLaps'] as const).map((one) => {
    const points = find('ideal', policy, one);
    return { times: improvement(points), shown: fromTo(points) };
  });
  return [
    {
      what: `DAgger, ${policy} on rays, ideal: times fewer falls after 6 rounds`,
      ...{ bar: '≥ 4', shown: aggregated!.shown, holds: aggregated!.times >= 4 },
    },
    {
      what: `plain cloning, ${policy} on rays, ideal: the same with 7 laps instead of 1`,
      ...{ bar: '< 1.5', shown: cloned!.shown, holds: cloned!.times < 1.5 },
    },
  ];
}

/** Medians over seeds of one road's reaches: falls a lap round by round, and of plain cloning. */
export function reachOf({ road, rounds }: (typeof REACHES)[number], reaches: readonly ReachTrial[]) {
  const own = reaches.filter((one) => one.road === road && one.rounds === rounds);
  const dagger = Array.from({ length: rounds + 1 }, (_, round) => median(own.map((one) => one.dagger[round]!)));
  return { dagger, plain: median(own.map(({ plain }) => plain)) };
}

function reached(reach: (typeof REACHES)[number], reaches: readonly ReachTrial[]): Bar {
  const { dagger } = reachOf(reach, reaches);
  const points = [dagger[0]!, dagger.at(-1)!].map((fallsMedian) => ({ fallsMedian }));
  return {
    what: `DAgger, linear on rays, ideal, ${reach.road}, ${reach.rounds} rounds: times fewer falls`,
    ...{ bar: '≥ 4', shown: fromTo(points), holds: improvement(points) >= 4 },
  };
}

/** Of the strong policy, since more laps can only help where there is something to learn them with. */
function flat(kind: Curve['demonstrator'], find: Find): Bar {
  const points = find(kind, 'mlp-128', 'equalLaps');
  const first = points[0]!.fallsMedian;
  const shown = fromTo(points);
  const times = improvement(points);
  if (kind === 'ideal') {
    return {
      what: 'plain cloning, mlp-128, ideal: flat, as a demonstrator without noise shows nothing new',
      ...{ bar: '< 1.5 times fewer falls', shown, holds: times < 1.5 },
    };
  }
  return {
    what: `plain cloning, mlp-128, ${kind}: not flat, or nothing left to gain`,
    bar: '≥ 1.5 times fewer falls, or ≤ 0.05 from the first lap',
    shown,
    holds: times >= 1.5 || first <= 0.05,
  };
}

function fewerLabels(kinds: readonly Curve['demonstrator'][], find: Find): Bar {
  const shares = kinds.map(
    (kind) => find(kind, 'mlp-128', 'gated').at(-1)!.labels / find(kind, 'mlp-128', 'dagger').at(-1)!.labels,
  );
  const most = Math.max(...shares);
  return {
    what: 'human-gated, mlp-128: labels after 6 rounds, as a share of DAgger’s, at most over demonstrators',
    ...{ bar: '≤ 0.5', shown: most.toFixed(2), holds: most <= 0.5 },
  };
}
