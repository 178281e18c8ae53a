import { LEAST_RANKED_LAPS, rankOrder } from '../../shared/evaluation/ranking.ts';
import type { PolicyManifest } from '../../shared/policy/manifest.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Ranking, RankingRow } from '../../shared/wire/comparison.ts';
import { type EvaluationSummary, type StoredEvaluation, weightiestEvaluations } from '../store/evaluations.ts';
import { findPolicy, listPolicies, type StoredPolicy } from '../store/policies.ts';
import type { Store } from '../store/tables.ts';
import type { Viewer } from '../store/viewer.ts';

/** Evaluations that are looked at. */
const MOST = 500;
/** Policies of the track that are named as not ranked. */
const MOST_UNRANKED = 50;

/**
 * Policies by how they drove on this version of a track, as this server saw it: by the evaluation of most laps of each.
 *
 * Nothing that a policy's file says of its scores is looked at: a file can be brought by anybody.
 */
export async function rankingOf(store: Store, track: Track, viewer: Viewer, limit: number): Promise<Ranking> {
  const place = { trackId: track.id, trackHash: track.hash, viewer };
  const judged = await weightiestEvaluations(store, place, MOST);
  const enough = judged.filter(({ result }) => result.lapsPlanned >= LEAST_RANKED_LAPS);
  const ranked = enough.map((evaluation) => ({ evaluation, rank: rankedBy(evaluation.result) }));
  ranked.sort((a, b) => rankOrder(a.rank, b.rank));
  const items: RankingRow[] = [];
  for (const { evaluation } of ranked.slice(0, limit)) {
    const policy = await findPolicy(store, evaluation.policyId);
    if (policy) items.push({ position: items.length + 1, ...rowOf(policy, evaluation) });
  }
  return { trackId: track.id, trackHash: track.hash, items, unranked: await unranked(store, track, viewer, judged) };
}

async function unranked(
  store: Store,
  track: Track,
  viewer: Viewer,
  judged: readonly StoredEvaluation<EvaluationSummary>[],
): Promise<Ranking['unranked']> {
  const laps = new Map(judged.map(({ policyId, result }) => [policyId, result.lapsPlanned]));
  const { items } = await listPolicies(store, { track: track.id, viewer, limit: 200 });
  return items
    .filter(({ id }) => (laps.get(id) ?? 0) < LEAST_RANKED_LAPS)
    .slice(0, MOST_UNRANKED)
    .map(({ id, manifest }) => {
      const reason = laps.has(id) ? ('tooFewLaps' as const) : ('notJudged' as const);
      return { policyId: id, name: (manifest as PolicyManifest).name, reason };
    });
}

const rankedBy = ({ fallsPerLapInterval, cleanLapShare, lapTimeMs }: EvaluationSummary) => ({
  fallsPerLapInterval,
  cleanLapShare,
  lapTimeMs: lapTimeMs?.median ?? null,
});

function rowOf(
  { id, driverId, manifest }: StoredPolicy,
  { id: evaluationId, createdAt, result }: StoredEvaluation<EvaluationSummary>,
): Omit<RankingRow, 'position'> {
  const { name, kind } = manifest as PolicyManifest;
  return {
    ...{ policyId: id, evaluationId, name, kind, driverId, createdAt },
    lapsPlanned: result.lapsPlanned,
    lapsFinished: result.lapsFinished,
    cleanLaps: result.cleanLaps,
    cleanLapShare: result.cleanLapShare,
    cleanLapShareInterval: result.cleanLapShareInterval,
    fallsPerLap: result.fallsPerLap,
    fallsPerLapInterval: result.fallsPerLapInterval,
    autonomy: result.autonomy,
    fidelity: result.fidelity,
    lapTimeMs: result.lapTimeMs?.median ?? null,
  };
}
