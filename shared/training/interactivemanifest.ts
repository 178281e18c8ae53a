import type { Scores } from '../evaluation/scores.ts';
import { POLICY_FORMAT, type PolicyManifest } from '../policy/manifest.ts';
import { PHYSICS } from '../race/constants.ts';
import { vehicleHash } from '../vehicle/spec.ts';
import { scoresOf } from './clonemanifest.ts';
import type { Course, InteractiveRound } from './interactive.ts';

/** What a file says of how it was taught besides the round itself. */
export interface RoundOrigin {
  algorithm: 'dagger' | 'gated';
  expert: string;
  rounds: number;
  /** Null without a gate. */
  reaction: number | null;
  beta: number;
  datasetId: string | null;
  seed: number;
  steps: number;
  /** ISO 8601 */
  createdAt: string;
}

/** What the file of a round's policy says; answers of an expert are counted apart from what was shown. */
export function manifestOfRound(
  { round, novice, answers, drive }: InteractiveRound,
  { track, spec, observation, shown }: Course,
  driven: Scores,
  { algorithm, expert, rounds, reaction, beta, datasetId, seed, steps, createdAt }: RoundOrigin,
): PolicyManifest {
  const { trained, head, normaliser, labels } = novice;
  const { trainLoss, validationLoss } = trained;
  const scores = scoresOf({ driven });
  return {
    format: POLICY_FORMAT,
    name: `${algorithm === 'dagger' ? 'DAgger' : 'Human-gated'}, round ${round} with the scripted expert "${expert}"`,
    ...{ createdAt, kind: 'copy', observation, network: trained.network, head, normaliser },
    ...{ physics: PHYSICS, vehicleHash: vehicleHash(spec), trackId: track.id, trackHash: track.hash },
    dataset: {
      id: datasetId,
      laps: datasetId === null ? [] : shown.map(({ episodeId, number }) => ({ episode: episodeId, lap: number })),
    },
    ...{ seed, steps, scores, chosenFrom: [] },
    samples: { human: datasetId === null ? 0 : labels - answers, recovery: 0 },
    losses: { train: trainLoss, validation: validationLoss, persistence: null },
    interactive: {
      ...{ algorithm, expert, round, rounds, shown: labels - answers, answers },
      ...(algorithm === 'gated' ? { reaction: reaction ?? 0 } : { beta }),
      interventions: drive?.interventions ?? 0,
    },
  };
}
