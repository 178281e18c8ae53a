import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { flyingRollouts } from '../../shared/divergence/examination.ts';
import { comparableLaps, profileOfLap, profileOfRollout } from '../../shared/divergence/laps.ts';
import { type Parting, partingOf } from '../../shared/divergence/parting.ts';
import { median } from '../../shared/evaluation/interval.ts';
import { lapsOfDataset, lapsOfEpisode, NoLaps } from '../dataset/collection.ts';
import { enrol } from '../evaluation/student.ts';
import { findEpisode } from '../store/episodes.ts';
import type { Store } from '../store/tables.ts';

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
