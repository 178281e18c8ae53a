import type { Selectable } from 'kysely';
import { LapsGone } from './datasets.ts';
import { newId } from './ids.ts';
import type { PolicyTable } from './learningtables.ts';
import { type Page, pageLimit, pageOf, readCursor, rowsAfter } from './page.ts';
import type { Store } from './tables.ts';
import { policyReadableBy, STRANGER, type Viewer } from './viewer.ts';

/** A trained network; `manifest` is the one inside its file (shared/policy/file.ts). */
export interface StoredPolicy {
  id: string;
  datasetId: string | null;
  /** Whose laps alone it was trained on; null for a crowd's or a scripted driver's. */
  driverId: string | null;
  createdBy: string | null;
  trackId: string;
  manifest: unknown;
  createdAt: string;
}

export interface NewPolicy {
  /** Made when missing. */
  id?: string;
  datasetId: string | null;
  driverId: string | null;
  createdBy: string | null;
  trackId: string;
  manifest: unknown;
  /** The .safetensors file. */
  file: Uint8Array;
}

/** Throws LapsGone when the dataset lost laps since it was read: what is kept here, a deletion finds. */
export async function insertPolicy(store: Store, policy: NewPolicy): Promise<StoredPolicy> {
  const id = policy.id ?? newId('p');
  await store.transaction().execute(async (transaction) => {
    if (policy.datasetId !== null) await requireLiving(transaction, policy.datasetId);
    await transaction
      .insertInto('policy')
      .values({
        id,
        dataset_id: policy.datasetId,
        driver_id: policy.driverId,
        created_by: policy.createdBy,
        track_id: policy.trackId,
        manifest: JSON.stringify(policy.manifest),
        created_at: new Date().toISOString(),
      })
      .execute();
    await transaction.insertInto('policy_file').values({ policy_id: id, bytes: policy.file }).execute();
  });
  return (await findPolicy(store, id))!;
}

/** Throws LapsGone when somebody in a dataset took their laps back. */
export async function requireLiving(store: Store, datasetId: string): Promise<void> {
  const dataset = store.selectFrom('dataset').select('tombstoned_at').where('id', '=', datasetId);
  const tombstonedAt = (await dataset.executeTakeFirst())?.tombstoned_at ?? null;
  if (tombstonedAt === null) return;
  throw new LapsGone(`Dataset "${datasetId}" was withdrawn during the training; nothing is kept of it.`);
}

export async function findPolicy(store: Store, id: string): Promise<StoredPolicy | null> {
  const row = await store.selectFrom('policy').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toPolicy(row) : null;
}

/** With its file and its evaluations; what was driven with it stays. */
export async function deletePolicy(store: Store, id: string): Promise<void> {
  await store.deleteFrom('policy').where('id', '=', id).execute();
}

export async function policyFile(store: Store, id: string): Promise<Uint8Array | null> {
  const row = await store.selectFrom('policy_file').select('bytes').where('policy_id', '=', id).executeTakeFirst();
  return row?.bytes ?? null;
}

export interface PolicyFilter {
  track?: string;
  driver?: string;
  dataset?: string;
  /** Only what they may read; everything without. */
  viewer?: Viewer;
  after?: string;
  limit?: number;
}

/** Newest first. */
export async function listPolicies(store: Store, filter: PolicyFilter = {}): Promise<Page<StoredPolicy>> {
  const limit = pageLimit(filter.limit);
  const from = readCursor(filter.after);
  let query = store.selectFrom('policy').selectAll();
  if (filter.track) query = query.where('track_id', '=', filter.track);
  if (filter.driver) query = query.where('driver_id', '=', filter.driver);
  if (filter.dataset) query = query.where('dataset_id', '=', filter.dataset);
  if (filter.viewer) query = query.where(policyReadableBy(filter.viewer, 'policy.dataset_id'));
  if (from) query = query.where(rowsAfter('created_at', from));
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.map(toPolicy), limit, (policy) => ({ time: policy.createdAt, id: policy.id }));
}

/**
 * Policies of single people on a track, newest first; of one of them, or of those who let others race their clone, which
 * are none that learned in a private session.
 */
export async function personalPolicies(
  store: Store,
  { track, driver, limit }: { track: string; driver: string | null; limit: number },
): Promise<StoredPolicy[]> {
  let query = store
    .selectFrom('policy')
    .innerJoin('driver', 'driver.id', 'policy.driver_id')
    .selectAll('policy')
    .where('policy.track_id', '=', track)
    .where('driver.withdrawn_at', 'is', null);
  const forAll = policyReadableBy(STRANGER, 'policy.dataset_id');
  if (driver === null) query = query.where('driver.consent_shared', '=', 1).where(forAll);
  else query = query.where('policy.driver_id', '=', driver);
  const rows = await query.orderBy('policy.created_at', 'desc').orderBy('policy.id').limit(limit).execute();
  return rows.map(toPolicy);
}

function toPolicy(row: Selectable<PolicyTable>): StoredPolicy {
  return {
    id: row.id,
    datasetId: row.dataset_id,
    driverId: row.driver_id,
    createdBy: row.created_by,
    trackId: row.track_id,
    manifest: JSON.parse(row.manifest),
    createdAt: row.created_at,
  };
}
