import type { ForeignEpisode } from '../../shared/dataset/foreign.ts';
import { HEADS } from '../../shared/policy/head.ts';
import { encodeOpenLoop, type OpenLoopManifest } from '../../shared/policy/openloop.ts';
import type { CloneOrder } from '../../shared/training/cloneorder.ts';
import { learnOpenLoop, type OpenLoopNetwork } from '../../shared/training/openloop.ts';
import { TRAINING } from '../../shared/training/settings.ts';
import { SPLIT_SEED } from '../dataset/making.ts';
import { NoLaps } from '../dataset/refusal.ts';
import { episodesOfImport, findImport, type ImportedSet, insertOpenLoop } from '../store/imported.ts';
import type { Store } from '../store/tables.ts';
import { kernelBytes } from './kernels.ts';
import { startTensors } from './tensors.ts';

/** Most numbers of a set that training holds at once: 400 MB. */
const MAX_VALUES = 1e8;

/** What `mimic train --json` prints for a set without physics. */
export interface OpenLoopReport {
  policy: string;
  dataset: string;
  /** Nothing here was driven, and nothing can be. */
  drivable: false;
  split: OpenLoopNetwork['split'];
  samples: number;
  offline: OpenLoopNetwork['offline'];
  candidates: OpenLoopNetwork['candidates'];
}

export async function importedSet(store: Store, id: string): Promise<ImportedSet> {
  const set = await findImport(store, id);
  if (set) return set;
  throw new NoLaps(`There is no imported set "${id}". "mimic imported list" names those there are.`);
}

/** Every episode of a set in memory; NoLaps for one that is too large for that. */
export async function wholeImport(store: Store, set: ImportedSet): Promise<ForeignEpisode[]> {
  const values = set.steps * (set.observationNames.length + 2);
  if (values > MAX_VALUES) {
    throw new NoLaps(
      `Set "${set.id}" holds ${values} numbers, at most ${MAX_VALUES} can be learned from. Import fewer.`,
    );
  }
  const episodes: ForeignEpisode[] = [];
  for await (const episode of episodesOfImport(store, set)) episodes.push(episode);
  return episodes;
}

/** Train on a set without physics and keep the network; it is no policy of a track, and no race finds it. */
export async function trainOpenLoop(
  store: Store,
  setId: string,
  { head, steps, seeds, seed }: Pick<CloneOrder, 'head' | 'steps' | 'seeds' | 'seed'>,
  report: (share: number, losses: number[]) => void = () => {},
): Promise<OpenLoopReport> {
  const set = await importedSet(store, setId);
  const episodes = await wholeImport(store, set);
  await startTensors();
  const all = Array.from({ length: seeds }, (_, i) => seed + i);
  const settings = { ...TRAINING, head: HEADS[head], steps, seeds: all, splitSeed: SPLIT_SEED };
  const learned = await learnOpenLoop(episodes, set.observationNames.length, settings, {
    kernelBytes: kernelBytes(),
    progress: (step, losses) => report(step / steps, [...losses]),
  });
  const { network, normaliser, samples, split, offline, candidates } = learned;
  const manifest: OpenLoopManifest = {
    set: { id: set.id, name: set.name, fps: set.fps },
    observationNames: set.observationNames,
    ...{ network: network.network, head: HEADS[head], normaliser, seed: network.seed, steps, samples, split, offline },
    losses: { train: network.trainLoss, validation: network.validationLoss },
    createdAt: new Date().toISOString(),
  };
  const policy = await insertOpenLoop(store, set.id, encodeOpenLoop({ manifest, weights: network.weights }));
  return { policy, dataset: set.id, drivable: false, split, samples, offline, candidates };
}
