import type { Track } from '../../shared/track/track.ts';
import type { Consent } from '../../shared/wire/options.ts';
import type { PolicySource } from '../bot/source.ts';
import type { Recorder } from '../episode/recorder.ts';
import type { GhostSource } from './ghosts.ts';
import type { RecordedTicks } from './recording.ts';

/** People by their tokens. */
export interface DriverDirectory {
  /** The pseudonym behind a token; null for a token that is nobody's. */
  driverOf(token: string): Promise<string | null>;
  /** Remember what this driver agreed to just now. */
  consented(driverId: string, consent: Consent): Promise<void>;
}

/** What every race of a server is given. */
export interface RaceServices {
  tracks: ReadonlyMap<string, Track>;
  policies: PolicySource;
  ghosts: GhostSource;
  drivers: DriverDirectory;
  recorder: Recorder;
  recordedTicks: RecordedTicks;
  /** Told after every tick of every race how long its work took, and then its patch, 0 without; milliseconds. */
  ticked?(work: number, patch: number): void;
  /** Something went wrong that the people in the room cannot mend. */
  complain(error: unknown, raceId: string): void;
}
