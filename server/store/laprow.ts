import { lineOf } from '../../shared/dataset/profile.ts';
import type { LapRow } from '../../shared/wire/laps.ts';
import type { LapPageRow } from './lappages.ts';

/** Places of a row's line. */
const LINE_POINTS = 64;

/** A stored lap as outsiders read it. */
export function lapRow(row: LapPageRow): LapRow {
  return {
    episodeId: row.episode_id,
    number: row.number,
    raceId: row.race_id,
    trackId: row.track_id,
    car: row.vehicle,
    driver: { id: row.driver_id, kind: row.kind, policyId: row.policy_id },
    sessionId: row.session_id,
    startedAt: row.started_at,
    timeMs: row.time_ms,
    clean: row.clean === 1,
    inTraffic: row.in_traffic === 1,
    standingStart: row.standing_start === 1,
    ticks: row.ticks,
    falls: row.falls,
    offTracks: row.off_tracks,
    contacts: row.contacts,
    wrongWay: row.wrong_way === 1,
    starved: row.starved,
    latencyMs: row.latency_ms,
    idleShare: row.idle_share,
    fullShare: row.full_share,
    holdSeconds: row.hold_seconds,
    reversals: row.reversals,
    activity: row.activity,
    style: row.style,
    pace: row.pace,
    novelty: row.novelty,
    flags: JSON.parse(row.flags),
    mark: row.mark,
    reason: row.reason,
    line: lineOf(row.profile, LINE_POINTS),
    split: row.held_out === null ? null : row.held_out === 1 ? 'held-out' : 'train',
  };
}
