import { bootstrapInterval, mean, type Nested } from '../../../shared/evaluation/interval.ts';
import { certainShareInterval, noEventInterval } from '../../../shared/evaluation/noevents.ts';
import { fallsPerLap } from '../judged.ts';
import { type Bar, type Estimate, percent } from '../page.ts';
import type { Player } from '../players.ts';
import { ARMS, type Passed, type Trial } from './trial.ts';

/** One arm on both players' laps, or one's: all its networks together. */
export interface Cell {
  arm: string;
  recurrent: boolean;
  hands: Player['hands'];
  crashes: Estimate;
  falls: number;
  /** On the told side, of the passes that got by. */
  told: Estimate;
  /** Of each network, those that got by: told side and crashes. */
  each: { told: number | null; crashes: number }[];
  /** Told side of the networks that choice left out. */
  leftOut: (number | null)[];
}

const BOOTSTRAP_SEED = 5;
const MOST_CRASHES = 0.25;
const LEAST_TOLD = 0.85;
const MOST_MEMORYLESS = 0.65;

const ones = (count: number, of: number): number[] => Array.from({ length: of }, (_, i) => (i < count ? 1 : 0));

/** A share of passes, its interval by bootstrap over networks, then passes; exact where it is none or all of them. */
function shareOfPasses(nested: Nested): Estimate {
  const passes = nested.flat(2) as number[];
  const value = mean(passes);
  if (value === 0 || value === 1) return { value, interval: certainShareInterval(value, passes.length) };
  return { value, interval: bootstrapInterval(nested, mean, BOOTSTRAP_SEED) };
}

export function cellOf({ arm, recurrent, hands, passed, leftOut }: Trial): Cell {
  const by = (one: Passed): number => one.left + one.right;
  const shareOf = (one: Passed): number | null => (by(one) > 0 ? one.told / by(one) : null);
  return {
    ...{ arm, recurrent, hands },
    crashes: shareOfPasses(passed.map((one) => ones(one.crashes, one.passes))),
    falls: mean(passed.map(({ falls, passes }) => falls / passes)),
    told: shareOfPasses(passed.filter((one) => by(one) > 0).map((one) => ones(one.told, by(one)))),
    each: passed.map((one) => ({ told: shareOf(one), crashes: one.crashes / one.passes })),
    leftOut: leftOut.map(shareOf),
  };
}

export const cueCells = (trials: readonly Trial[]): Cell[] => trials.filter(({ road }) => road === 'cue').map(cellOf);

/** Falls a lap on the plain road, interval over networks, then rollouts; where nobody fell, what so many laps exclude. */
export function fallsOf({ driven }: Trial): Estimate {
  const nested = driven.map(({ rollouts }) => rollouts.map((one) => fallsPerLap([one])));
  const value = mean(nested.flat());
  if (value > 0) return { value, interval: bootstrapInterval(nested, mean, BOOTSTRAP_SEED) };
  const laps = driven.flatMap(({ rollouts }) => rollouts.map((one) => one.laps));
  return { value, interval: noEventInterval(laps.reduce((sum, one) => sum + one, 0)) };
}

/** Bars are read for either kind of hands; the recurrent ones of the better cell of the two. */
export function barsOf(trials: readonly Trial[]): Bar[] {
  const cells = cueCells(trials);
  return (['keyboard', 'pad'] as const).flatMap((hands): Bar[] => {
    const own = cells.filter((cell) => cell.hands === hands);
    const recurrent = own.filter((cell) => cell.recurrent);
    const rank = ({ told, crashes }: Cell): number => told.value - Math.max(0, crashes.value - MOST_CRASHES);
    const best = recurrent.reduce((a, b) => (rank(b) > rank(a) ? b : a));
    const blank = own.find(({ arm }) => arm === 'memoryless')!;
    return [
      {
        what: `${hands}, ${best.arm}: told side, of passes without a crash`,
        ...{ bar: '≥ 85 %', shown: percent(best.told.value), holds: best.told.value >= LEAST_TOLD },
      },
      {
        what: `${hands}, ${best.arm}: crashes`,
        ...{ bar: '≤ 25 %', shown: percent(best.crashes.value), holds: best.crashes.value <= MOST_CRASHES },
      },
      {
        what: `${hands}, memoryless: told side, of passes without a crash`,
        ...{ bar: '≤ 65 %', shown: percent(blank.told.value), holds: blank.told.value <= MOST_MEMORYLESS },
      },
    ];
  });
}

export const PLAIN_ARMS = ARMS.filter(({ road }) => road === 'plain').map(({ name }) => name);
