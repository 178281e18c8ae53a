import { type DrivenLap, LapJudge } from '../../shared/dataset/drivenlap.ts';
import { flagsOf, medianOf } from '../../shared/dataset/flags.ts';
import { styleOf } from '../../shared/dataset/manner.ts';
import { noveltyAmong } from '../../shared/dataset/novelty.ts';
import { latencyOf } from '../../shared/dataset/quality.ts';
import { LogError, type RaceLogHeader } from '../../shared/episode/log.ts';
import { Resimulation } from '../../shared/episode/resimulate.ts';
import { episodesOfRace, type StoredEpisode } from '../store/episodes.ts';
import { keepLaps, type LapQualityRow, referenceLaps, setJudged, unjudgedRace } from '../store/lapquality.ts';
import { isOpen } from '../store/laps.ts';
import { readLog } from '../store/races.ts';
import type { Store } from '../store/tables.ts';
import { mayPass } from './writer.ts';

/** Raised when laps are judged differently: then every closed race is judged anew, and marks stay. */
export const JUDGING = 1;
/** A lap's novelty and pace are told against the newest laps of its road and car, so that a race closes soon. */
const MOST_REFERENCES = 500;

interface WholeLap {
  episode: StoredEpisode;
  driven: DrivenLap;
}

/**
 * The rows of a race's laps: every whole lap of an open episode, as it was driven and as it stands among the newest
 * laps of its road and car. Reads the store, writes nothing.
 *
 * `slow` compares with the median of those laps and of this race's. Novelty is the distance to the nearest of them.
 */
export async function judgedRows(
  store: Store,
  { header, sessionId }: { header: RaceLogHeader; sessionId: string | null },
  episodes: readonly StoredEpisode[],
  driven: readonly DrivenLap[],
): Promise<LapQualityRow[]> {
  const laps = episodes.filter(isOpen).flatMap((episode) => wholeLaps(episode, driven));
  const rows: LapQualityRow[] = [];
  for (const vehicle of new Set(laps.map(({ episode }) => episode.vehicle))) {
    const place = { trackHash: header.trackHash, vehicle, exceptRace: header.raceId };
    const known = await referenceLaps(store, place, MOST_REFERENCES);
    const own = laps.filter(({ episode }) => episode.vehicle === vehicle);
    const times = [...known.map(({ timeMs }) => timeMs), ...own.map(({ driven: { lap } }) => lap.timeMs)];
    const medianMs = medianOf(times.sort((a, b) => a - b));
    for (const lap of own) {
      const others = own.filter((other) => other !== lap).map(({ driven: { profile } }) => profile);
      const novelty = noveltyAmong(lap.driven.profile, [...known.map(({ profile }) => profile), ...others]);
      rows.push(rowOf(lap, { trackHash: header.trackHash, sessionId, novelty, medianMs }));
      await otherWork();
    }
  }
  return rows;
}

/** Let commits of running races go first. */
const otherWork = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function wholeLaps(episode: StoredEpisode, all: readonly DrivenLap[]): WholeLap[] {
  return episode.laps
    .filter(({ partial }) => !partial)
    .flatMap(({ endTick }) => {
      const driven = all.find((lap) => lap.car === episode.car && lap.endTick === endTick);
      return driven ? [{ episode, driven }] : [];
    });
}

function rowOf(
  { episode, driven }: WholeLap,
  among: { trackHash: string; sessionId: string | null; novelty: number; medianMs: number },
): LapQualityRow {
  const { lap, ticks, quality, manner, profile, content } = driven;
  const { timeMs, inTraffic } = lap;
  const { novelty } = among;
  const facts = { quality, inTraffic, ticks, timeMs, novelty, idleShare: manner.idleShare };
  const flags = flagsOf(facts, among.medianMs);
  return {
    episode_id: episode.id,
    number: lap.number,
    session_id: among.sessionId,
    track_id: episode.trackId,
    track_hash: among.trackHash,
    vehicle: episode.vehicle,
    driver_id: episode.driver.id,
    kind: episode.driver.kind,
    policy_id: episode.driver.policyId,
    started_at: episode.startedAt,
    time_ms: Math.round(timeMs),
    clean: Number(lap.clean),
    in_traffic: Number(inTraffic),
    standing_start: Number(lap.standingStart),
    ticks,
    falls: quality.falls,
    off_tracks: quality.offTracks,
    contacts: quality.contacts,
    wrong_way: Number(quality.wrongWays > 0),
    starved: quality.starved,
    latency_ms: latencyOf(quality),
    idle_share: manner.idleShare,
    full_share: manner.fullShare,
    hold_seconds: manner.holdSeconds,
    reversals: manner.reversals,
    activity: manner.activity,
    style: styleOf(manner),
    novelty: Number.isFinite(novelty) ? novelty : null,
    flags: JSON.stringify(flags),
    flagged: Number(flags.length > 0),
    mark: 'none',
    reason: '',
    profile,
    content,
  };
}

/**
 * Judge the laps of one closed race that no build, or an older one, has judged; false when there is none left.
 *
 * A log that cannot be replayed here (of other physics, or spoilt) leaves no rows and is not tried again. Nor is one
 * that fails in a way nobody foresaw, which rejects once; a store that refuses for now is asked again.
 */
export async function judgeOne(store: Store): Promise<boolean> {
  const raceId = await unjudgedRace(store, JUDGING);
  if (raceId === null) return false;
  try {
    await judgeRace(store, raceId);
  } catch (error) {
    if (!mayPass(error)) await setJudged(store, raceId, JUDGING);
    throw error;
  }
  return true;
}

/** Judge the laps of a closed race (anew): for races that came into the store without being closed here. */
export async function judgeRace(store: Store, raceId: string): Promise<void> {
  const rows = await replayedRows(store, raceId);
  await store.transaction().execute(async (transaction) => {
    // Episodes that were deleted while this went on take no rows with them.
    const left = new Set((await episodesOfRace(transaction, raceId)).map(({ id }) => id));
    const kept = rows.filter(({ episode_id }) => left.has(episode_id));
    await keepLaps(transaction, kept);
    await setJudged(transaction, raceId, JUDGING);
  });
}

async function replayedRows(store: Store, raceId: string): Promise<LapQualityRow[]> {
  const race = await store.selectFrom('race').select('session_id').where('id', '=', raceId).executeTakeFirst();
  const episodes = await episodesOfRace(store, raceId);
  if (!race || !episodes.some((episode) => isOpen(episode) && episode.laps.length > 0)) return [];
  try {
    const { log, track } = await readLog(store, raceId);
    const simulation = new Resimulation(log, track);
    const judge = new LapJudge(log, track);
    while (simulation.advance(judge.visit, judge.resumed)) await otherWork();
    if (simulation.mismatches.length > 0) return [];
    return await judgedRows(store, { header: log.header, sessionId: race.session_id }, episodes, judge.laps);
  } catch (error) {
    if (error instanceof LogError) return [];
    throw error;
  }
}
