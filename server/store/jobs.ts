import type { JobTable, Store } from './tables.ts';

/** A job's record: what was asked, what came out. Progress lives with the queue, not here. */
export interface JobRecord {
  id: string;
  kind: string;
  owner: string;
  state: JobTable['state'];
  request: unknown;
  result: unknown;
  error: string | null;
}

/** Write a job, new or changed. */
export async function saveJob(store: Store, job: JobRecord): Promise<void> {
  const now = new Date().toISOString();
  const ended = job.state === 'queued' || job.state === 'running' ? null : now;
  const changed = {
    state: job.state,
    result: job.result === undefined ? null : JSON.stringify(job.result),
    error: job.error,
    ended_at: ended,
  };
  await store
    .insertInto('job')
    .values({
      id: job.id,
      kind: job.kind,
      owner: job.owner,
      request: JSON.stringify(job.request),
      created_at: now,
      ...changed,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changed))
    .execute();
}

export async function findJob(store: Store, id: string): Promise<JobRecord | null> {
  const row = await store.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  const { kind, owner, state, error } = row;
  return {
    id,
    kind,
    owner,
    state,
    error,
    request: JSON.parse(row.request),
    result: row.result === null ? null : JSON.parse(row.result),
  };
}
