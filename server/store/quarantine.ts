import type { Store } from './tables.ts';

/** Nothing of this race counts any more: its laps leave every list; its log and episodes stay, for whoever mends them. */
export async function quarantineRace(store: Store, raceId: string, damage: string): Promise<void> {
  await store.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('race')
      .set({ status: 'quarantined', damage })
      .where('id', '=', raceId)
      .where('status', '!=', 'running')
      .execute();
    const episodes = await transaction.selectFrom('episode').select('id').where('race_id', '=', raceId).execute();
    for (const { id } of episodes) await setAside(transaction, id);
  });
}

/** One episode of a race whose log is sound. */
export async function quarantineEpisode(store: Store, episodeId: string): Promise<void> {
  await store.transaction().execute((transaction) => setAside(transaction, episodeId));
}

async function setAside(store: Store, episodeId: string): Promise<void> {
  await store.updateTable('episode').set({ status: 'quarantined' }).where('id', '=', episodeId).execute();
  for (const table of ['lap', 'lap_quality'] as const) {
    await store.deleteFrom(table).where('episode_id', '=', episodeId).execute();
  }
}
