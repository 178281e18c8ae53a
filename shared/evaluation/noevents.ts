import type { Interval } from './interval.ts';

/** Half of what a 95 % interval leaves out. */
const TAIL = 0.025;

/**
 * Where nothing happened in `exposure` laps, resampling finds nothing either, and its interval [0, 0] says more than is
 * known. The exact upper end for a Poisson rate is then −ln(0.025) / exposure ≈ 3.69 / exposure (Garwood 1936, for no
 * events; "rule of three" in its one-sided form). Laps count as independent, so it is the least doubt there is.
 */
export const noEventInterval = (exposure: number): Interval => [0, -Math.log(TAIL) / exposure];

/**
 * The same for a share of `of` trials when all or none of them had it: 0.025^(1/n) from its end (Clopper & Pearson 1934,
 * at the ends).
 */
export function certainShareInterval(share: 0 | 1, of: number): Interval {
  const edge = TAIL ** (1 / of);
  return share === 1 ? [edge, 1] : [0, 1 - edge];
}
