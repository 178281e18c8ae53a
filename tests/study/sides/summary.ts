import { bootstrapInterval, mean, type Nested } from '../../../shared/evaluation/interval.ts';
import { certainShareInterval } from '../../../shared/evaluation/noevents.ts';
import type { Bar, Estimate } from '../page.ts';
import { percent } from '../page.ts';
import type { Player } from '../players.ts';
import { ARMS } from './arms.ts';
import { LEARNED } from './races.ts';
import type { Driven, Motion, Trial } from './trial.ts';

/** The condition of the comparison: as many laps to either side, the rock seen so long before its rim. */
export const BALANCED = { sight: 1.2, left: LEARNED / 2 };
/** What the bar asks of the best committed head. */
const MOST_CRASHES = 0.1;
const LEAST_SIDE = 0.2;

/** One way of driving one head, on one player's laps: all its networks together. */
export interface Cell {
  arm: string;
  decoding: string;
  committed: boolean;
  hands: Player['hands'];
  motion: Motion;
  crashes: Estimate;
  falls: Estimate;
  /** Of the passes that got by; null when none did. */
  leftShare: number | null;
  /** Of each network. */
  leftShares: (number | null)[];
}

const BOOTSTRAP_SEED = 5;

/** Share of passes, its interval by bootstrap over networks, then passes; exact where it is none or all of them. */
function estimate(driven: readonly Driven[], of: 'crashes' | 'falls'): Estimate {
  const nested: Nested = driven.map((one) => Array.from({ length: one.passes }, (_, i) => (i < one[of] ? 1 : 0)));
  const passes = nested.flat(2) as number[];
  const value = mean(passes);
  if (value === 0 || value === 1) return { value, interval: certainShareInterval(value, passes.length) };
  return { value, interval: bootstrapInterval(nested, mean, BOOTSTRAP_SEED) };
}

const shareLeft = (driven: readonly Driven[]): number | null => {
  const left = driven.reduce((sum, one) => sum + one.left, 0);
  const right = driven.reduce((sum, one) => sum + one.right, 0);
  return left + right > 0 ? left / (left + right) : null;
};

/** Every way of driving that a trial holds, from starts of one motion. */
export function cellsOf({ arm, hands, driven }: Trial, motion: Motion): Cell[] {
  const { decodings } = ARMS.find(({ name }) => name === arm)!;
  return decodings.map(({ name, committed }) => {
    const own = driven.filter((one) => one.decoding === name && one.motion === motion);
    return {
      ...{ arm, decoding: name, committed, hands, motion },
      ...{ crashes: estimate(own, 'crashes'), falls: estimate(own, 'falls') },
      ...{ leftShare: shareLeft(own), leftShares: own.map((one) => shareLeft([one])) },
    };
  });
}

export const isBalanced = ({ sight, left }: Trial): boolean => sight === BALANCED.sight && left === BALANCED.left;

/** The cells of the comparison, from straight starts. */
export const comparedCells = (trials: readonly Trial[]): Cell[] =>
  trials.filter(isBalanced).flatMap((trial) => cellsOf(trial, 'straight'));

/** One way of driving, for both kinds of hands. */
interface Pair {
  name: string;
  crashes: number;
  shares: (number | null)[];
  cells: Cell[];
}

/** Of the ways that keep their draw, the one whose worse kind of hands crashes least. */
export function bestCommitted(cells: readonly Cell[]): Pair {
  const names = [
    ...new Set(cells.filter(({ committed }) => committed).map(({ arm, decoding }) => `${arm}, ${decoding}`)),
  ];
  return names
    .map((name) => pairOf(cells, name))
    .reduce((best, other) => (other.crashes < best.crashes ? other : best));
}

function pairOf(all: readonly Cell[], name: string): Pair {
  const cells = all.filter(({ arm, decoding }) => `${arm}, ${decoding}` === name);
  const crashes = Math.max(...cells.map((cell) => cell.crashes.value));
  return { name, crashes, shares: cells.map(({ leftShare }) => leftShare), cells };
}

/** Ways that crash at most MOST_CRASHES and take either side, with both kinds of hands. */
export function barsOf(trials: readonly Trial[]): Bar[] {
  const cells = comparedCells(trials);
  const best = bestCommitted(cells);
  const squared = pairOf(cells, 'squared error, mean');
  const shown = (pair: Pair): string =>
    pair.cells.map(({ hands, crashes }) => `${hands} ${percent(crashes.value)}`).join(', ');
  const balanced = best.shares.every((share) => share !== null && share >= LEAST_SIDE && share <= 1 - LEAST_SIDE);
  return [
    {
      what: `best committed head (${best.name}): crashes`,
      ...{ bar: '≤ 10 %, both hands', shown: shown(best), holds: best.crashes <= MOST_CRASHES },
    },
    {
      what: `best committed head (${best.name}): passes on the left`,
      ...{ bar: '20 to 80 %, both hands', holds: balanced },
      shown: best.cells.map(({ hands, leftShare }) => `${hands} ${percent(leftShare ?? Number.NaN)}`).join(', '),
    },
    {
      what: 'squared error: crashes',
      bar: 'more than the best committed head, both hands',
      shown: shown(squared),
      holds: squared.cells.every((cell, i) => cell.crashes.value > best.cells[i]!.crashes.value),
    },
  ];
}
