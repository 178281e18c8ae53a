import { useEffect } from 'preact/hooks';
import type { MedalTimes } from '../../shared/race/medals.ts';
import { fetchGhosts, fetchLeaderboard } from '../connection/api.ts';
import { driver } from '../connection/driver.ts';
import type { RaceSession } from './session.ts';

/** What there was to beat on this track in this car when the race began. */
export interface Targets {
  medals: MedalTimes | null;
  /** Best clean lap of whoever drives; null where none is kept. */
  ownMs: number | null;
  /** Best clean lap of anybody. */
  trackMs: number | null;
}

/** Ask for the targets as the race begins: at its end this race's own laps would be among them. */
export function useTargets({ track, spec, hud, spectates }: RaceSession): void {
  useEffect(() => {
    if (spectates) return undefined;
    const abort = new AbortController();
    const place = { track: track.id, car: spec.id };
    Promise.all([
      fetchLeaderboard({ ...place, who: 'all', limit: 1 }, abort.signal),
      fetchGhosts(place, driver.value.driverToken, abort.signal),
    ]).then(
      ([{ medals }, { ownMs, trackMs }]) => {
        hud.targets.value = { medals, ownMs, trackMs };
      },
      () => undefined, // The results then tell of no medal.
    );
    return () => abort.abort();
  }, [track, spec, hud, spectates]);
}
