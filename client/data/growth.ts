import type { Coverage } from '../../shared/wire/laps.ts';

type Growth = Coverage['growth'];

/** What the last laps added to the share of the road seen. */
export interface LastAdded {
  laps: number;
  /** Share of the road's cells, 0 to 1. */
  share: number;
}

/** What the last tenth of the laps, at least ten of them where there are so many, added; null for fewer than two laps. */
export function lastAdded(growth: Growth): LastAdded | null {
  const end = growth.at(-1);
  if (!end || end.laps < 2) return null;
  const wanted = end.laps - Math.min(end.laps - 1, Math.max(10, Math.round(end.laps / 10)));
  const before = [...growth].reverse().find(({ laps }) => laps <= wanted) ?? growth[0]!;
  if (before.laps === end.laps) return null;
  return { laps: end.laps - before.laps, share: end.seen - before.seen };
}
