import { encodeChunk } from '../../shared/episode/codec.ts';
import { type LogDriver, LogError, type RaceLog } from '../../shared/episode/log.ts';
import { RaceLogRewriting, withoutCars } from '../../shared/episode/rewrite.ts';
import type { Track } from '../../shared/track/track.ts';
import { packChunk } from '../store/chunks.ts';
import { episodesOfRace } from '../store/episodes.ts';
import { deleteRace, readLog, replaceLog, setRaceStatus } from '../store/races.ts';
import type { Store } from '../store/tables.ts';
import { pieceOf } from '../store/traces.ts';
import { otherWork, summarise } from './closing.ts';

/** A race from which cars are to be taken: what stays of it, worked out before anything is written. */
export interface RaceCut {
  raceId: string;
  /** Null when nothing worth keeping is left: the race goes whole. */
  left: { log: RaceLog; verified: boolean } | null;
  /** Log indices of the cars that stay. */
  kept: number[];
  /** Episodes that go. */
  gone: string[];
  /** Out of the middle of every chunk that goes (store/traces.ts). */
  pieces: Uint8Array[];
}

/** The race without the cars in which anybody sat who is to be removed; half a car cannot be replayed. */
export async function cutRace(
  store: Store,
  raceId: string,
  isRemoved: (driver: LogDriver, car: number) => boolean,
): Promise<RaceCut> {
  const race = await store.selectFrom('race').select(['always', 'status']).where('id', '=', raceId).executeTakeFirst();
  const stored = await readIfPossible(store, raceId);
  const kept = stored ? keptCars(stored.log, isRemoved) : [];
  const people = kept.some((car) => stored?.log.header.cars[car].kind === 'human');
  const stays = stored !== null && kept.length > 0 && (people || race?.always === 1);
  const left = stays ? await rewrite(stored.log, stored.track, kept, race?.status !== 'quarantined') : null;
  const episodes = await episodesOfRace(store, raceId);
  const gone = episodes.filter(({ car }) => !stays || !kept.includes(car)).map(({ id }) => id);
  return { raceId, left, kept, gone, pieces: await piecesOf(store, raceId, left?.log ?? null) };
}

/** The cut in the store, in a transaction. */
export async function applyCut(store: Store, { raceId, left, kept, gone }: RaceCut): Promise<void> {
  if (!left) {
    await deleteRace(store, raceId);
    return;
  }
  await replaceLog(store, left.log);
  if (!left.verified) await setRaceStatus(store, raceId, 'quarantined');
  if (gone.length > 0) await store.deleteFrom('episode').where('id', 'in', gone).execute();
  for (const [index, car] of kept.entries()) {
    const moved = store.updateTable('episode').set({ car: index });
    await moved.where('race_id', '=', raceId).where('car', '=', car).execute();
  }
}

/** Null for a log that cannot be read: then the race goes whole, for a deletion is never refused. */
async function readIfPossible(store: Store, raceId: string): Promise<{ log: RaceLog; track: Track } | null> {
  try {
    return await readLog(store, raceId);
  } catch (error) {
    if (error instanceof LogError) return null;
    throw error;
  }
}

/** Log indices of the cars in which nobody who is to be removed ever sat. */
export function keptCars(log: RaceLog, isRemoved: (driver: LogDriver, car: number) => boolean): number[] {
  const removed = new Set(log.header.cars.flatMap((driver, car) => (isRemoved(driver, car) ? [car] : [])));
  for (const event of log.chunks.flatMap((chunk) => chunk.events)) {
    if (event.kind === 'driver' && isRemoved(event.driver, event.car)) removed.add(event.car);
  }
  return log.header.cars.map((_, car) => car).filter((car) => !removed.has(car));
}

/**
 * The log of the kept cars, verified by playing it again. A log that never replayed, or does not after the change,
 * loses the cars' columns all the same and stays quarantined: a deletion is never refused.
 */
async function rewrite(
  log: RaceLog,
  track: Track,
  kept: readonly number[],
  replays: boolean,
): Promise<{ log: RaceLog; verified: boolean }> {
  if (replays) {
    const rewriting = new RaceLogRewriting(log, track, kept);
    while (rewriting.advance()) await otherWork();
    const rewritten = rewriting.finish();
    if (rewritten && (await summarise(rewritten, track))) return { log: rewritten, verified: true };
  }
  return { log: withoutCars(log, kept), verified: false };
}

/** Pieces of the stored chunks that the log which stays does not hold as well. */
async function piecesOf(store: Store, raceId: string, left: RaceLog | null): Promise<Uint8Array[]> {
  const rows = await store.selectFrom('race_chunk').select('bytes').where('race_id', '=', raceId).execute();
  const pieces = rows.flatMap(({ bytes }) => pieceOf(bytes) ?? []);
  if (!left) return pieces;
  const stays = Buffer.concat(left.chunks.map((chunk) => packChunk(encodeChunk(chunk))));
  return pieces.filter((piece) => !stays.includes(Buffer.from(piece)));
}
