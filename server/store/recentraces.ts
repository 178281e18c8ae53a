import { type StoredEpisode, toEpisode } from './episodes.ts';
import { type Page, pageLimit, pageOf, readCursor, rowsAfter } from './page.ts';
import type { Store } from './tables.ts';
import { raceReadableBy, type Viewer } from './viewer.ts';

/** A race that is over and replays. */
export interface EndedRace {
  id: string;
  trackId: string;
  laps: number;
  physics: number;
  startedAt: string;
  status: 'complete' | 'interrupted';
  ticks: number;
  /** In the order of their cars. */
  episodes: StoredEpisode[];
}

/** The newest first, of those this viewer may read. */
export async function recentRaces(
  store: Store,
  filter: { track?: string; after?: string; limit?: number; viewer: Viewer },
): Promise<Page<EndedRace>> {
  const limit = pageLimit(filter.limit);
  const from = readCursor(filter.after);
  let query = store
    .selectFrom('race')
    .select(['id', 'track_id', 'laps', 'physics', 'started_at', 'status', 'ticks'])
    .where('status', 'in', ['complete', 'interrupted'])
    .where(raceReadableBy(filter.viewer, 'race.id', 'race.session_id'));
  if (filter.track) query = query.where('track_id', '=', filter.track);
  if (from) query = query.where(rowsAfter('started_at', from));
  const rows = await query
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const episodes = await episodesOf(
    store,
    rows.map(({ id }) => id),
  );
  const races = rows.map(({ track_id: trackId, started_at: startedAt, status, ...race }): EndedRace => {
    const driven = episodes.filter(({ raceId }) => raceId === race.id);
    return { ...race, trackId, startedAt, status: status as EndedRace['status'], episodes: driven };
  });
  return pageOf(races, limit, ({ startedAt, id }) => ({ time: startedAt, id }));
}

async function episodesOf(store: Store, races: readonly string[]): Promise<StoredEpisode[]> {
  if (races.length === 0) return [];
  const query = store.selectFrom('episode').selectAll().where('race_id', 'in', races);
  return (await query.orderBy('car').orderBy('first_tick').execute()).map(toEpisode);
}
