import type { Metres } from '../units/units.ts';
import type { LapProfile } from './profile.ts';

/** Half-width of the tube in standard deviations. */
export const TUBE_SIGMAS = 3;
/** A person is never held to be steadier than this. */
export const LEAST_SIGMA: Metres = 0.25;
/** Spreads are pooled over this many metres to each side. */
const POOL: Metres = 10;
/** Under this many laps a person's spread is shrunk towards that of drivers of similar skill, with the same weight. */
const TRUSTED_LAPS = 8;
/** Two neighbouring laps further apart than this at a metre are two ways, not one way driven loosely. */
const MODE_GAP: Metres = 3;
/**
 * Lap-to-lap spread of scripted drivers on the technical circuit, root mean square over both kinds of hands, three
 * skills, five persons each and all metres; stands in where no laps of other drivers on the same track are known.
 */
const SIMILAR_SKILL_SIGMA: Metres = 0.41;

/** What the person does at one metre along one of their ways. */
export interface Band {
  mean: Metres;
  /** Of a lap not among these, about `mean`. */
  sigma: Metres;
  laps: number;
}

/**
 * Where a person drives, metre by metre: the leave-one-lap-out mean ± 3σ of their lateral offset, one band for each way
 * they take (both sides of an obstacle are human).
 */
export interface Tube {
  /** Bands of each metre, left to right order not implied; never empty. */
  bands: Band[][];
  laps: number;
}

/**
 * Build the tube of a person's laps.
 *
 * σ² is the mean square of leave-one-lap-out residuals, each lap against the mean of the others, pooled over ± 10 m;
 * under 8 laps σ² ← (n σ² + 8 σ₀² (1 + 1/n)) / (n + 8), where σ₀ is the spread of drivers of similar skill and 1/n the
 * doubt about the mean of n laps, which residuals have in them already. σ is then widened for having been found from
 * few laps (`doubt`), and is at least 0.25 m.
 */
export function tubeOf(laps: readonly LapProfile[], similarSkill: Metres = SIMILAR_SKILL_SIGMA): Tube {
  if (laps.length === 0) throw new Error('A tube needs at least 1 lap, got 0. Drive a lap first.');
  const metres = laps[0]!.offset.length;
  const ways = Array.from({ length: metres }, (_, metre) => waysAt(laps, metre));
  const squares = ways.map((groups, metre) => groups.map((group) => residualSquares(laps, group, metre)));
  const bands = ways.map((groups, metre) =>
    groups.map((group, way) => ({
      mean: meanOffset(laps, group, metre),
      sigma: pooledSigma(squares, ways, metre, way, similarSkill),
      laps: group.length,
    })),
  );
  return { bands, laps: laps.length };
}

/** Laps of one metre grouped into ways: sorted by offset, cut where neighbours lie more than MODE_GAP apart. */
function waysAt(laps: readonly LapProfile[], metre: number): number[][] {
  const order = laps.map((_, lap) => lap).sort((a, b) => laps[a]!.offset[metre]! - laps[b]!.offset[metre]!);
  const groups: number[][] = [[order[0]!]];
  for (let i = 1; i < order.length; i++) {
    const gap = laps[order[i]!]!.offset[metre]! - laps[order[i - 1]!]!.offset[metre]!;
    if (gap > MODE_GAP) groups.push([]);
    groups[groups.length - 1]!.push(order[i]!);
  }
  return groups;
}

function meanOffset(laps: readonly LapProfile[], group: readonly number[], metre: number): Metres {
  let sum = 0;
  for (const lap of group) sum += laps[lap]!.offset[metre]!;
  return sum / group.length;
}

/** Sum of squared leave-one-out residuals; a lap alone on its way has none. */
function residualSquares(laps: readonly LapProfile[], group: readonly number[], metre: number): number {
  const n = group.length;
  if (n < 2) return 0;
  const centre = meanOffset(laps, group, metre);
  let sum = 0;
  // x − mean of the others = (x − mean of all) · n / (n − 1)
  for (const lap of group) sum += (((laps[lap]!.offset[metre]! - centre) * n) / (n - 1)) ** 2;
  return sum;
}

function pooledSigma(
  squares: number[][],
  ways: number[][][],
  metre: number,
  way: number,
  similarSkill: Metres,
): Metres {
  const metres = ways.length;
  let sum = 0;
  let count = 0;
  for (let d = -POOL; d <= POOL; d++) {
    const at = (metre + d + metres) % metres;
    // Neighbouring metres count where the road is shared in the same number of ways, so that ways keep their order.
    if (ways[at]!.length !== ways[metre]!.length || ways[at]![way]!.length < 2) continue;
    sum += squares[at]![way]!;
    count += ways[at]![way]!.length;
  }
  const laps = ways[metre]![way]!.length;
  const own = count === 0 ? 0 : sum / count;
  if (laps >= TRUSTED_LAPS) return Math.max(LEAST_SIGMA, doubt(laps - 1) * Math.sqrt(own));
  const known = laps < 2 ? 0 : laps;
  const others = similarSkill ** 2 * (1 + 1 / laps);
  const square = (known * own + TRUSTED_LAPS * others) / (known + TRUSTED_LAPS);
  return Math.max(LEAST_SIGMA, doubt(laps - 1 + TRUSTED_LAPS) * Math.sqrt(square));
}

/**
 * How much wider ± 3σ must be for a σ found from few laps, so that a further lap of the same person stays inside as
 * often as if their spread were known: Student's t over the normal quantile z = 3, for ν degrees of freedom.
 *
 *   t_ν / z ≈ 1 + (z² + 1) / 4ν + (5z⁴ + 16z² + 3) / 96ν² + (3z⁶ + 19z⁴ + 17z² − 15) / 384ν³
 *
 * (Abramowitz & Stegun 26.7.5; within 1 % from ν = 7 on). Without it, one in nine laps of a scripted person leaves the
 * tube of 19 others, and of two laps nearly every one leaves the other's.
 */
function doubt(freedom: number): number {
  const z2 = TUBE_SIGMAS * TUBE_SIGMAS;
  const second = (5 * z2 * z2 + 16 * z2 + 3) / 96;
  const third = (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15) / 384;
  return 1 + ((z2 + 1) / 4 + (second + third / freedom) / freedom) / freedom;
}

/** The band whose mean is nearest in its own standard deviations. */
export function nearestBand(tube: Tube, metre: number, offset: Metres): Band {
  const bands = tube.bands[metre]!;
  let best = bands[0]!;
  for (const band of bands) if (Math.abs(deviation(band, offset)) < Math.abs(deviation(best, offset))) best = band;
  return best;
}

/** How many standard deviations an offset lies from a band's mean, + left. */
export const deviation = (band: Band, offset: Metres): number => (offset - band.mean) / band.sigma;

export const insideTube = (tube: Tube, metre: number, offset: Metres): boolean =>
  Math.abs(deviation(nearestBand(tube, metre, offset), offset)) <= TUBE_SIGMAS;
