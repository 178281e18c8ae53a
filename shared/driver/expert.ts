import type { Track } from '../track/track.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';
import type { Expert } from './driver.ts';
import { PacedDriver } from './paced.ts';
import { scriptedDriver } from './scripted.ts';

/**
 * Scripted experts. `ideal` follows the racing line without delay, noise or habit, and does the same in every lap;
 * `keyboard` and `pad` are scripted people with a reaction time, imperfect eyes and hands, who never drive a lap twice.
 */
export const EXPERTS = ['ideal', 'keyboard', 'pad'] as const;
export type ExpertKind = (typeof EXPERTS)[number];

/** Who can answer for the driver of a data set, too: `ownPath` follows the fastest lap of it (ownpath.ts). */
export const TEACHERS = [...EXPERTS, 'ownPath'] as const;
export type Teacher = (typeof TEACHERS)[number];

export interface ExpertSetup {
  kind: ExpertKind;
  track: Track;
  spec: VehicleSpec;
  /** Who it is. Nothing to the ideal one. */
  seed: number;
  /** Which day it is: the same person drives other laps. */
  session: number;
}

/** The expert at the wheel, or beside it, of a race's only car. Throws RangeError where the ideal one would crash. */
export function expertOf({ kind, track, spec, seed, session }: ExpertSetup): Expert {
  if (kind !== 'ideal') return scriptedDriver({ hands: kind, skill: 'mid', seed, session, track, spec, car: 0 });
  if (track.hazards.length > 0) {
    throw new RangeError(
      `The ideal expert got the track "${track.id}" with ${track.hazards.length} obstacles or islands, which it does not ` +
        'see, expected one without. Take a keyboard or pad expert.',
    );
  }
  return new PacedDriver({ track, spec, car: 0, pace: 1 });
}
