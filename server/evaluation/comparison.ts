import { compare } from '../../shared/evaluation/comparison.ts';
import type { Measure } from '../../shared/evaluation/measures.ts';
import type { Comparison, EvaluationReport } from '../../shared/wire/evaluations.ts';
import { NoLaps } from '../dataset/refusal.ts';
import { newestEvaluation, type StoredEvaluation } from '../store/evaluations.ts';
import { findPolicy } from '../store/policies.ts';
import type { Store } from '../store/tables.ts';

export interface ComparisonOrder {
  policies: readonly string[];
  /** The first policy's own when null. */
  trackId: string | null;
  kicks: boolean;
}

/** An evaluation that stands in a comparison. */
export interface Compared extends StoredEvaluation<EvaluationReport> {
  name: string;
}

const SEED = 1;

/** The newest evaluation of each policy on one track; NoLaps when the first policy is not there. */
export async function comparedEvaluations(
  store: Store,
  { policies, trackId, kicks }: ComparisonOrder,
): Promise<{ trackId: string; compared: Compared[]; missing: string[] }> {
  const first = await findPolicy(store, policies[0]!);
  if (first === null) throw new NoLaps(`There is no policy "${policies[0]}". "mimic train" makes one.`);
  const place = { trackId: trackId ?? first.trackId, kicks };
  const compared: Compared[] = [];
  const missing: string[] = [];
  for (const policyId of policies) {
    const evaluation = await newestEvaluation(store, { policyId, ...place });
    if (evaluation) compared.push({ ...evaluation, name: await nameOf(store, policyId) });
    else missing.push(policyId);
  }
  return { trackId: place.trackId, compared: namedApart(compared), missing };
}

/** Clones of one person are called alike: those get their ids into their names. */
function namedApart(compared: readonly Compared[]): Compared[] {
  const namesakes = ({ name }: Compared): number => compared.filter((other) => other.name === name).length;
  return compared.map((one) => (namesakes(one) > 1 ? { ...one, name: `${one.name} (${one.policyId})` } : one));
}

async function nameOf(store: Store, policyId: string): Promise<string> {
  const policy = await findPolicy(store, policyId);
  return (policy?.manifest as { name?: string } | undefined)?.name ?? policyId;
}

/** Policies side by side, by what each last came to on one track; nothing is driven for it. */
export async function comparePolicies(store: Store, order: ComparisonOrder): Promise<Comparison> {
  const { trackId, compared, missing } = await comparedEvaluations(store, order);
  return comparisonOf(trackId, order.kicks, compared, missing);
}

export function comparisonOf(
  trackId: string,
  kicks: boolean,
  compared: readonly Compared[],
  missing: readonly string[],
): Comparison {
  return {
    trackId,
    kicks,
    policies: compared.map(({ policyId, id, name, result }) => {
      return { policyId, evaluationId: id, name, rollouts: result.rollouts, laps: result.lapsPlanned };
    }),
    missing: [...missing],
    measures: compare((measure) => compared.map(({ result }) => valuesOf(result, measure)), SEED),
  };
}

/** What each rollout comes to, without those that have nothing to say. */
function valuesOf({ perRollout, lapsPlanned, rollouts }: EvaluationReport, measure: Measure): number[] {
  const planned = lapsPlanned / rollouts;
  return perRollout.flatMap((row): number | [] => {
    if (measure === 'fallsPerLap') return row.falls / row.laps;
    if (measure === 'offTracksPerLap') return row.offTracks / row.laps;
    if (measure === 'cleanLapShare') return row.clean / planned;
    return row[measure] ?? [];
  });
}
