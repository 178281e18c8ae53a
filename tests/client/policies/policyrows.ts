import type { PolicyDetail } from '../../../client/connection/policies.ts';
import type { EvaluationEntry } from '../../../shared/wire/evaluations.ts';

/** A policy as lists have it, for tests of what pages make of it. */
export function policyOf(part: { id: string } & Partial<PolicyDetail['manifest']>): PolicyDetail {
  const { id, ...manifest } = part;
  return {
    ...{ id, datasetId: 'ds', driverId: null, createdBy: null, trackId: 'oval', createdAt: '2026-01-01T00:00:00Z' },
    ...{ mayRace: true, mayDelete: false },
    manifest: {
      ...{ name: id, kind: 'coached', vehicleHash: 'x', seed: 1, steps: 300, scores: null, chosenFrom: [] },
      head: { kind: 'bins', steer: 21, pedal: 7, groups: 3, decode: 'mean', hold: 1 },
      observation: { version: 1, blocks: ['trackFeatures'] },
      network: { hidden: [128] },
      dataset: { id: 'ds', laps: [] },
      samples: { human: 10, recovery: 5 },
      losses: { train: 1, validation: null, persistence: null },
      ...manifest,
    },
  } as PolicyDetail;
}

export function evaluationOf(policyId: string, id: string, fallsPerLap: number): EvaluationEntry {
  const result = {
    ...{ lapsPlanned: 60, lapsFinished: 58, cleanLaps: 50, fallsPerLap, fallsPerLapInterval: [0, fallsPerLap * 2] },
    ...{ autonomy: 0.9, autonomyInterval: [0.8, 0.95], fidelity: null, fidelityInterval: null },
    ...{ lapTimeMs: { median: 24_500, p10: 24_000, p90: 25_000 }, demonstratorLapTimeMs: 24_000 },
  };
  return { id, policyId, trackId: 'oval', createdAt: '2026-01-01T00:00:00Z', result } as unknown as EvaluationEntry;
}
