import { sql } from 'kysely';
import type { LapRow } from '../../shared/wire/laps.ts';
import type { Goal, Progress } from '../../shared/wire/sessions.ts';
import { pageOfLaps } from '../store/lappages.ts';
import { lapRow } from '../store/laprow.ts';
import { lapsOfSession, type SessionLap } from '../store/sessionlaps.ts';
import type { Store } from '../store/tables.ts';
import { STRANGER } from '../store/viewer.ts';
import { CountedRoads } from './roads.ts';
import { ownProgressOf, progressOf, type Tally, tallyOf } from './tally.ts';

/** However many ask, laps are read anew at most this often. */
const FRESH_MS = 900;
/** Laps that are shown one by one. */
const NEWEST = 50;

/** What is known of one session's laps, read anew when the database has changed. */
export class SessionMemory {
  readonly sessionId: string;
  readonly roads = new CountedRoads();
  laps: SessionLap[] = [];
  newest: LapRow[] = [];
  all: Tally = tallyOf([]);
  byDriver = new Map<string, Tally>();
  private version = -1;
  private readAt = Number.NEGATIVE_INFINITY;

  constructor(sessionId: string) {
    this.sessionId = sessionId;
  }

  async refresh(store: Store): Promise<void> {
    if (performance.now() - this.readAt < FRESH_MS) return;
    this.readAt = performance.now();
    const version = await dataVersion(store);
    if (version === this.version) return;
    this.laps = await lapsOfSession(store, this.sessionId);
    this.newest = await newestLaps(store, this.sessionId);
    await this.roads.take(store, this.laps);
    this.all = tallyOf(this.laps);
    this.byDriver = new Map(
      [...Map.groupBy(this.laps, ({ driverId }) => driverId)].map(([id, laps]) => [id, tallyOf(laps)]),
    );
    this.version = version;
  }

  progress(goal: Goal, tracks: readonly string[]): Progress {
    return progressOf(this.all, this.roads.seen(tracks), goal);
  }

  of(driverId: string): Tally {
    return this.byDriver.get(driverId) ?? tallyOf([]);
  }

  ownProgress(driverId: string, goal: Goal, tracks: readonly string[]): Progress {
    return ownProgressOf(this.of(driverId), this.roads.seen(tracks, driverId), goal);
  }
}

async function newestLaps(store: Store, session: string): Promise<LapRow[]> {
  const query = { session, kind: 'human', order: 'newest', limit: NEWEST } as const;
  const { rows } = await pageOfLaps(store, query, { ...STRANGER, sessionId: session });
  return rows.map(lapRow);
}

/** Counts up whenever another connection has committed. */
async function dataVersion(store: Store): Promise<number> {
  const { rows } = await sql<{ data_version: number }>`PRAGMA data_version`.execute(store);
  return rows[0].data_version;
}
