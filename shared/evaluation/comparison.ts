import { middleMean } from './aggregate.ts';
import { flat, improvementInterval, probabilityOfImprovement } from './improvement.ts';
import { bootstrapIntervals, type Interval, mean, type Nested } from './interval.ts';
import { type Better, MEASURE_NAMES, MEASURES, type Measure } from './measures.ts';
import { certainShareInterval, noEventInterval } from './noevents.ts';
import { profileLevels, scoreProfile } from './scoreprofile.ts';

export interface Estimate {
  value: number;
  interval: Interval;
}

/** What one of the compared comes to by one measure. */
export interface Measured {
  /** Values there were. */
  rollouts: number;
  mean: Estimate;
  iqm: Estimate;
  /** Share of values at least as good as each level, with its 95 % band. */
  profile: { share: number; interval: Interval }[];
}

export interface MeasureComparison {
  measure: Measure;
  better: Better;
  /** From the easiest to the hardest. */
  levels: number[];
  /** Null where nothing was measured. */
  policies: (Measured | null)[];
  /** Row i, column j: probability that a value of i is better than one of j. */
  improvement: (Estimate | null)[][];
}

/**
 * What is compared by one measure: the values of each policy, nested as they hang together (players hold trainings,
 * trainings hold rollouts); a single training is a flat list.
 */
export type Values = Nested;

/**
 * Hold any set of policies beside each other by every measure that at least one of them has.
 *
 * @param lapsOf of each policy, laps that its values of a measure are counted in
 */
export function compare(
  valuesOf: (measure: Measure) => readonly Values[],
  lapsOf: (measure: Measure) => readonly number[],
  seed: number,
): MeasureComparison[] {
  return MEASURE_NAMES.map((measure) => compareBy(measure, valuesOf(measure), lapsOf(measure), seed)).filter(
    ({ policies }) => !policies.every((measured) => measured === null),
  );
}

function compareBy(
  measure: Measure,
  values: readonly Values[],
  laps: readonly number[],
  seed: number,
): MeasureComparison {
  const { better } = MEASURES[measure];
  const levels = profileLevels(values.flatMap(flat), better);
  return {
    measure,
    better,
    levels,
    policies: values.map((own, i) => {
      const estimates = measured(own, levels, better, seed);
      return estimates && { ...estimates, ...certain(measure, estimates.mean.value, laps[i]!) };
    }),
    improvement: improvements(values, better, seed),
  };
}

function measured(values: Values, levels: readonly number[], better: Better, seed: number): Measured | null {
  const all = flat(values);
  if (all.length === 0) return null;
  const statistics = (drawn: readonly number[]): number[] => {
    const sorted = Float64Array.from(drawn).sort();
    return [mean(drawn), middleMean(sorted), ...scoreProfile(sorted, levels, better)];
  };
  const [ofMean, ofMiddle, ...ofShares] = bootstrapIntervals(values, statistics, seed);
  const [value, middle, ...shares] = statistics(all);
  return {
    rollouts: all.length,
    mean: { value: value!, interval: ofMean! },
    iqm: { value: middle!, interval: ofMiddle! },
    profile: shares.map((share, i) => ({ share, interval: ofShares[i]! })),
  };
}

/**
 * Where the same came of every lap, resampling finds nothing else and says more than is known: mean and interquartile mean
 * get the exact interval of so many laps (noevents.ts).
 */
function certain(measure: Measure, value: number, laps: number): Pick<Measured, 'mean' | 'iqm'> | null {
  const of = MEASURES[measure];
  const counts = 'counts' in of ? of.counts : null;
  const never = value === 0 && counts === 'events';
  const share = (value === 0 || value === 1) && counts === 'laps';
  if (!never && !share) return null;
  const interval = never ? noEventInterval(laps) : certainShareInterval(value as 0 | 1, laps);
  return { mean: { value, interval }, iqm: { value, interval } };
}

/** Each pair once: what one wins the other loses. */
function improvements(values: readonly Values[], better: Better, seed: number): (Estimate | null)[][] {
  const matrix: (Estimate | null)[][] = values.map(() => values.map(() => null));
  for (let i = 0; i < values.length; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [flat(values[i]!), flat(values[j]!)];
      if (a.length === 0 || b.length === 0) continue;
      const value = probabilityOfImprovement(a, b, better);
      const [low, high] = improvementInterval(values[i]!, values[j]!, better, seed);
      matrix[i]![j] = { value, interval: [low, high] };
      matrix[j]![i] = { value: 1 - value, interval: [1 - high, 1 - low] };
    }
  }
  return matrix;
}
