import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { samplesOf } from '../../shared/dataset/samples.ts';
import { type Examination, examine, flyingRollouts } from '../../shared/divergence/examination.ts';
import { comparableLaps, profileOfLap, profileOfRollout } from '../../shared/divergence/laps.ts';
import { type Parting, partingOf } from '../../shared/divergence/parting.ts';
import { median } from '../../shared/evaluation/interval.ts';
import { type OfflineScores, offlineScores } from '../../shared/evaluation/offline.ts';
import { lapsOfDataset, lapsOfEpisode, NoLaps } from '../dataset/collection.ts';
import { enrol, judgingStarts } from '../evaluation/student.ts';
import { findEpisode } from '../store/episodes.ts';
import { insertEvaluation } from '../store/policies.ts';
import type { Store } from '../store/tables.ts';

export interface EvaluationOrder {
  policyId: string;
  trackId?: string;
  rollouts: number;
  laps: number;
  seed: number;
}

/** What `mimic evaluate --json` prints. */
export type EvaluationReport = { policy: string; trackId: string; seed: number } & Omit<Examination, 'parting'> & {
    offline: OfflineScores | null;
  };

/** Let a policy drive from held-out starts and hold it against its person's laps; kept beside the policy. */
export async function evaluate(store: Store, order: EvaluationOrder): Promise<EvaluationReport & { id: string }> {
  const student = await enrol(store, order.policyId);
  const { manifest, batch, slot, heldOut } = student;
  if (order.trackId !== undefined && order.trackId !== manifest.trackId) {
    throw new NoLaps(
      `Policy "${order.policyId}" learned on "${manifest.trackId}", got "${order.trackId}": its person has no laps there to compare with. Evaluate it on "${manifest.trackId}".`,
    );
  }
  const starts = judgingStarts(student, order.rollouts, order.seed);
  const settings = { starts, laps: order.laps, seed: order.seed, rollouts: order.rollouts };
  const { parting: _, ...examination } = examine(student.pilot, student.laps, settings);
  const unseen = samplesOf(heldOut, manifest.observation);
  const report: EvaluationReport = {
    policy: order.policyId,
    trackId: manifest.trackId,
    seed: order.seed,
    ...examination,
    offline: offlineScores(batch, slot, manifest.head, unseen, heldOut),
  };
  const id = await insertEvaluation(store, { policyId: order.policyId, request: order, result: report });
  return { id, ...report };
}

export interface DivergenceOrder {
  policy: string;
  dataset?: string;
  episode?: string;
}

/** The public Divergence of DESIGN.md, with what the page shows beside it. */
export interface DivergenceReport extends Parting {
  policy: string;
  kind: 'copy' | 'coached';
  /** Dataset or episode whose laps the clone is held against. */
  against: string;
  trackId: string;
  laps: number;
  /** Median of the person's laps. */
  lapTimeMs: number;
}

const ROLLOUTS = 20;
const SEED = 1;

/** Where a clone leaves its person: laps from the line against the tube of the person's laps. */
export async function diverge(store: Store, order: DivergenceOrder): Promise<DivergenceReport> {
  const student = await enrol(store, order.policy);
  const { against, laps } = await opponent(store, order, student.manifest.dataset.id!, student.laps);
  const { track } = laps[0]!;
  if (track.hash !== student.manifest.trackHash) {
    throw new NoLaps(
      `The laps are on "${track.id}", the policy learned on "${student.manifest.trackId}". Compare on one track.`,
    );
  }
  const human = comparableLaps(laps);
  const lapTimeMs = Math.round(median(human.map((lap) => lap.timeMs)));
  const rollouts = flyingRollouts(student.pilot, laps, { rollouts: ROLLOUTS, seed: SEED }, (lapTimeMs * 2.5) / 1000);
  const flown = rollouts.map((rollout) => profileOfRollout(rollout, track));
  const parting = partingOf(human.map(profileOfLap), flown);
  const { kind } = student.manifest;
  return { policy: order.policy, kind, against, trackId: track.id, laps: human.length, lapTimeMs, ...parting };
}

async function opponent(
  store: Store,
  { dataset, episode }: DivergenceOrder,
  ownDataset: string,
  ownLaps: RecordedLap[],
): Promise<{ against: string; laps: RecordedLap[] }> {
  if (episode !== undefined) {
    const found = await findEpisode(store, episode);
    if (found === null)
      throw new NoLaps(`There is no episode "${episode}". "mimic episode list" names those there are.`);
    const laps = (await lapsOfEpisode(store, found)).filter((lap) => lap.clean);
    if (laps.length === 0) throw new NoLaps(`Episode "${episode}" has no clean lap to compare with.`);
    return { against: episode, laps };
  }
  if (dataset !== undefined && dataset !== ownDataset) {
    return { against: dataset, laps: (await lapsOfDataset(store, dataset)).laps };
  }
  return { against: ownDataset, laps: ownLaps };
}
