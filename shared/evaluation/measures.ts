/** What rollouts are compared by, which way is better, and of counts what is counted in each lap: events or yes and no. */
export const MEASURES = {
  fallsPerLap: { better: 'lower', counts: 'events' },
  offTracksPerLap: { better: 'lower', counts: 'events' },
  /** Of the laps planned. */
  cleanLapShare: { better: 'higher', counts: 'laps' },
  autonomy: { better: 'higher' },
  fidelity: { better: 'higher' },
  lineRms: { better: 'lower' },
  speedRms: { better: 'lower' },
  lapTimeMs: { better: 'lower' },
} as const;
export type Measure = keyof typeof MEASURES;
export type Better = (typeof MEASURES)[Measure]['better'];
export const MEASURE_NAMES = Object.keys(MEASURES) as [Measure, ...Measure[]];
