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
const MODE_GAP: Metres = 2;
/**
 * Lap-to-lap spread of a scripted driver of middling skill on the technical circuit, root mean square over its metres;
 * stands in where no laps of other drivers on the same track are known.
 */
export const SIMILAR_SKILL_SIGMA: Metres = 0.35;

/** What the person does at one metre along one of their ways. */
export interface Band {
  mean: Metres;
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
 * under 8 laps σ² ← (n σ² + 8 σ₀²) / (n + 8) with σ₀ the spread of drivers of similar skill; at last σ ≥ 0.25 m.
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
  const trusted = laps < 2 ? 0 : laps;
  const square =
    laps >= TRUSTED_LAPS ? own : (trusted * own + TRUSTED_LAPS * similarSkill ** 2) / (trusted + TRUSTED_LAPS);
  return Math.max(LEAST_SIGMA, Math.sqrt(square));
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
