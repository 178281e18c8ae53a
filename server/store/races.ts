import { createHash } from 'node:crypto';
import { checkOrder, encodeChunk } from '../../shared/episode/codec.ts';
import { parseHeader } from '../../shared/episode/header.ts';
import { gapsOf, LogError, logTicks, type RaceLog, type RaceLogHeader } from '../../shared/episode/log.ts';
import { parseTrackFile, type TrackFile } from '../../shared/track/file.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';
import { packChunk, unpackChunk } from './chunks.ts';
import type { RaceTable, Store } from './tables.ts';

export type RaceStatus = RaceTable['status'];

/** Who writes a race's log. */
export interface RecorderName {
  id: string;
  pid: number;
}

export interface RaceSummary {
  id: string;
  trackId: string;
  laps: number;
  physics: number;
  startedAt: string;
  status: RaceStatus;
  ticks: number;
}

/** The race's row, with the version of its track; the header must hold the track file. */
export async function insertRace(
  store: Store,
  header: RaceLogHeader,
  recorder: RecorderName,
  always = false,
  sessionId: string | null = null,
): Promise<void> {
  const { trackFile, ...rest } = header;
  if (!trackFile) throw new LogError('Race log header', 'no track file', 'the track', 'Pass header.trackFile.');
  await store
    .insertInto('track')
    .values({
      hash: header.trackHash,
      id: header.trackId,
      version: trackFile.version,
      file: JSON.stringify(trackFile),
    })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute();
  await store
    .insertInto('race')
    .values({
      id: header.raceId,
      status: 'running',
      ...headerColumns(rest),
      track_id: header.trackId,
      track_hash: header.trackHash,
      laps: header.laps,
      physics: header.physics,
      started_at: header.startedAt,
      ticks: 0,
      always: always ? 1 : 0,
      session_id: sessionId,
      recorder_id: recorder.id,
      recorder_pid: recorder.pid,
      touched_at: new Date().toISOString(),
    })
    .execute();
}

const DAMAGED = 'The database is damaged: restore a copy of it.';
/** How far ahead of a race's own start the newest race may lie and still be believed. */
const CLOCK_SLIP_MS = 24 * 3600 * 1000;

/**
 * Insert a race that begins now, or go on with it where this recorder began it before; in a transaction. A clock that
 * was set back does not put it before the races that were driven earlier: it then starts a millisecond after the newest.
 */
export async function beginRace(
  store: Store,
  header: RaceLogHeader,
  recorder: RecorderName,
  always: boolean,
  sessionId: string | null,
): Promise<void> {
  const { raceId } = header;
  const begun = await store.selectFrom('race').select('recorder_id').where('id', '=', raceId).executeTakeFirst();
  if (begun?.recorder_id === recorder.id) return;
  const own = Date.parse(header.startedAt);
  const { newest } = await store
    .selectFrom('race')
    .select(({ fn }) => fn.max('started_at').as('newest'))
    .where('started_at', '<', new Date(own + CLOCK_SLIP_MS).toISOString())
    .executeTakeFirstOrThrow();
  const after = newest === null ? own : Math.max(own, Date.parse(newest) + 1);
  await insertRace(store, { ...header, startedAt: new Date(after).toISOString() }, recorder, always, sessionId);
}

/** The header's text and what tells whether it was changed since. */
export function headerColumns(header: Omit<RaceLogHeader, 'trackFile'>): { header: string; header_hash: string } {
  const text = JSON.stringify(header);
  return { header: text, header_hash: headerHash(text) };
}

export const headerHash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The stored log and its track; LogError when there is none, or its bytes are spoilt. */
export async function readLog(store: Store, raceId: string): Promise<{ log: RaceLog; track: Track }> {
  const row = await store
    .selectFrom('race')
    .innerJoin('track', 'track.hash', 'race.track_hash')
    .select(['race.header', 'race.header_hash', 'race.ticks', 'track.file'])
    .where('race.id', '=', raceId)
    .executeTakeFirst();
  if (!row)
    throw new LogError('Race log', `no race ${raceId}`, 'a recorded race', 'List episodes to see what is kept.');
  if (row.header_hash !== null && headerHash(row.header) !== row.header_hash) {
    throw new LogError(`Header of race ${raceId}`, headerHash(row.header), `hash ${row.header_hash}`, DAMAGED);
  }
  const header = parseHeader(row.header);
  const { trackFile, track } = storedTrack(row.file);
  const rows = await store
    .selectFrom('race_chunk')
    .select(['bytes'])
    .where('race_id', '=', raceId)
    .orderBy('sequence')
    .execute();
  const chunks = rows.map((chunk) => unpackChunk(chunk.bytes, header.cars.length));
  checkOrder(chunks);
  const log = { header: { ...header, trackFile }, chunks };
  if (logTicks(log) < row.ticks) throw new LogError(`Log of race ${raceId}, ticks`, logTicks(log), row.ticks, DAMAGED);
  return { log, track };
}

/** A build that asks more of tracks than the one that stored it must not fail in other ways than a spoilt log does. */
function storedTrack(text: string): { trackFile: TrackFile; track: Track } {
  try {
    const trackFile = parseTrackFile(JSON.parse(text));
    return { trackFile, track: buildTrack(trackFile) };
  } catch (error) {
    const next = 'Read the log with the build that wrote it.';
    throw new LogError('Stored track', (error as Error).message, 'a track that this build can read', next);
  }
}

/** Put another log in the place of a race's; episodes are the caller's. */
export async function replaceLog(store: Store, log: RaceLog): Promise<void> {
  const { trackFile: _, ...header } = log.header;
  await store.deleteFrom('race_chunk').where('race_id', '=', header.raceId).execute();
  await store
    .updateTable('race')
    .set({ ...headerColumns(header), gap_ticks: gapsOf(log).reduce((sum, { ticks }) => sum + ticks, 0) })
    .where('id', '=', header.raceId)
    .execute();
  for (const [sequence, chunk] of log.chunks.entries()) {
    const packed = packChunk(encodeChunk(chunk));
    await store
      .insertInto('race_chunk')
      .values({ race_id: header.raceId, sequence, ticks: chunk.ticks, bytes: packed })
      .execute();
  }
}

export async function setRaceStatus(store: Store, raceId: string, status: RaceStatus): Promise<void> {
  await store.updateTable('race').set({ status }).where('id', '=', raceId).execute();
}

/** A running race ends with this status; false, and nothing changes, when it has ended already. */
export async function endRace(
  store: Store,
  raceId: string,
  status: Exclude<RaceStatus, 'running'>,
  damage: string | null = null,
): Promise<boolean> {
  const running = store
    .updateTable('race')
    .set({ status, damage })
    .where('id', '=', raceId)
    .where('status', '=', 'running');
  return (await running.executeTakeFirst()).numUpdatedRows > 0n;
}

/** With chunks and episodes. */
export async function deleteRace(store: Store, raceId: string): Promise<void> {
  await store.deleteFrom('race').where('id', '=', raceId).execute();
}

export async function findRace(store: Store, raceId: string): Promise<RaceSummary | null> {
  const row = await store
    .selectFrom('race')
    .select(['id', 'track_id', 'laps', 'physics', 'started_at', 'status', 'ticks'])
    .where('id', '=', raceId)
    .executeTakeFirst();
  if (!row) return null;
  const { track_id: trackId, started_at: startedAt, ...rest } = row;
  return { ...rest, trackId, startedAt };
}
