import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { decodeChunk, encodeChunk } from '../../shared/episode/codec.ts';
import { parseHeader } from '../../shared/episode/header.ts';
import { type LogDriver, LogError, type LogEvent, type RaceLogChunk } from '../../shared/episode/log.ts';
import type { Store } from './tables.ts';

/** Largest chunk after decompression; 16 cars with every adoption and event stay under half of it. */
const MAX_CHUNK_BYTES = 1024 * 1024;
/**
 * Fast, and already half the size: a chunk is a few hundred bytes and a race has thousands. The checksum finds what
 * state hashes cannot: a changed flag, button or event.
 */
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 } };

/** A chunk on its way into the store. */
export interface PackedChunk {
  firstTick: number;
  ticks: number;
  packed: Uint8Array;
  /** Who has the wheel of each car when it begins; null where that is whom the header names, and for nobody else. */
  wheel: (LogDriver | null)[] | null;
}

/** How far a race's log now reaches: every tick below `tick` is kept, but for `gapTicks` of them. */
export interface Reach {
  tick: number;
  gapTicks: number;
}

export const packChunk = (encoded: Uint8Array): Uint8Array => zstdCompressSync(encoded, COMPRESSION);

/** The chunk in the store's bytes; LogError when they are spoilt. */
export function unpackChunk(packed: Uint8Array, cars: number): RaceLogChunk {
  let bytes: Uint8Array;
  try {
    bytes = zstdDecompressSync(packed, { maxOutputLength: MAX_CHUNK_BYTES });
  } catch (error) {
    const got = error instanceof Error ? error.message : 'an unreadable block';
    throw new LogError('Stored race log', got, 'a zstd block', 'The database is damaged: restore a copy of it.');
  }
  return decodeChunk(bytes, cars);
}

/**
 * Append a chunk to a running race, in a transaction. Where ticks are missing before it, the chunk tells of the gap and
 * of who took which wheel in it; a chunk that is there already changes nothing.
 */
export async function appendChunk(store: Store, raceId: string, chunk: PackedChunk): Promise<Reach> {
  const race = await store
    .selectFrom('race')
    .select(['status', 'ticks', 'gap_ticks as gapTicks'])
    .where('id', '=', raceId)
    .executeTakeFirst();
  if (race?.status !== 'running') {
    const next = 'Its later seconds are not kept.';
    throw new LogError(`Log of race ${raceId}`, race?.status ?? 'no such race', 'a running race', next);
  }
  const end = chunk.firstTick + chunk.ticks;
  if (end <= race.ticks) return { tick: race.ticks, gapTicks: race.gapTicks };
  const gap = chunk.firstTick - race.ticks;
  const packed = gap === 0 ? chunk.packed : await behindGap(store, raceId, chunk, gap);
  const sequence = (await countChunks(store, raceId)) ?? 0;
  await store
    .insertInto('race_chunk')
    .values({ race_id: raceId, sequence, ticks: chunk.ticks, bytes: packed })
    .execute();
  const reach: Reach = { tick: end, gapTicks: race.gapTicks + gap };
  await store
    .updateTable('race')
    .set({ ticks: end, gap_ticks: reach.gapTicks, touched_at: new Date().toISOString() })
    .where('id', '=', raceId)
    .execute();
  return reach;
}

async function countChunks(store: Store, raceId: string): Promise<number | null> {
  const last = await store
    .selectFrom('race_chunk')
    .select(({ fn }) => fn.max('sequence').as('sequence'))
    .where('race_id', '=', raceId)
    .executeTakeFirst();
  return last?.sequence == null ? null : last.sequence + 1;
}

async function behindGap(store: Store, raceId: string, chunk: PackedChunk, gap: number): Promise<Uint8Array> {
  const { header } = await store.selectFrom('race').select('header').where('id', '=', raceId).executeTakeFirstOrThrow();
  const { cars } = parseHeader(header);
  const known = unpackChunk(chunk.packed, cars.length);
  const before = await driversAtEnd(store, raceId, cars);
  const changed = cars.flatMap((own, car): LogEvent[] => {
    const driver = chunk.wheel?.[car] ?? driverOf(own);
    return isSame(driver, before[car]) ? [] : [{ tick: chunk.firstTick, car, kind: 'driver', driver }];
  });
  return packChunk(encodeChunk({ ...known, gap, events: [...changed, ...known.events] }));
}

/** Who had each wheel when the stored part of a log ended. */
async function driversAtEnd(store: Store, raceId: string, cars: readonly LogDriver[]): Promise<LogDriver[]> {
  const drivers = [...cars];
  const query = store.selectFrom('race_chunk').select('bytes').where('race_id', '=', raceId).orderBy('sequence');
  for (const { bytes } of await query.execute()) {
    for (const event of unpackChunk(bytes, cars.length).events) {
      if (event.kind === 'driver') drivers[event.car] = event.driver;
    }
  }
  return drivers;
}

const driverOf = ({ driverId, kind, policyId, consent }: LogDriver): LogDriver => ({
  ...{ driverId, kind, policyId, consent },
});

const isSame = (one: LogDriver, other: LogDriver): boolean =>
  one.driverId === other.driverId && one.kind === other.kind && one.policyId === other.policyId;
