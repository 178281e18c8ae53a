import { carOfHash } from '../../shared/vehicle/cars.ts';
import type { PolicyReply } from './replies.ts';

/** `copy`: from the person's samples alone; `coached`: from recovery samples too. */
export type CloneKind = PolicyReply['manifest']['kind'];
/** In the order in which pages show them. */
export const CLONE_KINDS: readonly CloneKind[] = ['coached', 'copy'];

/** The newest clones of one person on one track in one car, trained on the same laps. */
export interface ClonePair {
  trackId: string;
  /** Id of the car they learned; undefined for one that is not raced here. */
  car: string | undefined;
  datasetId: string | null;
  policies: Partial<Record<CloneKind, PolicyReply>>;
}

/** The newest pair of each track and car, the newest first. `policies` come newest first. */
export function newestPairs(policies: readonly PolicyReply[]): ClonePair[] {
  const pairs = new Map<string, ClonePair>();
  for (const policy of policies) {
    const { trackId, datasetId, manifest } = policy;
    const key = `${trackId} ${manifest.vehicleHash}`;
    const car = carOfHash(manifest.vehicleHash)?.id;
    const pair = pairs.get(key) ?? { trackId, car, datasetId, policies: {} };
    pairs.set(key, pair);
    if (pair.datasetId === datasetId) pair.policies[manifest.kind] ??= policy;
  }
  return [...pairs.values()];
}

/** The newest pair on one track in one car, coached first; empty where there is none. */
export function clonesOn(policies: readonly PolicyReply[], trackId: string, car: string): PolicyReply[] {
  const pair = newestPairs(policies).find((other) => other.trackId === trackId && other.car === car);
  return pair ? CLONE_KINDS.flatMap((kind) => pair.policies[kind] ?? []) : [];
}
