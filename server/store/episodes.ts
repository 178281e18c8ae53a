import type { Selectable } from 'kysely';
import type { Consent, RecordedKind } from '../../shared/episode/log.ts';
import type { LapSummary } from '../../shared/episode/summary.ts';
import { type Page, pageLimit, pageOf, readCursor, rowsAfter } from './page.ts';
import type { EpisodeTable, Store } from './tables.ts';
import { driveReadableBy, type Viewer } from './viewer.ts';

/** The public Episode of DESIGN.md. */
export interface Episode {
  id: string;
  raceId: string;
  trackId: string;
  /** Id of the car's specification. */
  vehicle: string;
  driver: { id: string; kind: RecordedKind; policyId: string | null };
  startedAt: string;
  ticks: number;
  /** How many of them the log does not hold. */
  gapTicks: number;
  laps: LapSummary[];
  falls: number;
  offTracks: number;
  contacts: number;
  physics: number;
  status: EpisodeTable['status'];
  consent: Consent | null;
}

/** An episode with its place in the log. */
export interface StoredEpisode extends Episode {
  /** Index into the log's cars. */
  car: number;
  firstTick: number;
}

export interface EpisodeFilter {
  track?: string;
  driver?: string;
  kind?: RecordedKind;
  /** Only what they may read; everything without. */
  viewer?: Viewer;
  /** `next` of the page before. */
  after?: string;
  /** 1 to 200; 50 by default. */
  limit?: number;
}

export async function insertEpisode(store: Store, episode: StoredEpisode): Promise<void> {
  await store
    .insertInto('episode')
    .values({
      id: episode.id,
      race_id: episode.raceId,
      car: episode.car,
      driver_id: episode.driver.id,
      kind: episode.driver.kind,
      policy_id: episode.driver.policyId,
      status: episode.status,
      track_id: episode.trackId,
      vehicle: episode.vehicle,
      first_tick: episode.firstTick,
      ticks: episode.ticks,
      gap_ticks: episode.gapTicks,
      laps: JSON.stringify(episode.laps),
      falls: episode.falls,
      off_tracks: episode.offTracks,
      contacts: episode.contacts,
      physics: episode.physics,
      started_at: episode.startedAt,
      consent: episode.consent && JSON.stringify(episode.consent),
    })
    .execute();
}

export async function findEpisode(store: Store, id: string): Promise<StoredEpisode | null> {
  const row = await store.selectFrom('episode').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toEpisode(row) : null;
}

export async function episodesOfRace(store: Store, raceId: string): Promise<StoredEpisode[]> {
  const query = store.selectFrom('episode').selectAll().where('race_id', '=', raceId);
  return (await query.orderBy('car').orderBy('first_tick').execute()).map(toEpisode);
}

/** Newest first. */
export async function listEpisodes(store: Store, filter: EpisodeFilter): Promise<Page<StoredEpisode>> {
  const limit = pageLimit(filter.limit);
  const from = readCursor(filter.after);
  let query = store.selectFrom('episode').selectAll();
  if (filter.track) query = query.where('track_id', '=', filter.track);
  if (filter.driver) query = query.where('driver_id', '=', filter.driver);
  if (filter.kind) query = query.where('kind', '=', filter.kind);
  if (filter.viewer) query = query.where(driveReadableBy(filter.viewer, 'episode.race_id', 'episode.driver_id'));
  if (from) query = query.where(rowsAfter('started_at', from));
  const rows = await query
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(toEpisode), limit, (episode) => ({ time: episode.startedAt, id: episode.id }));
}

/** What outsiders read: without the place in the log. */
export function publicEpisode({ car: _, firstTick: __, ...episode }: StoredEpisode): Episode {
  return episode;
}

export function toEpisode(row: Selectable<EpisodeTable>): StoredEpisode {
  return {
    id: row.id,
    raceId: row.race_id,
    trackId: row.track_id,
    vehicle: row.vehicle,
    driver: { id: row.driver_id, kind: row.kind, policyId: row.policy_id },
    startedAt: row.started_at,
    ticks: row.ticks,
    gapTicks: row.gap_ticks,
    laps: JSON.parse(row.laps),
    falls: row.falls,
    offTracks: row.off_tracks,
    contacts: row.contacts,
    physics: row.physics,
    status: row.status,
    consent: row.consent === null ? null : JSON.parse(row.consent),
    car: row.car,
    firstTick: row.first_tick,
  };
}
