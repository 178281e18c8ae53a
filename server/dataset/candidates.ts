import type { EpisodeEntry, LapEntry, LapNumbers } from '../../shared/dataset/choice.ts';
import { lapName, type Recipe } from '../../shared/dataset/recipe.ts';
import type { Consent } from '../../shared/episode/log.ts';
import type { LapSummary } from '../../shared/episode/summary.ts';
import type { Store } from '../store/tables.ts';
import type { Viewer } from '../store/viewer.ts';

/** An episode that a recipe may choose from, its laps with the numbers that are known of them. */
export interface Candidate extends EpisodeEntry {
  driver: { id: string; kind: 'human' | 'scripted' };
  sessionId: string | null;
  consent: Consent | null;
  laps: CandidateLap[];
}

export interface CandidateLap extends LapEntry {
  endTick: number;
  /** Kinds of its flags. */
  flags: readonly string[];
}

/** Which episodes to look at. */
export type Range = Pick<Recipe, 'trackId' | 'car' | 'drivers' | 'sessions'> & { episodes?: readonly string[] };

/** Rows that one query brings. */
const PAGE = 1000;

/**
 * Every episode in the range that `viewer` may learn from, those in quarantine and of policies left out.
 *
 * A driver may learn from their own, from scripted drivers' and from those who let others race their clone, of private
 * sessions from their own alone. An organiser may learn from everything in the session. Null may everything.
 */
export async function candidatesFor(store: Store, range: Range, viewer: Viewer | null): Promise<Candidate[]> {
  const found: Candidate[] = [];
  if (range.episodes) {
    for (let from = 0; from < range.episodes.length; from += PAGE) {
      found.push(...(await pageOf(store, range, viewer, '', range.episodes.slice(from, from + PAGE))));
    }
    return found;
  }
  for (let after = ''; ; after = found.at(-1)!.id) {
    const page = await pageOf(store, range, viewer, after);
    found.push(...page);
    if (page.length < PAGE) return found;
  }
}

async function pageOf(
  store: Store,
  range: Range,
  viewer: Viewer | null,
  after: string,
  ids?: readonly string[],
): Promise<Candidate[]> {
  let query = episodesIn(store, range).where('episode.id', '>', after);
  if (ids) query = query.where('episode.id', 'in', ids);
  if (viewer?.sessionId) query = query.where('race.session_id', '=', viewer.sessionId);
  else if (viewer) {
    const own = viewer.driverId ?? '';
    query = query.where(({ or, and, eb }) =>
      or([
        eb('episode.driver_id', '=', own),
        and([
          or([eb('session.private', 'is', null), eb('session.private', '=', 0)]),
          or([eb('episode.kind', '=', 'scripted'), eb('driver.consent_shared', '=', 1)]),
        ]),
      ]),
    );
  }
  const page = (await query.orderBy('episode.id').limit(PAGE).execute()).map(candidateOf);
  await readNumbers(store, page);
  return page;
}

function candidateOf(row: Awaited<ReturnType<ReturnType<typeof episodesIn>['execute']>>[number]): Candidate {
  return {
    id: row.id,
    raceId: row.race_id,
    trackId: row.track_id,
    vehicle: row.vehicle,
    driver: { id: row.driver_id, kind: row.kind as Candidate['driver']['kind'] },
    car: row.car,
    firstTick: row.first_tick,
    startedAt: row.started_at,
    physics: row.physics,
    sessionId: row.session_id,
    consent: row.consent === null ? null : JSON.parse(row.consent),
    laps: (JSON.parse(row.laps) as LapSummary[]).map((lap) => ({
      ...{ number: lap.number, timeMs: lap.timeMs, clean: lap.clean, inTraffic: lap.inTraffic },
      ...{ partial: lap.partial, endTick: lap.endTick, flags: [] },
    })),
  };
}

function episodesIn(store: Store, { trackId, car, drivers, sessions }: Range) {
  let query = store
    .selectFrom('episode')
    .innerJoin('race', 'race.id', 'episode.race_id')
    .leftJoin('session', 'session.id', 'race.session_id')
    .leftJoin('driver', 'driver.id', 'episode.driver_id')
    .select(['episode.id', 'episode.race_id', 'episode.track_id', 'episode.vehicle', 'episode.driver_id'])
    .select(['episode.kind', 'episode.car', 'episode.first_tick', 'episode.started_at', 'episode.physics'])
    .select(['episode.consent', 'episode.laps', 'race.session_id'])
    .where('episode.track_id', '=', trackId)
    .where('episode.vehicle', '=', car)
    .where('episode.kind', '!=', 'policy')
    .where('episode.status', '!=', 'quarantined');
  if (drivers.length > 0) query = query.where('episode.driver_id', 'in', drivers);
  if (sessions.length > 0) query = query.where('race.session_id', 'in', sessions);
  return query;
}

/** Give the laps of these episodes the numbers and flags that lap_quality holds of them. */
export async function readNumbers(store: Store, candidates: readonly Candidate[]): Promise<void> {
  for (let from = 0; from < candidates.length; from += PAGE) {
    const part = candidates.slice(from, from + PAGE);
    const rows = await numbersOf(
      store,
      part.map(({ id }) => id),
    );
    const known = new Map(rows.map((row) => [lapName({ episodeId: row.episode_id, number: row.number }), row]));
    for (const { id: episodeId, laps } of part) {
      for (const lap of laps) {
        const row = known.get(lapName({ episodeId, number: lap.number }));
        if (row) Object.assign(lap, { quality: qualityOf(row), flags: kindsOf(row.flags) });
      }
    }
  }
}

const numbersOf = (store: Store, episodes: readonly string[]) =>
  store
    .selectFrom('lap_quality')
    .select(['episode_id', 'number', 'ticks', 'falls', 'off_tracks', 'contacts', 'wrong_way', 'starved', 'latency_ms'])
    .select(['idle_share', 'reversals', 'novelty', 'style', 'mark', 'flags'])
    .where('episode_id', 'in', episodes)
    .execute();

function qualityOf(row: Awaited<ReturnType<typeof numbersOf>>[number]): LapNumbers {
  return {
    ...{ ticks: row.ticks, falls: row.falls, offTracks: row.off_tracks, contacts: row.contacts },
    ...{ wrongWay: row.wrong_way === 1, starved: row.starved, latencyMs: row.latency_ms },
    ...{ idleShare: row.idle_share, reversals: row.reversals, novelty: row.novelty },
    ...{ style: row.style, mark: row.mark },
  };
}

const kindsOf = (flags: string): string[] => (JSON.parse(flags) as { kind: string }[]).map(({ kind }) => kind);
