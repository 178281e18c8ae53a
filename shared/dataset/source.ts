import type { RaceLog } from '../episode/log.ts';
import type { Track } from '../track/track.ts';

/** Where race logs come from: a database connection in Node, fetch in a browser, an array in a test. */
export interface LogSource {
  /** Rejects when there is no such race. */
  log(raceId: string): Promise<{ log: RaceLog; track: Track }>;
}
