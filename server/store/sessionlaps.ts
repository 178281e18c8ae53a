import { parseTrackFile } from '../../shared/track/file.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';
import type { Store } from './tables.ts';

/** A person's lap in a session, without its way along the road. */
export interface SessionLap {
  episodeId: string;
  number: number;
  driverId: string;
  trackId: string;
  trackHash: string;
  /** Of its race, ISO 8601. */
  startedAt: string;
  timeMs: number;
  ticks: number;
  clean: boolean;
  style: 'keys' | 'stick';
  flagged: boolean;
  /** JSON of LapFlag[]. */
  flags: string;
  leftOut: boolean;
}

export type LapKey = Pick<SessionLap, 'episodeId' | 'number'>;

/** Laps whose bytes are read at once; a profile has 4 kB at most. */
const PROFILES_AT_ONCE = 500;

/** Whatever people have driven in a session, the oldest first. */
export async function lapsOfSession(store: Store, sessionId: string): Promise<SessionLap[]> {
  const rows = await store
    .selectFrom('lap_quality')
    .select(['episode_id', 'number', 'driver_id', 'track_id', 'track_hash', 'started_at', 'time_ms', 'ticks', 'clean'])
    .select(['style', 'flagged', 'flags', 'mark'])
    .where('session_id', '=', sessionId)
    .where('kind', '=', 'human')
    .orderBy('started_at')
    .orderBy('episode_id')
    .orderBy('number')
    .execute();
  return rows.map((row) => ({
    ...{ episodeId: row.episode_id, number: row.number, driverId: row.driver_id, trackId: row.track_id },
    ...{ trackHash: row.track_hash, startedAt: row.started_at, timeMs: row.time_ms, ticks: row.ticks },
    ...{ clean: row.clean === 1, style: row.style, flagged: row.flagged === 1, flags: row.flags },
    leftOut: row.mark === 'left-out',
  }));
}

/** The way of each of these laps (shared/dataset/profile.ts), in their order; a lap that is gone is left out. */
export async function* profilesOf<Lap extends LapKey>(
  store: Store,
  laps: readonly Lap[],
): AsyncGenerator<{ lap: Lap; profile: Uint8Array }> {
  for (let from = 0; from < laps.length; from += PROFILES_AT_ONCE) {
    const some = laps.slice(from, from + PROFILES_AT_ONCE);
    const episodes = [...new Set(some.map(({ episodeId }) => episodeId))];
    const query = store.selectFrom('lap_quality').select(['episode_id', 'number', 'profile']);
    const rows = await query.where('episode_id', 'in', episodes).execute();
    const found = new Map(rows.map((row) => [`${row.episode_id} ${row.number}`, row.profile]));
    for (const lap of some) {
      const profile = found.get(`${lap.episodeId} ${lap.number}`);
      if (profile) yield { lap, profile };
    }
  }
}

/** The version of a track that laps were driven on; null when it is gone. */
export async function trackByHash(store: Store, hash: string): Promise<Track | null> {
  const row = await store.selectFrom('track').select('file').where('hash', '=', hash).executeTakeFirst();
  return row ? buildTrack(parseTrackFile(JSON.parse(row.file))) : null;
}

/** Datasets frozen from a session that still hold laps, the newest first. */
export async function frozenFrom(store: Store, sessionId: string) {
  const rows = await store
    .selectFrom('dataset')
    .select(['id', 'name', 'version', 'created_at as createdAt'])
    .select(({ fn, val }) => fn<number>('json_array_length', ['laps', val('$')]).as('laps'))
    .where('session_id', '=', sessionId)
    .where('tombstoned_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows;
}

/** Tracks with a clean lap of a person in this session. */
export async function tracksDriven(store: Store, sessionId: string): Promise<string[]> {
  const query = store.selectFrom('lap_quality').select('track_id').distinct().where('session_id', '=', sessionId);
  const rows = await query.where('kind', '=', 'human').where('clean', '=', 1).execute();
  return rows.map((row) => row.track_id);
}

/** This dataset was frozen from that session. */
export async function noteFrozen(store: Store, datasetId: string, sessionId: string): Promise<void> {
  await store.updateTable('dataset').set({ session_id: sessionId }).where('id', '=', datasetId).execute();
}
