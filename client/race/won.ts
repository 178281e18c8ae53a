import { MEDALS, type Medal, type MedalTimes } from '../../shared/race/medals.ts';
import type { Targets } from './targets.ts';

/** The next better medal and the milliseconds to it; null with the author's. @param medal what is won, null for none */
export function nextMedal(bestMs: number, medal: Medal | null, times: MedalTimes): { medal: Medal; ms: number } | null {
  const next = MEDALS[(medal ? MEDALS.indexOf(medal) : MEDALS.length) - 1];
  return next ? { medal: next, ms: bestMs - times[next] } : null;
}

/** What a kept clean lap is: the track's record, its driver's first, or better than their best; null for none of it. */
export function newBest(
  bestMs: number,
  { ownMs, trackMs }: Pick<Targets, 'ownMs' | 'trackMs'>,
): { kind: 'record' | 'first' } | { kind: 'better'; ms: number } | null {
  if (bestMs === 0) return null;
  if (trackMs === null || bestMs < trackMs) return { kind: 'record' };
  if (ownMs === null) return { kind: 'first' };
  return bestMs < ownMs ? { kind: 'better', ms: ownMs - bestMs } : null;
}

/**
 * Milliseconds that the own best lap was slower than a ghost's, negative for faster; null where nothing compares.
 *
 * Flying laps are compared with the ghost's best flying lap. A race of one lap has none: there it is what the two were
 * apart on the clock where both have last been.
 *
 * @param along seconds behind the ghost at the marks of the road; NaN where one of them has not been
 */
export function behindGhost(
  { bestFlyingMs, laps }: { bestFlyingMs: number; laps: number },
  ghostMs: number,
  along: Float64Array,
): number | null {
  if (bestFlyingMs > 0 && ghostMs > 0) return bestFlyingMs - ghostMs;
  const last = laps === 1 ? along.findLast((seconds) => !Number.isNaN(seconds)) : undefined;
  return last === undefined ? null : Math.round(last * 1000);
}
