import type { LapRow } from '../../shared/wire/laps.ts';

/** Who asks: their driver's id and token, and organisers' tokens by the id of their session. */
export interface Asker {
  driverId: string | null;
  driverToken: string | null;
  organised: ReadonlyMap<string, string>;
}

/** The token by which a lap may be marked or deleted, the organiser's first; null for other people's laps. */
export function tokenFor(asker: Asker, { driver, sessionId }: Pick<LapRow, 'driver' | 'sessionId'>): string | null {
  const organiser = sessionId === null ? undefined : asker.organised.get(sessionId);
  if (organiser) return organiser;
  return driver.id === asker.driverId ? asker.driverToken : null;
}

/** Laps by the token that each takes; those that are not the asker's to change stand apart. */
export function byToken(
  asker: Asker,
  laps: readonly LapRow[],
): { allowed: ReadonlyMap<string, LapRow[]>; others: LapRow[] } {
  const allowed = new Map<string, LapRow[]>();
  const others: LapRow[] = [];
  for (const lap of laps) {
    const token = tokenFor(asker, lap);
    if (token === null) others.push(lap);
    else allowed.set(token, [...(allowed.get(token) ?? []), lap]);
  }
  return { allowed, others };
}
