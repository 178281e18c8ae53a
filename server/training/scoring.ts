import { type ForeignEpisode, foreignPersistence, foreignSamples } from '../../shared/dataset/foreign.ts';
import { transitionsOf } from '../../shared/dataset/transitions.ts';
import { predictionScores } from '../../shared/evaluation/offline.ts';
import { decisionTicksOf, type ObservationSpec, observationNames } from '../../shared/observation/spec.ts';
import { decodePolicy } from '../../shared/policy/file.ts';
import { PolicyBatch } from '../../shared/policy/forward.ts';
import { decodeOpenLoop, type OpenLoopManifest } from '../../shared/policy/openloop.ts';
import { TICK_HZ } from '../../shared/units/units.ts';
import { lapsOfDataset } from '../dataset/collection.ts';
import { NoLaps } from '../dataset/refusal.ts';
import { openLoopFile } from '../store/imported.ts';
import { policyFile } from '../store/policies.ts';
import type { Store } from '../store/tables.ts';
import { kernelBytes } from './kernels.ts';
import { importedSet, wholeImport } from './openloop.ts';

/** How near a policy comes to what was done in a set, each step looked at by itself; nothing is driven. */
export interface OpenLoopScore {
  policy: string;
  dataset: string;
  episodes: number;
  steps: number;
  /** In nats; null where the policy's head gives no likelihood. */
  nll: number | null;
  /** Mean of (Δsteer² + Δpedal²) / 2. */
  mse: number;
  /** The same for doing what was done in the step before: the bar beside it. */
  persistenceMse: number | null;
}

type Scored = Pick<OpenLoopManifest, 'network' | 'head' | 'normaliser' | 'observationNames'> & {
  weights: Float32Array;
  fps: number;
  /** Of a policy that drives: what to look with at laps of our own. */
  observation: ObservationSpec | null;
};

/** Score a policy, or a network that learned open-loop, on an imported set or on a data set of laps. */
export async function scoreOpenLoop(store: Store, policyId: string, datasetId: string): Promise<OpenLoopScore> {
  const policy = await scoredPolicy(store, policyId);
  const episodes = datasetId.startsWith('im-')
    ? await importedEpisodes(store, datasetId, policy)
    : await ownEpisodes(store, datasetId, policy);
  const samples = foreignSamples(episodes, policy.observationNames.length);
  const batch = new PolicyBatch(kernelBytes());
  const slot = batch.add(policy.network, policy.head, policy.normaliser, policy.weights);
  return {
    ...{ policy: policyId, dataset: datasetId, episodes: episodes.length, steps: samples.size },
    ...predictionScores(batch, slot, policy.head, samples),
    persistenceMse: foreignPersistence(episodes),
  };
}

async function scoredPolicy(store: Store, id: string): Promise<Scored> {
  const open = await openLoopFile(store, id);
  if (open) {
    const { manifest, weights } = decodeOpenLoop(open);
    return { ...manifest, weights, fps: manifest.set.fps, observation: null };
  }
  const file = await policyFile(store, id);
  if (!file) throw new NoLaps(`There is no policy "${id}". "mimic train" tells the ids it makes.`);
  const { manifest, weights } = decodePolicy(file);
  const { network, head, normaliser, observation } = manifest;
  if (head.kind !== 'bins' && head.kind !== 'squaredError') {
    throw new NoLaps(
      `Policy "${id}" has the head "${head.kind}", expected bins or squared-error: others draw by chance.`,
    );
  }
  const names = observationNames(observation);
  return {
    network,
    head,
    normaliser,
    observationNames: names,
    weights,
    fps: TICK_HZ / decisionTicksOf(observation),
    observation,
  };
}

async function importedEpisodes(store: Store, id: string, policy: Scored): Promise<ForeignEpisode[]> {
  const set = await importedSet(store, id);
  if (set.observationNames.join() !== policy.observationNames.join()) {
    const [got, expected] = [set, policy].map(({ observationNames: names }) => `${names.length} (${names[0]}, …)`);
    throw new NoLaps(`Set "${id}" observes ${got} numbers, expected ${expected} as the policy does, in its order.`);
  }
  if (set.fps !== policy.fps) {
    throw new NoLaps(`Set "${id}" has ${set.fps} steps a second, expected ${policy.fps}, at which the policy decides.`);
  }
  return wholeImport(store, set);
}

/** Laps of our own, cut into steps as an export cuts them. */
async function ownEpisodes(store: Store, id: string, { observation, fps }: Scored): Promise<ForeignEpisode[]> {
  if (!observation) throw new NoLaps('A network that learned open-loop knows no track: score it on an imported set.');
  const { laps } = await lapsOfDataset(store, id);
  return laps.map((lap) => {
    const { steps, width, observations, actions } = transitionsOf(lap, observation, fps);
    const seen = observations.subarray(0, steps * width);
    return { driver: lap.driverId, group: lap.episodeId, steps, observations: seen, actions };
  });
}
