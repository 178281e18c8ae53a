import type { Track } from '../../shared/track/track.ts';
import type { Notice } from '../../shared/wire/messages.ts';
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

/** How somebody races for a collection session: as whom, and on what. */
export interface Admission {
  sessionId: string;
  code: string;
  nickname: string;
  /** What they agreed to in this session; the consent in their race options is unread. */
  consent: Consent;
  tracks: readonly string[];
  car: string;
  laps: number;
  contact: boolean;
}

/** A room that races for a session, as its organiser reaches it. */
export interface SessionRoom {
  /** Whoever has a car here and has not left for good; `driving` in a race that runs. */
  drivers(): { driverId: string; connected: boolean; driving: boolean }[];
  notice(notice: Notice): void;
  /** This driver leaves and does not come back. */
  remove(driverId: string): void;
  /** While held, the race that waits here does not begin. */
  hold(held: boolean): void;
  /** Everybody leaves. */
  end(): void;
}

/** Collection sessions by their codes. */
export interface SessionDoor {
  /** Rejects with a ServerError that says why this driver may not race for that session now. */
  admit(code: string, driverId: string | null): Promise<Admission>;
  /** A room races for that session, until the returned function is called. */
  opened(sessionId: string, room: SessionRoom): () => void;
}

/** What every race of a server is given. */
export interface RaceServices {
  tracks: ReadonlyMap<string, Track>;
  policies: PolicySource;
  ghosts: GhostSource;
  drivers: DriverDirectory;
  sessions: SessionDoor;
  recorder: Recorder;
  recordedTicks: RecordedTicks;
  /** Told after every tick of every race how long its work took, and then its patch, 0 without; milliseconds. */
  ticked?(work: number, patch: number, raceId: string): void;
  /** Something went wrong that the people in the room cannot mend. */
  complain(error: unknown, raceId: string): void;
}
