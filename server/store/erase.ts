import { sql } from 'kysely';
import type { Store } from './tables.ts';

const ATTEMPTS = 40;
const PAUSE_MS = 250;

/**
 * Make sure that deleted rows are gone from the files, not only from the tables.
 *
 * `secure_delete` has zeroed them in the pages; rebuilding the file drops what page splits left behind, and a
 * truncating checkpoint empties the write-ahead log. Both need a moment without other writers: they are tried for
 * some ten seconds, then the error says so.
 */
export async function eraseDeleted(store: Store): Promise<void> {
  await insist(async () => {
    await sql`VACUUM`.execute(store);
    const { rows } = await sql<{ busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`.execute(store);
    if (rows[0]?.busy !== 0) throw new Error('The write-ahead log is in use.');
  });
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
