/** What rollouts are compared by, and which way is better. */
export const MEASURES = {
  fallsPerLap: { better: 'lower' },
  offTracksPerLap: { better: 'lower' },
  /** Of the laps planned. */
  cleanLapShare: { better: 'higher' },
  autonomy: { better: 'higher' },
  fidelity: { better: 'higher' },
  lineRms: { better: 'lower' },
  speedRms: { better: 'lower' },
  lapTimeMs: { better: 'lower' },
} as const;
export type Measure = keyof typeof MEASURES;
export type Better = (typeof MEASURES)[Measure]['better'];
export const MEASURE_NAMES = Object.keys(MEASURES) as [Measure, ...Measure[]];
