import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { checkOrder, decodeChunk, encodeChunk } from '../../shared/episode/codec.ts';
import { parseHeader } from '../../shared/episode/header.ts';
import { LogError, type RaceLog, type RaceLogChunk, type RaceLogHeader } from '../../shared/episode/log.ts';
import { parseTrackFile, type TrackFile } from '../../shared/track/file.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';
import type { RaceTable, Store } from './tables.ts';

/** Largest chunk after decompression; 16 cars with every adoption and event stay under half of it. */
const MAX_CHUNK_BYTES = 1024 * 1024;
/** Fast, and already half the size: a chunk is a few hundred bytes and a race has thousands. */
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

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
      header: JSON.stringify(rest),
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

export const packChunk = (encoded: Uint8Array): Uint8Array => zstdCompressSync(encoded, COMPRESSION);

/** Append an encoded chunk of `ticks` ticks that begins at `firstTick`. */
export async function appendChunk(
  store: Store,
  raceId: string,
  chunk: { sequence: number; firstTick: number; ticks: number; packed: Uint8Array },
): Promise<void> {
  await store
    .insertInto('race_chunk')
    .values({ race_id: raceId, sequence: chunk.sequence, ticks: chunk.ticks, bytes: chunk.packed })
    .execute();
  await store
    .updateTable('race')
    .set({ ticks: chunk.firstTick + chunk.ticks, touched_at: new Date().toISOString() })
    .where('id', '=', raceId)
    .execute();
}

/** The stored log and its track; LogError when there is none, or its bytes are spoilt. */
export async function readLog(store: Store, raceId: string): Promise<{ log: RaceLog; track: Track }> {
  const row = await store
    .selectFrom('race')
    .innerJoin('track', 'track.hash', 'race.track_hash')
    .select(['race.header', 'track.file'])
    .where('race.id', '=', raceId)
    .executeTakeFirst();
  if (!row)
    throw new LogError('Race log', `no race ${raceId}`, 'a recorded race', 'List episodes to see what is kept.');
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
  return { log: { header: { ...header, trackFile }, chunks }, track };
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

function unpackChunk(packed: Uint8Array, cars: number): RaceLogChunk {
  let bytes: Uint8Array;
  try {
    bytes = zstdDecompressSync(packed, { maxOutputLength: MAX_CHUNK_BYTES });
  } catch (error) {
    const got = error instanceof Error ? error.message : 'an unreadable block';
    throw new LogError('Stored race log', got, 'a zstd block', 'The database is damaged: restore a copy of it.');
  }
  return decodeChunk(bytes, cars);
}

/** Put another log in the place of a race's; episodes are the caller's. */
export async function replaceLog(store: Store, log: RaceLog): Promise<void> {
  const { trackFile: _, ...header } = log.header;
  await store.deleteFrom('race_chunk').where('race_id', '=', header.raceId).execute();
  await store
    .updateTable('race')
    .set({ header: JSON.stringify(header) })
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
export async function endRace(store: Store, raceId: string, status: Exclude<RaceStatus, 'running'>): Promise<boolean> {
  const running = store.updateTable('race').set({ status }).where('id', '=', raceId).where('status', '=', 'running');
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
