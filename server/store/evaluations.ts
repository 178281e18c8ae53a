import { type Selectable, sql } from 'kysely';
import type { EvaluationReport } from '../../shared/wire/evaluations.ts';
import { LapsGone } from './datasets.ts';
import { newId } from './ids.ts';
import type { EvaluationTable } from './learningtables.ts';
import { type Page, pageLimit, pageOf, readCursor, rowsAfter } from './page.ts';
import { findPolicy } from './policies.ts';
import type { Store } from './tables.ts';
import { policyReadableBy, type Viewer } from './viewer.ts';

/** What a report says, without its long lists. */
export type EvaluationSummary = Omit<EvaluationReport, 'perRollout' | 'lapTimesMs' | 'demonstratorLapTimesMs' | 'line'>;

export interface StoredEvaluation<Result> {
  id: string;
  policyId: string;
  trackId: string;
  createdAt: string;
  result: Result;
}

/** An evaluation's result, kept beside its policy; LapsGone when that went meanwhile. */
export async function insertEvaluation(
  store: Store,
  { policyId, request, result }: { policyId: string; request: unknown; result: EvaluationReport },
): Promise<string> {
  const id = newId('ev');
  const { perRollout, lapTimesMs, demonstratorLapTimesMs, line, ...summary } = result;
  const row = {
    id,
    policy_id: policyId,
    request: JSON.stringify(request),
    result: JSON.stringify(result),
    created_at: new Date().toISOString(),
    track_id: result.trackId,
    track_hash: result.trackHash,
    kicks: result.kicks ? 1 : 0,
    traffic: result.traffic ? 1 : 0,
    laps: result.lapsPlanned,
    summary: JSON.stringify(summary),
  };
  await store.transaction().execute(async (transaction) => {
    if (!(await findPolicy(transaction, policyId))) {
      throw new LapsGone(
        `Policy "${policyId}" is gone: it was deleted meanwhile, or the laps it learned from were taken back.`,
      );
    }
    await transaction.insertInto('evaluation').values(row).execute();
  });
  return id;
}

/** A whole one; null too for one from before reports held what they hold now. */
export async function findEvaluation(store: Store, id: string): Promise<StoredEvaluation<EvaluationReport> | null> {
  const row = await store
    .selectFrom('evaluation')
    .selectAll()
    .where('id', '=', id)
    .where('summary', 'is not', null)
    .executeTakeFirst();
  return row ? toEvaluation(row, JSON.parse(row.result)) : null;
}

export interface EvaluationFilter {
  track?: string;
  policy?: string;
  kicks?: boolean;
  traffic?: boolean;
  /** Of each policy, track and setting the newest alone. */
  latest?: boolean;
  /** Only of policies they may read; everything without. */
  viewer?: Viewer;
  after?: string;
  limit?: number;
}

/** Newest first, without their long lists. */
export async function listEvaluations(
  store: Store,
  filter: EvaluationFilter = {},
): Promise<Page<StoredEvaluation<EvaluationSummary>>> {
  const limit = pageLimit(filter.limit);
  const from = readCursor(filter.after);
  let query = store
    .selectFrom('evaluation')
    .select(['id', 'policy_id', 'track_id', 'created_at', 'summary'])
    .where('summary', 'is not', null);
  if (filter.track) query = query.where('track_id', '=', filter.track);
  if (filter.policy) query = query.where('policy_id', '=', filter.policy);
  if (filter.kicks !== undefined) query = query.where('kicks', '=', filter.kicks ? 1 : 0);
  if (filter.traffic !== undefined) query = query.where('traffic', '=', filter.traffic ? 1 : 0);
  if (filter.latest) query = query.where(NEWEST);
  if (filter.viewer) query = query.where(ofReadablePolicy(filter.viewer));
  if (from) query = query.where(rowsAfter('created_at', from));
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const items = rows.map((row) => toEvaluation(row, JSON.parse(row.summary!)));
  return pageOf(items, limit, ({ createdAt, id }) => ({ time: createdAt, id }));
}

/** There is no newer one of the same policy, track and setting; of two of one moment the one with the smaller id. */
const NEWEST = sql<boolean>`not exists (
  select 1 from evaluation newer
  where newer.policy_id = evaluation.policy_id and newer.track_id = evaluation.track_id
    and newer.kicks = evaluation.kicks and newer.traffic = evaluation.traffic and newer.summary is not null
    and (newer.created_at > evaluation.created_at
      or (newer.created_at = evaluation.created_at and newer.id < evaluation.id)))`;

const ofReadablePolicy = (viewer: Viewer) => sql<boolean>`exists (
  select 1 from policy where policy.id = evaluation.policy_id and ${policyReadableBy(viewer, 'policy.dataset_id')})`;

/** The newest whole one of a policy on a track, of any version of it where none is given. */
export async function newestEvaluation(
  store: Store,
  place: { policyId: string; trackId: string; trackHash?: string; kicks: boolean },
): Promise<StoredEvaluation<EvaluationReport> | null> {
  let query = store
    .selectFrom('evaluation')
    .selectAll()
    .where('policy_id', '=', place.policyId)
    .where('track_id', '=', place.trackId)
    .where('kicks', '=', place.kicks ? 1 : 0)
    .where('summary', 'is not', null);
  if (place.trackHash !== undefined) query = query.where('track_hash', '=', place.trackHash);
  const row = await query.orderBy('created_at', 'desc').orderBy('id').limit(1).executeTakeFirst();
  return row ? toEvaluation(row, JSON.parse(row.result)) : null;
}

/**
 * Of each policy the evaluation without kicks on this version of a track that says most: the one of most laps, of equal
 * ones the newest. In the order of policies, newest first.
 */
export async function weightiestEvaluations(
  store: Store,
  { trackId, trackHash, viewer }: { trackId: string; trackHash: string; viewer: Viewer },
  most: number,
): Promise<StoredEvaluation<EvaluationSummary>[]> {
  const rows = await store
    .selectFrom('evaluation')
    .select(['id', 'policy_id', 'track_id', 'created_at', 'summary'])
    .where('summary', 'is not', null)
    .where('track_id', '=', trackId)
    .where('track_hash', '=', trackHash)
    .where('kicks', '=', 0)
    .where(ofReadablePolicy(viewer))
    .where(
      sql<boolean>`not exists (
        select 1 from evaluation other
        where other.policy_id = evaluation.policy_id and other.track_hash = evaluation.track_hash
          and other.kicks = 0 and other.summary is not null
          and (other.laps, other.created_at, evaluation.id) > (evaluation.laps, evaluation.created_at, other.id))`,
    )
    .orderBy('created_at', 'desc')
    .limit(most)
    .execute();
  return rows.map((row) => toEvaluation(row, JSON.parse(row.summary!)));
}

const toEvaluation = <Result>(
  row: Pick<Selectable<EvaluationTable>, 'id' | 'policy_id' | 'track_id' | 'created_at'>,
  result: Result,
): StoredEvaluation<Result> => ({
  id: row.id,
  policyId: row.policy_id,
  trackId: row.track_id!,
  createdAt: row.created_at,
  result,
});
