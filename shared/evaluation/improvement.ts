import { bootstrapOfTwo, type Interval, type Nested } from './interval.ts';
import type { Better } from './measures.ts';

/**
 * Probability that a value of `a` is better than one of `b`, both drawn at random; a tie counts half. NaN where either is
 * empty.
 *
 *   P(A > B) = U / (n · m),   U = Σᵢ Σⱼ ([aᵢ > bⱼ] + ½ [aᵢ = bⱼ])
 *
 * U is the statistic of Mann & Whitney (1947); as a measure of improvement see Agarwal et al. 2021, §4.3, "Probability of
 * improvement". It says how often, not by how much.
 */
export function probabilityOfImprovement(a: readonly number[], b: readonly number[], better: Better): number {
  const levels = levelsOf([...a, ...b]);
  const code = (value: number): number => levels.get(value)!;
  return counting(levels.size, better)(a.map(code), b.map(code));
}

/** The same with its 95 % interval; values may be nested as players, trainings and rollouts are. */
export function improvementInterval(a: Nested, b: Nested, better: Better, seed: number): Interval {
  const levels = levelsOf([...flat(a), ...flat(b)]);
  return bootstrapOfTwo(coded(a, levels), coded(b, levels), counting(levels.size, better), seed);
}

/** Every value that there is, and its place among them from the lowest: ranks are all that U asks for. */
function levelsOf(values: readonly number[]): Map<number, number> {
  const sorted = [...new Set(values)].sort((x, y) => x - y);
  return new Map(sorted.map((value, level) => [value, level]));
}

/** U / (n · m) of places among `levels`, by counting how many of either lie at each: n + m steps, without sorting. */
function counting(levels: number, better: Better) {
  const ofA = new Int32Array(levels);
  const ofB = new Int32Array(levels);
  return (a: readonly number[], b: readonly number[]): number => {
    ofA.fill(0);
    ofB.fill(0);
    for (const level of a) ofA[level]!++;
    for (const level of b) ofB[level]!++;
    let wins = 0;
    let below = 0;
    for (let level = 0; level < levels; level++) {
      wins += ofA[level]! * (below + ofB[level]! / 2);
      below += ofB[level]!;
    }
    const share = wins / (a.length * b.length);
    return better === 'higher' ? share : 1 - share;
  };
}

const coded = (values: Nested, levels: ReadonlyMap<number, number>): Nested =>
  values.map((item: number | Nested) => (typeof item === 'number' ? levels.get(item)! : coded(item, levels))) as Nested;

export const flat = (values: Nested): number[] =>
  values.flatMap((item: number | Nested) => (typeof item === 'number' ? [item] : flat(item)));
