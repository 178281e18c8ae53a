import type { LapDemonstration } from '../dataset/lap.ts';
import { POLICY_FORMAT, type PolicyManifest } from '../policy/manifest.ts';
import { PHYSICS } from '../race/constants.ts';
import { vehicleHash } from '../vehicle/spec.ts';
import type { Candidate } from './choose.ts';
import type { TrainedClone } from './clone.ts';
import type { CloneOrder } from './cloneorder.ts';

/** The driver of all these laps; null of several. */
export function soleDriver(laps: readonly { driverId: string }[]): string | null {
  const [first, ...others] = new Set(laps.map(({ driverId }) => driverId));
  return first !== undefined && others.length === 0 ? first : null;
}

export const nameOfClone = (kind: PolicyManifest['kind'], driverId: string | null): string =>
  `${kind === 'copy' ? 'Copy' : 'Coached clone'} of ${driverId ?? 'several drivers'}`;

/** What a finished clone's file says of it. `createdAt`: ISO 8601. */
export function manifestOf(
  clone: TrainedClone,
  datasetId: string,
  laps: readonly LapDemonstration[],
  { sees, steps, tuning }: Pick<CloneOrder, 'sees' | 'steps' | 'tuning'>,
  createdAt: string,
): PolicyManifest {
  const { track, spec } = laps[0]!;
  const learned = laps.filter((lap) => sees === 'road' || lap.others !== null);
  const { trainLoss, validationLoss } = clone.network;
  return {
    format: POLICY_FORMAT,
    name: nameOfClone(clone.kind, soleDriver(laps)),
    createdAt,
    kind: clone.kind,
    observation: clone.observation,
    network: clone.network.network,
    head: clone.head,
    normaliser: clone.normaliser,
    physics: PHYSICS,
    vehicleHash: vehicleHash(spec),
    trackId: track.id,
    trackHash: track.hash,
    dataset: { id: datasetId, laps: learned.map(({ episodeId, number }) => ({ episode: episodeId, lap: number })) },
    seed: clone.network.seed,
    samples: clone.samples,
    teaching: clone.teaching,
    ...(clone.noise !== null && { noise: clone.noise }),
    steps,
    ...(tuning && { tuning }),
    losses: { train: trainLoss, validation: validationLoss, persistence: clone.offline?.persistenceMse ?? null },
    ...(clone.checks.length > 0 && { checks: clone.checks }),
    scores: scoresOf(clone.chosen),
    chosenFrom: clone.candidates.map((candidate) => {
      const { seed, trainLoss, validationLoss } = candidate;
      return { seed, trainLoss, validationLoss, scores: scoresOf(candidate) };
    }),
  };
}

/** How a candidate drove, as a file says it. */
export function scoresOf({ driven }: Pick<Candidate, 'driven'>): PolicyManifest['scores'] {
  const { rollouts, lapsPlanned, lapsFinished, cleanLaps, falls, fallsPerLap, lapTimeMs } = driven;
  return { rollouts, lapsPlanned, lapsFinished, cleanLaps, falls, fallsPerLap, lapTimeMs: lapTimeMs?.median ?? null };
}
