import type { PolicyManifest } from '../../shared/policy/manifest.ts';
import { forgetJobs } from './jobs.ts';
import type { Store } from './tables.ts';

/** SQLite takes 32,766 parameters of one statement. */
const AT_ONCE = 2000;

export interface Retired {
  datasets: string[];
  policies: string[];
}

/** Datasets that hold any of these episodes, however they were made, become tombstones; what learned from them goes. */
export async function forgetLearned(store: Store, episodes: readonly string[]): Promise<Retired> {
  const held = new Set<string>();
  for (let at = 0; at < episodes.length; at += AT_ONCE) {
    const part = episodes.slice(at, at + AT_ONCE);
    const query = store.selectFrom('dataset_episode').select('dataset_id').distinct().where('episode_id', 'in', part);
    for (const row of await query.execute()) held.add(row.dataset_id);
  }
  const retired = await tombstone(store, [...held]);
  retired.policies.push(...(await forgetCorrected(store, new Set(episodes))));
  return retired;
}

/** Policies that learned from any of these episodes as corrections, beside a dataset that may stay, go too. */
async function forgetCorrected(store: Store, episodes: ReadonlySet<string>): Promise<string[]> {
  const query = store.selectFrom('policy').select(['id', 'manifest']).where('manifest', 'like', '%"corrections":[%');
  const gone = (await query.execute()).flatMap(({ id, manifest }) => {
    const { corrections = [] } = JSON.parse(manifest) as Pick<PolicyManifest, 'corrections'>;
    return corrections.some(({ episode }) => episodes.has(episode)) ? [id] : [];
  });
  for (const id of gone) await store.deleteFrom('policy').where('id', '=', id).execute();
  await forgetJobs(store, gone);
  return gone;
}

/**
 * Datasets become tombstones, and policies trained on them go with files and evaluations.
 *
 * A tombstone keeps id, version and name, the name not where it tells who drove: one that holds a driver's id, or that
 * one of its drivers gave, becomes the id.
 */
export async function tombstone(store: Store, ids: readonly string[]): Promise<Retired> {
  const retired: Retired = { datasets: [], policies: [] };
  for (const id of ids) {
    const policies = await store.selectFrom('policy').select('id').where('dataset_id', '=', id).execute();
    retired.policies.push(...policies.map((policy) => policy.id));
    await store.deleteFrom('policy').where('dataset_id', '=', id).execute();
    await entomb(store, id);
    await forgetJobs(store, [id, ...policies.map((policy) => policy.id)]);
    retired.datasets.push(id);
  }
  return retired;
}

async function entomb(store: Store, id: string): Promise<void> {
  const dataset = store.selectFrom('dataset').select(['name', 'created_by']).where('id', '=', id);
  const { name, created_by: maker } = await dataset.executeTakeFirstOrThrow();
  const held = store.selectFrom('dataset_episode').select('driver_id').distinct().where('dataset_id', '=', id);
  const telling = (await held.execute()).some(({ driver_id: driver }) => driver === maker || name.includes(driver));
  await store
    .updateTable('dataset')
    .set({ recipe: null, laps: null, card: null, summary: null, created_by: null })
    .set({ tombstoned_at: new Date().toISOString(), ...(telling ? { name: id } : {}) })
    .where('id', '=', id)
    .execute();
  for (const table of ['dataset_episode', 'dataset_lap', 'dataset_session'] as const) {
    await store.deleteFrom(table).where('dataset_id', '=', id).execute();
  }
}
