import { type Kysely, sql } from 'kysely';

/** What the schema before `dataset_lap` holds of a dataset; this file changes with no later schema. */
interface OldCard {
  trackId?: string;
  counts?: { seconds?: number };
  splits?: { validation?: { episodeId: string; number: number }[] };
}

/** Fill `dataset_lap` and `dataset.summary` from the laps and the card that datasets hold; tombstones hold none. */
export async function backfillDatasets(db: Kysely<unknown>): Promise<void> {
  const { rows: ids } = await sql<{ id: string }>`SELECT id FROM dataset WHERE laps IS NOT NULL`.execute(db);
  for (const { id } of ids) {
    const { rows } = await sql<{ laps: string; card: string }>`
      SELECT laps, card FROM dataset WHERE id = ${id}`.execute(db);
    const laps = JSON.parse(rows[0].laps) as { episodeId: string; driverId: string; lap: number }[];
    const card = JSON.parse(rows[0].card) as OldCard;
    const held = new Set(card.splits?.validation?.map(({ episodeId, number }) => `${episodeId} ${number}`));
    for (const { episodeId, lap } of laps) {
      await sql`INSERT INTO dataset_lap (dataset_id, episode_id, number, held_out)
        VALUES (${id}, ${episodeId}, ${lap}, ${held.has(`${episodeId} ${lap}`) ? 1 : 0})
        ON CONFLICT DO NOTHING`.execute(db);
    }
    const summary = {
      trackId: card.trackId ?? null,
      laps: laps.length,
      drivers: new Set(laps.map(({ driverId }) => driverId)).size,
      heldOut: held.size,
      seconds: card.counts?.seconds ?? 0,
      since: null,
    };
    await sql`UPDATE dataset SET summary = ${JSON.stringify(summary)} WHERE id = ${id}`.execute(db);
  }
}
