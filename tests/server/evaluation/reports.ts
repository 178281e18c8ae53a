import type { EvaluationReport, RolloutRow } from '../../../shared/wire/evaluations.ts';

const ROW: RolloutRow = {
  ...{ laps: 3, finished: 3, clean: 3, falls: 0, offTracks: 0, kicks: 0, lapTimeMs: 40_000, autonomy: 1 },
  ...{ fidelity: 0.9, lineRms: 0.5, speedRms: 0.6 },
};

/** A report as if these rollouts had been driven; what does not follow from them is the same for all. */
export function reportOf(rows: Partial<RolloutRow>[], fields: Partial<EvaluationReport> = {}): EvaluationReport {
  const perRollout = rows.map((row) => ({ ...ROW, ...row }));
  const sum = (of: (row: RolloutRow) => number): number => perRollout.reduce((total, row) => total + of(row), 0);
  const laps = sum((row) => row.laps);
  return {
    ...{ policy: 'p-1', trackId: 'oval', seed: 1, rollouts: rows.length, lapsPlanned: 3 * rows.length },
    ...{ lapsFinished: sum((row) => row.finished), cleanLaps: sum((row) => row.clean), falls: sum((row) => row.falls) },
    ...{
      fallsPerLap: sum((row) => row.falls) / laps,
      fallsPerLapInterval: [0, (sum((row) => row.falls) + 3.7) / laps],
    },
    ...{ offTracksPerLap: 0, offTracksPerLapInterval: [0, 3.7 / laps] },
    ...{ touchesPerLap: 0, touchesPerLapInterval: [0, 3.7 / laps] },
    ...{ autonomy: 1, autonomyInterval: [0.9, 1], fidelity: 0.9, fidelityInterval: [0.8, 0.95] },
    ...{ lapTimeMs: { median: 40_000, p10: 39_000, p90: 41_000 }, demonstratorLapTimeMs: 40_500 },
    ...{ offline: { nll: 1.9, mse: 0.01, persistenceMse: 0.002 } },
    ...{ cleanLapShare: sum((row) => row.clean) / laps, cleanLapShareInterval: [0.5, 1] },
    ...{ lapTimeError: -0.01, lapTimeErrorInterval: [-0.02, 0], startsFrom: 'heldOut', trackHash: 'h1' },
    ...{ ownTrack: true, humanFidelity: 0.95, kicks: null, traffic: null, passes: [] },
    style: {
      ...{ lineRms: 0.5, lineRmsInterval: [0.4, 0.6], speedRms: 0.6, speedRmsInterval: [0.5, 0.7] },
      ...{
        own: { lineRms: 0.3, speedRms: 0.25, laps: 1 },
        others: { lineRms: 0.8, speedRms: 0.9, drivers: 2, laps: 6 },
      },
    },
    lapTimesMs: perRollout.flatMap(({ clean, lapTimeMs }) => new Array(clean).fill(lapTimeMs)),
    demonstratorLapTimesMs: [40_100, 40_900],
    line: [0, 10, 20].map((s) => ({ s, policy: 0.2, mean: 0, low: -1, high: 1 })),
    perRollout,
    ...fields,
  };
}
