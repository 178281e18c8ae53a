import { bootstrapInterval, mean } from '../../../shared/evaluation/interval.ts';
import type { Estimate } from '../page.ts';
import type { LossPoint } from './trial.ts';

/** Which networks are compared with each other. */
export const POOLS = ['without the previous action', 'with the previous action', 'both together'] as const;
export type Pool = (typeof POOLS)[number];

/** What the validation loss says of falls among the networks of one player. */
export interface Ranking {
  hands: LossPoint['hands'];
  pool: Pool;
  networks: number;
  /** Spearman's rank correlation of validation loss and falls a lap; 1: the loss ranks drivers, 0: it says nothing. */
  spearman: Estimate;
  lowestLoss: number;
  persistence: number;
  /** Falls a lap of the network with the lowest validation loss, of the best driver, and in the mean. */
  chosenByLoss: number;
  best: number;
  mean: number;
  /** Whether the network that the loss would choose is told what it did last. */
  choosesPreviousAction: boolean;
}

const BOOTSTRAP_SEED = 1;

export const rankingsOf = (points: readonly LossPoint[]): Ranking[] =>
  (['keyboard', 'pad'] as const).flatMap((hands) =>
    POOLS.map((pool) =>
      rankingOf(
        hands,
        pool,
        points.filter((point) => point.hands === hands && isIn(pool, point)),
      ),
    ),
  );

const isIn = (pool: Pool, { previousAction }: LossPoint): boolean =>
  pool === 'both together' || previousAction === (pool === 'with the previous action');

function rankingOf(hands: LossPoint['hands'], pool: Pool, points: readonly LossPoint[]): Ranking {
  const chosen = points.reduce((least, point) => (point.validation < least.validation ? point : least));
  const rank = (indices: readonly number[]): number =>
    spearman(
      indices.map((i) => points[i]!.validation),
      indices.map((i) => points[i]!.fallsPerLap),
    );
  const all = points.map((_, i) => i);
  // Settings hold trainings, one a seed, and trainings hold looks: those of one training are no independent evidence.
  const settings = groups(all, (i) => `${points[i]!.setting} ${points[i]!.previousAction}`);
  const nested = settings.map((some) => groups(some, (i) => String(points[i]!.seed)));
  return {
    ...{ hands, pool, networks: points.length },
    spearman: { value: rank(all), interval: bootstrapInterval(nested, rank, BOOTSTRAP_SEED) },
    lowestLoss: chosen.validation,
    persistence: chosen.persistence,
    chosenByLoss: chosen.fallsPerLap,
    best: Math.min(...points.map(({ fallsPerLap }) => fallsPerLap)),
    mean: mean(points.map(({ fallsPerLap }) => fallsPerLap)),
    choosesPreviousAction: chosen.previousAction,
  };
}

function groups(indices: readonly number[], key: (i: number) => string): number[][] {
  const found = new Map<string, number[]>();
  for (const i of indices) found.set(key(i), [...(found.get(key(i)) ?? []), i]);
  return [...found.values()];
}

/** Pearson's correlation of ranks; equal values share the mean of their ranks. NaN where one of both never changes. */
export function spearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)];
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    xy += (x[i]! - mx) * (y[i]! - my);
    xx += (x[i]! - mx) ** 2;
    yy += (y[i]! - my) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const found = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let k = from; k < to; k++) found[order[k]!] = (from + to - 1) / 2;
    from = to;
  }
  return found;
}
