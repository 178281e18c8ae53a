import { type Selectable, sql } from 'kysely';
import type { JobTable } from './learningtables.ts';
import type { Store } from './tables.ts';

/** Ended jobs are remembered for answers, the oldest forgotten first. */
const REMEMBERED = 500;

/** A job as it is kept: what is to be done, and how it ended if it did. */
export interface KeptJob {
  id: string;
  kind: string;
  owner: string;
  task: unknown;
  state: JobTable['state'];
  /** How often it was begun. */
  tries: number;
  result: unknown;
  error: string | null;
}

/** Name of a job's file in DATA_DIR/checkpoints. */
export const checkpointOf = (jobId: string): string => `job-${jobId}`;

export async function insertJob(store: Store, job: Pick<KeptJob, 'id' | 'kind' | 'owner' | 'task'>): Promise<void> {
  const { id, kind, owner } = job;
  const row = { id, kind, owner, task: JSON.stringify(job.task), checkpoint: checkpointOf(id) };
  const now = new Date().toISOString();
  await store
    .insertInto('job')
    .values({ ...row, state: 'queued', result: null, error: null, created_at: now, ended_at: null })
    .execute();
}

export async function beginJob(store: Store, id: string): Promise<void> {
  const begun = store.updateTable('job').set(({ eb }) => ({ state: 'running' as const, tries: eb('tries', '+', 1) }));
  await begun.where('id', '=', id).execute();
}

export async function endJob(
  store: Store,
  { id, state, result, error }: Pick<KeptJob, 'id' | 'state' | 'result' | 'error'>,
): Promise<void> {
  const end = { state, error, result: JSON.stringify(result ?? null), ended_at: new Date().toISOString() };
  await store.updateTable('job').set(end).where('id', '=', id).execute();
  const newest = store.selectFrom('job').select('id').where('ended_at', 'is not', null).orderBy('ended_at', 'desc');
  const kept = newest.limit(REMEMBERED);
  await store.deleteFrom('job').where('ended_at', 'is not', null).where('id', 'not in', kept).execute();
}

export async function deleteJobs(store: Store, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await store.deleteFrom('job').where('id', 'in', ids).execute();
}

/** All of them in the order they were asked for. */
export async function keptJobs(store: Store): Promise<KeptJob[]> {
  const rows = await store.selectFrom('job').selectAll().orderBy(sql`rowid`).execute();
  return rows.map(toJob);
}

/** Those that one driver asked for, with when. */
export async function jobsBy(store: Store, owner: string): Promise<(KeptJob & { createdAt: string })[]> {
  const rows = await store.selectFrom('job').selectAll().where('owner', '=', owner).orderBy(sql`rowid`).execute();
  return rows.map((row) => ({ ...toJob(row), createdAt: row.created_at }));
}

/** What of a job is done already, as whoever does it noted. */
export async function memoOf(store: Store, id: string): Promise<Record<string, unknown>> {
  const row = await store.selectFrom('job').select('memo').where('id', '=', id).executeTakeFirst();
  return row ? JSON.parse(row.memo) : {};
}

export async function noteMemo(store: Store, id: string, memo: object): Promise<void> {
  await store
    .updateTable('job')
    .set({ memo: JSON.stringify(memo) })
    .where('id', '=', id)
    .execute();
}

/** Jobs that somebody asked for, or that name something by its id, in no matter what they hold. */
export async function forgetJobs(store: Store, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await store
      .deleteFrom('job')
      .where(({ or, eb }) =>
        or([
          eb('owner', '=', id),
          ...(['task', 'memo', 'result'] as const).map((column) => eb(column, 'like', `%"${id}"%`)),
        ]),
      )
      .execute();
  }
}

const toJob = ({ id, kind, owner, task, state, tries, result, error }: Selectable<JobTable>): KeptJob => ({
  ...{ id, kind, owner, state, tries, error },
  task: JSON.parse(task),
  result: result === null ? null : JSON.parse(result),
});
