import { compare } from '../../shared/evaluation/comparison.ts';
import type { Nested } from '../../shared/evaluation/interval.ts';
import type { Measure } from '../../shared/evaluation/measures.ts';
import type { Comparison } from '../../shared/wire/comparison.ts';
import type { EvaluationReport } from '../../shared/wire/evaluations.ts';
import { NoLaps } from '../dataset/refusal.ts';
import { newestEvaluation, type StoredEvaluation } from '../store/evaluations.ts';
import { findPolicy } from '../store/policies.ts';
import type { Store } from '../store/tables.ts';

export interface ComparisonOrder {
  policies: readonly string[];
  /** The first policy's own when null. */
  trackId: string | null;
  kicks: boolean;
  /** Policies that stand for one way of training, by its name; all others stand for themselves. */
  groups?: Readonly<Record<string, string>>;
}

/** An evaluation that stands in a comparison. */
export interface Compared extends StoredEvaluation<EvaluationReport> {
  name: string;
  /** Whose clone it is; null for a crowd's. */
  driverId: string | null;
  /** The way of training it stands for, with others; null for itself alone. */
  group: string | null;
}

const SEED = 1;

/**
 * The newest evaluation of each policy on one track, in the version of it that the first of them drove; NoLaps when the
 * first policy is not there.
 */
export async function comparedEvaluations(
  store: Store,
  { policies, trackId, kicks, groups = {} }: ComparisonOrder,
): Promise<{ trackId: string; compared: Compared[]; missing: string[] }> {
  const first = await findPolicy(store, policies[0]!);
  if (first === null) throw new NoLaps(`There is no policy "${policies[0]}". "mimic train" makes one.`);
  const place = { trackId: trackId ?? first.trackId, kicks };
  const compared: Compared[] = [];
  const missing: string[] = [];
  for (const policyId of policies) {
    const trackHash = compared[0]?.result.trackHash;
    const evaluation = await newestEvaluation(store, { policyId, ...place, trackHash });
    if (evaluation)
      compared.push({ ...evaluation, ...(await whoIs(store, policyId)), group: groups[policyId] ?? null });
    else missing.push(policyId);
  }
  return { trackId: place.trackId, compared: namedApart(compared), missing };
}

/** Clones of one person are called alike: those get their ids into their names. */
function namedApart(compared: readonly Compared[]): Compared[] {
  const namesakes = ({ name }: Compared): number => compared.filter((other) => other.name === name).length;
  return compared.map((one) => (namesakes(one) > 1 ? { ...one, name: `${one.name} (${one.policyId})` } : one));
}

async function whoIs(store: Store, policyId: string): Promise<Pick<Compared, 'name' | 'driverId'>> {
  const policy = await findPolicy(store, policyId);
  const name = (policy?.manifest as { name?: string } | undefined)?.name ?? policyId;
  return { name, driverId: policy?.driverId ?? null };
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
  const sides = sidesOf(compared);
  return {
    trackId,
    kicks,
    policies: sides.map(([first, ...others]) => ({
      ...{ policyId: first.policyId, evaluationId: first.id, name: first.group ?? first.name },
      trainings: 1 + others.length,
      rollouts: [first, ...others].reduce((sum, { result }) => sum + result.rollouts, 0),
      laps: [first, ...others].reduce((sum, { result }) => sum + result.lapsPlanned, 0),
    })),
    missing: [...missing],
    measures: compare(
      (measure) => sides.map((side) => nestedValues(side, measure)),
      (measure) => sides.map((side) => lapsOf(side, measure)),
      SEED,
    ),
  };
}

type Side = [Compared, ...Compared[]];

/** Policies of one group together, in the order of the first of each. */
function sidesOf(compared: readonly Compared[]): Side[] {
  const sides: Side[] = [];
  for (const one of compared) {
    const side = sides.find(([first]) => one.group !== null && first.group === one.group);
    if (side) side.push(one);
    else sides.push([one]);
  }
  return sides;
}

/** Of one policy its rollouts; of several, rollouts within trainings within the people they learned from (decision 6). */
function nestedValues(side: Side, measure: Measure): Nested {
  if (side.length === 1) return valuesOf(side[0].result, measure);
  const people = [...new Set(side.map(({ driverId }) => driverId))];
  return people.map((person) =>
    side.filter(({ driverId }) => driverId === person).map(({ result }) => valuesOf(result, measure)),
  );
}

/** Clean laps are counted in those planned, all else in the road that was driven. */
const lapsOf = (side: Side, measure: Measure): number =>
  side.reduce((sum, { result: { lapsPlanned, perRollout } }) => {
    if (measure === 'cleanLapShare') return sum + lapsPlanned;
    return perRollout.reduce((own, row) => own + row.laps, sum);
  }, 0);

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
