import { type DrivenLap, LapJudge } from '../../shared/dataset/drivenlap.ts';
import { parseHeader } from '../../shared/episode/header.ts';
import { LogError, type RaceLog, type RaceLogHeader } from '../../shared/episode/log.ts';
import { type ReplayVisit, Resimulation } from '../../shared/episode/resimulate.ts';
import { EpisodeCounter, type EpisodeSummary, unplayed } from '../../shared/episode/summary.ts';
import type { Track } from '../../shared/track/track.ts';
import { insertEpisode, type StoredEpisode } from '../store/episodes.ts';
import { newId } from '../store/ids.ts';
import { keepLaps, setJudged } from '../store/lapquality.ts';
import { insertLaps } from '../store/laps.ts';
import { deleteRace, endRace, readLog } from '../store/races.ts';
import type { Store } from '../store/tables.ts';
import { JUDGING, judgedRows } from './lapquality.ts';

export type FinishReason = 'complete' | 'interrupted';
export type EpisodeStatus = 'complete' | 'interrupted' | 'quarantined';

/**
 * End a race's log: play it again, and when every second's hash matches, keep what each driver did as episodes.
 *
 * A log that does not replay is kept and quarantined, with episodes that have no laps. A race without a single
 * committed tick leaves nothing; then, and for a race that is not running, the result is null.
 */
export async function closeRace(store: Store, raceId: string, reason: FinishReason): Promise<EpisodeStatus | null> {
  const race = await store
    .selectFrom('race')
    .select(['ticks', 'status', 'session_id', 'origin'])
    .where('id', '=', raceId)
    .executeTakeFirst();
  if (race?.status !== 'running') return null;
  if (race.ticks === 0) {
    await deleteRace(store, raceId);
    return null;
  }
  const { status, episodes, header, laps, damage } = await judge(store, raceId, reason);
  const rows = header ? await judgedRows(store, { header, sessionId: race.session_id }, episodes, laps) : [];
  return await store.transaction().execute(async (transaction) => {
    // Two processes over one folder may both have found the race abandoned: the first to end it keeps its episodes.
    if (!(await endRace(transaction, raceId, status, damage))) return null;
    for (const episode of episodes) {
      await insertEpisode(transaction, episode);
      // What came in from a file stands on no board: nobody here saw it driven.
      if (race.origin === null && header) await insertLaps(transaction, episode, header);
    }
    await keepLaps(transaction, rows);
    await setJudged(transaction, raceId, JUDGING);
    return status;
  });
}

async function judge(
  store: Store,
  raceId: string,
  reason: FinishReason,
): Promise<{
  status: EpisodeStatus;
  episodes: StoredEpisode[];
  header: RaceLogHeader | null;
  laps: DrivenLap[];
  damage: string | null;
}> {
  let log: RaceLog;
  let track: Track;
  try {
    ({ log, track } = await readLog(store, raceId));
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    const episodes = await unreadable(store, raceId);
    return { status: 'quarantined', episodes, header: null, laps: [], damage: error.message };
  }
  const beside = new LapJudge(log, track);
  const played = await summarise(log, track, beside);
  const status = played ? reason : 'quarantined';
  const episodes = (played ?? unplayed(log)).map((summary) => toEpisode(log, summary, status));
  const damage = played ? null : 'hash: its log does not replay to its own hashes';
  return { status, episodes, header: log.header, laps: played ? beside.laps : [], damage };
}

/** Who drove in a race whose log cannot be read, as far as its header still tells. */
async function unreadable(store: Store, raceId: string): Promise<StoredEpisode[]> {
  const race = await store
    .selectFrom('race')
    .select(['header', 'ticks', 'gap_ticks as gapTicks'])
    .where('id', '=', raceId)
    .executeTakeFirstOrThrow();
  try {
    const log = { header: parseHeader(race.header), chunks: [] };
    const { ticks, gapTicks } = race;
    return unplayed(log).map((summary) => toEpisode(log, { ...summary, ticks, gapTicks }, 'quarantined'));
  } catch (error) {
    if (error instanceof LogError) return [];
    throw error;
  }
}

/**
 * What every driver did, from playing the log again, with a judge looking on where one is given; null when it does not
 * replay to its own hashes.
 */
export async function summarise(log: RaceLog, track: Track, judge?: LapJudge): Promise<EpisodeSummary[] | null> {
  try {
    const simulation = new Resimulation(log, track);
    const counter = new EpisodeCounter(log);
    const visit: ReplayVisit = (tick, race, replayed) => {
      counter.visit(tick, race, replayed);
      judge?.visit(tick, race, replayed);
    };
    while (simulation.advance(visit, judge?.resumed)) await otherWork();
    return simulation.mismatches.length === 0 ? counter.summaries() : null;
  } catch (error) {
    if (error instanceof LogError) return null;
    throw error;
  }
}

/** Let commits of running races go first. */
export const otherWork = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function toEpisode(log: RaceLog, summary: EpisodeSummary, status: EpisodeStatus): StoredEpisode {
  const { header } = log;
  const { driver } = summary;
  return {
    id: newId('e'),
    raceId: header.raceId,
    trackId: header.trackId,
    vehicle: header.cars[summary.car].spec.id,
    driver: { id: driver.driverId, kind: driver.kind, policyId: driver.policyId },
    startedAt: header.startedAt,
    ticks: summary.ticks,
    gapTicks: summary.gapTicks,
    laps: summary.laps,
    falls: summary.falls,
    offTracks: summary.offTracks,
    contacts: summary.contacts,
    physics: header.physics,
    status,
    consent: driver.consent,
    car: summary.car,
    firstTick: summary.firstTick,
  };
}
