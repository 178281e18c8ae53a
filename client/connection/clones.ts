import type { PolicyReply } from './replies.ts';

/** `copy`: from the person's samples alone; `coached`: from recovery samples too. */
export type CloneKind = PolicyReply['manifest']['kind'];
/** In the order in which pages show them. */
export const CLONE_KINDS: readonly CloneKind[] = ['coached', 'copy'];

/** The newest clones of one person on one track, trained on the same laps. */
export interface ClonePair {
  trackId: string;
  datasetId: string | null;
  policies: Partial<Record<CloneKind, PolicyReply>>;
}

/** The newest pair of each track, the newest track first. `policies` come newest first. */
export function newestPairs(policies: readonly PolicyReply[]): ClonePair[] {
  const pairs = new Map<string, ClonePair>();
  for (const policy of policies) {
    const pair = pairs.get(policy.trackId) ?? { trackId: policy.trackId, datasetId: policy.datasetId, policies: {} };
    pairs.set(policy.trackId, pair);
    if (pair.datasetId === policy.datasetId) pair.policies[policy.manifest.kind] ??= policy;
  }
  return [...pairs.values()];
}

/** The newest pair on one track, coached first; empty where there is none. */
export function clonesOn(policies: readonly PolicyReply[], trackId: string): PolicyReply[] {
  const pair = newestPairs(policies).find((other) => other.trackId === trackId);
  return pair ? CLONE_KINDS.flatMap((kind) => pair.policies[kind] ?? []) : [];
}
