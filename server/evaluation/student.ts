import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { type Start, startsFrom } from '../../shared/dataset/starts.ts';
import { policyPilot } from '../../shared/evaluation/pilot.ts';
import type { Pilot } from '../../shared/evaluation/rollout.ts';
import { checkPolicyFits, decodePolicy } from '../../shared/policy/file.ts';
import { PolicyBatch } from '../../shared/policy/forward.ts';
import type { PolicyManifest } from '../../shared/policy/manifest.ts';
import { PHYSICS } from '../../shared/race/constants.ts';
import { CHOICE_ROLLOUTS } from '../../shared/training/choose.ts';
import { cardOf, lapsOfDataset, NoLaps } from '../dataset/collection.ts';
import { policyFile } from '../store/policies.ts';
import type { Store } from '../store/tables.ts';
import { kernelBytes } from '../training/kernels.ts';

/** A policy ready to be examined, with the laps it was trained on. */
export interface Student {
  id: string;
  /** Its file; whoever asks the store again may find it deleted. */
  file: Uint8Array;
  manifest: PolicyManifest;
  pilot: Pilot;
  batch: PolicyBatch;
  slot: number;
  laps: RecordedLap[];
  /** Laps of the dataset that training held out; empty when there was only one. */
  heldOut: RecordedLap[];
}

/** Load a policy's file and the laps of its dataset. */
export async function enrol(store: Store, policyId: string): Promise<Student> {
  const bytes = await policyFile(store, policyId);
  if (bytes === null) throw new NoLaps(`There is no policy "${policyId}". "mimic train" makes one.`);
  const { manifest, weights } = decodePolicy(bytes);
  checkPolicyFits(manifest, { physics: PHYSICS });
  if (manifest.dataset.id === null) throw new NoLaps(`Policy "${policyId}" names no dataset to examine it against.`);
  const { dataset, laps } = await lapsOfDataset(store, manifest.dataset.id);
  const { validation } = cardOf(dataset).splits;
  const heldOut = laps.filter((lap) =>
    validation.some(({ episodeId, number }) => episodeId === lap.episodeId && number === lap.number),
  );
  const batch = new PolicyBatch(kernelBytes());
  const slot = batch.add(manifest.network, manifest.head, manifest.normaliser, weights);
  const pilot = policyPilot(batch, slot, manifest.observation);
  return { id: policyId, file: bytes, manifest, pilot, batch, slot, laps, heldOut };
}

/**
 * Moments at which judging rollouts begin: of held-out laps; with a single lap, moments of it that no choosing rollout
 * began at.
 */
export function judgingStarts({ laps, heldOut, manifest }: Student, count: number, seed: number): Start[] {
  if (heldOut.length > 0) return startsFrom(heldOut, count, seed);
  const choosingSeed = manifest.chosenFrom[0]?.seed ?? manifest.seed; // the training's own: its first network has it
  return startsFrom(laps, count, seed, startsFrom(laps, CHOICE_ROLLOUTS, choosingSeed));
}
