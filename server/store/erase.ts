import { sql } from 'kysely';
import type { Store } from './tables.ts';
import { findTraces, type Traces } from './traces.ts';

const ATTEMPTS = 40;
const PAUSE_MS = 250;

/** How an erasure went. */
export interface Erasure {
  /** Whether something lay where only a rebuilt file leaves nothing. */
  rebuilt: boolean;
}

/** Something still names what was deleted; erasing again changes nothing. */
export class StillThere extends Error {
  override name = 'StillThere';
}

/**
 * Make sure that deleted rows are gone from the files, not only from the tables.
 *
 * `secure_delete` has zeroed them in the pages, and a truncating checkpoint empties the write-ahead log: milliseconds,
 * whatever the size. What page splits left behind is not zeroed, so the files are searched for what was deleted, and
 * only where something is found the database is rebuilt, which locks out other writers for some ten seconds a gigabyte.
 * Both need a moment without other writers: they are tried for some ten seconds, then the error says so.
 */
export async function eraseDeleted(store: Store, dataDir: string, traces: Traces): Promise<Erasure> {
  await insist(() => emptyLog(store));
  if ((await findTraces(dataDir, traces)).length === 0) return { rebuilt: false };
  await rebuild(store);
  const left = await findTraces(dataDir, { ...traces, pieces: [] });
  if (left.length === 0) return { rebuilt: true };
  const places = left.map(({ file, offset }) => `${file}:${offset}`).join(', ');
  throw new StillThere(`Erasing deleted laps: got ids of the deleted at ${places}, expected none. Report this.`);
}

/** Write the database anew, which drops whatever lay between its rows. */
export const rebuild = (store: Store): Promise<void> =>
  insist(async () => {
    await sql`VACUUM`.execute(store);
    await emptyLog(store);
  });

async function emptyLog(store: Store): Promise<void> {
  const { rows } = await sql<{ busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`.execute(store);
  if (rows[0]?.busy !== 0) throw new Error('The write-ahead log is in use.');
}

async function insist(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS) {
        const got = error instanceof Error ? error.message : String(error);
        throw new Error(
          `Erasing deleted laps: got "${got}", expected a free database. Stop other programs and repeat.`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
