/** From the best to the least. */
export const MEDALS = ['author', 'gold', 'silver', 'bronze'] as const;
export type Medal = (typeof MEDALS)[number];

/** The slowest lap that earns each medal, whole milliseconds. */
export type MedalTimes = Record<Medal, number>;

/**
 * A medal's time as a multiple of the author's.
 *
 * The author is a fast scripted driver, so that gold asks for a clean lap near the limit, silver for one without a
 * mistake, and bronze for one at the third or fourth try with keys.
 */
const SHARE: Readonly<Record<Medal, number>> = { author: 1, gold: 1.06, silver: 1.15, bronze: 1.35 };

/** What a track asks of one car, from the author's time on it. */
export function medalTimes(authorMs: number): MedalTimes {
  const time = (medal: Medal): number => Math.round(authorMs * SHARE[medal]);
  return { author: time('author'), gold: time('gold'), silver: time('silver'), bronze: time('bronze') };
}

/** What a clean lap of `timeMs` earned; null for none. */
export const medalOf = (timeMs: number, times: MedalTimes): Medal | null =>
  MEDALS.find((medal) => timeMs <= times[medal]) ?? null;
