import { useMemo } from 'preact/hooks';
import { driver } from '../connection/driver.ts';
import type { Asker } from './rights.ts';
import { type Organised, useOrganised } from './useorganised.ts';

export interface Access {
  asker: Asker;
  /** Null until it is known. */
  organised: ReadonlyMap<string, Organised> | null;
  /** By which lists are read: an organiser sees a private session's laps, a driver their own. */
  token: string | undefined;
}

/** What this browser may see and change; `session` is the id of the one that is looked at. */
export function useAccess(session: string | null | undefined): Access {
  const organised = useOrganised();
  const { driverId, driverToken } = driver.value;
  return useMemo(() => {
    const tokens = new Map([...(organised ?? [])].map(([id, { token }]) => [id, token]));
    const organiser = session ? tokens.get(session) : undefined;
    return {
      asker: { driverId, driverToken, organised: tokens },
      organised,
      token: organiser ?? driverToken ?? undefined,
    };
  }, [organised, driverId, driverToken, session]);
}
