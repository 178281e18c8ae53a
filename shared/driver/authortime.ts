import { NEUTRAL_FRAME } from '../race/frame.ts';
import { Race } from '../race/race.ts';
import type { Track } from '../track/track.ts';
import { type VehicleSpec, vehicleHash } from '../vehicle/spec.ts';
import { scriptedDriver } from './scripted.ts';

/** Who drives, and how far: three fast drivers with a pad, one after the other, alone. */
export const AUTHORS = { skill: 'fast', hands: 'pad', seeds: [1, 2, 3], laps: 6 } as const;

/**
 * The author time of a track in a car, whole milliseconds: the best clean lap begun at speed of the AUTHORS. Null when
 * none of their laps was clean.
 */
export function authorTime(track: Track, spec: VehicleSpec): number | null {
  let best: number | null = null;
  for (const seed of AUTHORS.seeds) {
    const { skill, hands, laps } = AUTHORS;
    const race = new Race({ track, laps, cars: [{ id: 'author', spec }], contact: false });
    const driver = scriptedDriver({ track, spec, car: 0, skill, hands, seed });
    const frames = [{ ...NEUTRAL_FRAME }];
    race.startCountdown(0);
    while (race.phase === 'racing') {
      driver.drive(race, frames);
      for (const event of race.step(frames).events) {
        if (event.kind !== 'lap' || !event.lap.clean || event.lap.standingStart) continue;
        best = Math.min(best ?? event.lap.timeMs, event.lap.timeMs);
      }
    }
  }
  return best;
}

/** The author time of one version of a track in one version of a car. */
export interface AuthorTime {
  trackId: string;
  trackHash: string;
  car: string;
  carHash: string;
  authorMs: number;
}

/** The author times of a track; a car in which no author drove a clean lap is left out. */
export const measureAuthors = (track: Track, cars: readonly VehicleSpec[]): AuthorTime[] =>
  cars.flatMap((spec) => {
    const authorMs = authorTime(track, spec);
    const names = { trackId: track.id, trackHash: track.hash, car: spec.id, carHash: vehicleHash(spec) };
    return authorMs === null ? [] : [{ ...names, authorMs }];
  });
