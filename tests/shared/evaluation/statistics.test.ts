import { expect, test } from 'vitest';
import { interquartileMean } from '../../../shared/evaluation/aggregate.ts';
import { compare } from '../../../shared/evaluation/comparison.ts';
import { improvementInterval, probabilityOfImprovement } from '../../../shared/evaluation/improvement.ts';
import { bootstrapInterval, mean } from '../../../shared/evaluation/interval.ts';
import { certainShareInterval, noEventInterval } from '../../../shared/evaluation/noevents.ts';
import { rankOrder } from '../../../shared/evaluation/ranking.ts';
import { profileLevels, scoreProfile } from '../../../shared/evaluation/scoreprofile.ts';
import { seededRandom } from '../../../shared/exact/random.ts';

test('the interquartile mean is the one that scipy and rliable take', () => {
  // scipy's own example: stats.trim_mean(np.arange(20), 0.1) is 9.5; a quarter off either end of 0 … 19 leaves 5 … 14.
  expect(interquartileMean(Array.from({ length: 20 }, (_, i) => i))).toBe(9.5);
  // A quarter of six is one and a half: one is left out at either end.
  expect(interquartileMean([100, 1, 2, 3, 4, -100])).toBe((1 + 2 + 3 + 4) / 4);
  expect(interquartileMean([0, 0, 0, 0, 0, 0, 0, 12])).toBe(0); // one bad training of eight
  expect(interquartileMean([7])).toBe(7);
  expect(interquartileMean([])).toBeNaN();
});

test('Aesop’s tortoises and hares: U is 11 of 36, whichever way the order is told', () => {
  // Finishing order T H H H H H T T T T T H, the example of "Mann–Whitney U test" in textbooks: U of the tortoises is 11.
  const order = 'THHHHHTTTTTH';
  const placesOf = (who: string): number[] =>
    [...order].flatMap((animal, place) => (animal === who ? [place + 1] : []));
  const [tortoises, hares] = [placesOf('T'), placesOf('H')];
  expect(probabilityOfImprovement(tortoises, hares, 'lower')).toBeCloseTo(11 / 36, 12);
  expect(probabilityOfImprovement(hares, tortoises, 'lower')).toBeCloseTo(25 / 36, 12);
  expect(probabilityOfImprovement(tortoises, hares, 'higher')).toBeCloseTo(25 / 36, 12);
});

test('ties count half, so that a policy is no improvement on itself', () => {
  expect(probabilityOfImprovement([0, 0, 1], [0, 0, 1], 'lower')).toBe(0.5);
  expect(probabilityOfImprovement([1, 2], [2, 3], 'higher')).toBe(0.5 / 4);
  expect(probabilityOfImprovement([], [1], 'lower')).toBeNaN();
});

test('whole trainings that do the same are one piece of evidence, not fifty', () => {
  const trainings = [0, 1, 0, 1].map((level) => new Array<number>(50).fill(level));
  const other = [0, 0, 1, 1].map((level) => new Array<number>(50).fill(level));
  const width = ([low, high]: readonly [number, number]): number => high - low;
  const nested = width(improvementInterval(trainings, other, 'lower', 1));
  expect(nested).toBeGreaterThan(3 * width(improvementInterval(trainings.flat(), other.flat(), 'lower', 1)));
});

test('two normal distributions a standard deviation apart: Φ(1 / √2)', () => {
  const random = seededRandom(3);
  const a = Array.from({ length: 400 }, () => random.gaussian() + 1);
  const b = Array.from({ length: 400 }, random.gaussian);
  const [low, high] = improvementInterval(a, b, 'higher', 1);
  expect(low).toBeLessThan(0.7602);
  expect(high).toBeGreaterThan(0.7602);
  expect(high - low).toBeLessThan(0.1); // standard error about √(0.18 / 400) / √2
});

test('strata stay, what is in them is drawn: tasks far apart do not widen the interval', () => {
  const tasks = [Array.from({ length: 20 }, (_, i) => i / 20), Array.from({ length: 20 }, (_, i) => 100 + i / 20)];
  const [low, high] = bootstrapInterval(tasks, mean, 1, 1);
  // Each task's mean has a standard error of 0.29 / √20 = 0.064, their average 0.046.
  expect(high - low).toBeGreaterThan(2 * 0.046);
  expect(high - low).toBeLessThan(5 * 0.046);
  const drawn = bootstrapInterval(tasks, mean, 1);
  expect(drawn[1] - drawn[0]).toBeGreaterThan(50); // with two tasks drawn, half the draws hold one of them twice
});

test('a performance profile counts what is at least as good', () => {
  const falls = [0, 0, 1, 3];
  expect(scoreProfile(Float64Array.from(falls), [0, 0.5, 1, 3], 'lower')).toEqual([0.5, 0.5, 0.75, 1]);
  expect(scoreProfile(Float64Array.from(falls), [0, 1, 2], 'higher')).toEqual([1, 0.5, 0.25]);
  const levels = profileLevels(falls, 'lower');
  expect([levels[0], levels.at(-1)]).toEqual([3, 0]); // from the easiest to the hardest
  expect(profileLevels([2, 2], 'higher')).toEqual([2]);
  expect(profileLevels([], 'higher')).toEqual([]);
});

test('what never happened is bounded as tables bound it', () => {
  // Garwood's 95 % upper limit for no events is 3.689; Clopper & Pearson give 0.3085 for none of ten.
  expect(noEventInterval(1)[1]).toBeCloseTo(3.689, 3);
  expect(noEventInterval(60)[1]).toBeCloseTo(3.689 / 60, 5);
  expect(certainShareInterval(0, 10)[1]).toBeCloseTo(0.3085, 4);
  expect(certainShareInterval(1, 10)[0]).toBeCloseTo(0.6915, 4);
});

test('where the same came of every lap, the interval is the exact one of so many laps', () => {
  const never = [new Array<number>(20).fill(0), new Array<number>(20).fill(1)];
  const found = compare(
    (measure) => (['fallsPerLap', 'cleanLapShare', 'autonomy'].includes(measure) ? never : [[], []]),
    () => [60, 60],
    1,
  );
  const of = (measure: string) => found.find((one) => one.measure === measure)!.policies;
  const [falls, clean] = [of('fallsPerLap'), of('cleanLapShare')];
  expect(falls.map((one) => one!.mean.interval)).toEqual([noEventInterval(60), [1, 1]]);
  expect(clean.map((one) => one!.iqm.interval)).toEqual([certainShareInterval(0, 60), certainShareInterval(1, 60)]);
  expect(of('autonomy').map((one) => one!.mean.interval)).toEqual([
    [0, 0],
    [1, 1],
  ]);
});

test('the better of two policies is named by every statistic, and each mirrors the other', () => {
  const falls = { safe: [0, 0, 0, 1, 0, 0, 0, 0], wild: [2, 3, 1, 4, 2, 5, 3, 2] };
  const [byFalls, ...rest] = compare(
    (measure) => (measure === 'fallsPerLap' ? Object.values(falls) : [[], []]),
    () => [8, 8],
    1,
  );
  expect(rest).toEqual([]);
  const { policies, improvement, levels } = byFalls!;
  expect(policies.map((measured) => measured!.iqm.value)).toEqual([0, (2 + 2 + 3 + 3) / 4]);
  expect(policies[0]!.iqm.interval[1]).toBeLessThan(policies[1]!.iqm.interval[0]);
  // Of 64 pairs one is a tie (1 against 1), all others are the safe one's.
  expect(improvement[0]![1]!.value).toBeCloseTo(63.5 / 64, 12);
  expect(improvement[1]![0]!.value).toBeCloseTo(0.5 / 64, 12);
  expect(improvement[0]![0]).toBeNull();
  expect(levels[0]).toBe(5);
  expect(policies.map((measured) => measured!.profile[0]!.share)).toEqual([1, 1]);
  expect(policies.map((measured) => measured!.profile.at(-1)!.share)).toEqual([7 / 8, 0]);
});

test('policies rank by what is not ruled out: falls, then clean laps, then time', () => {
  const policy = (high: number, cleanLapShare: number, lapTimeMs: number | null) => ({
    fallsPerLapInterval: [0, high] as [number, number],
    cleanLapShare,
    lapTimeMs,
  });
  const best = policy(0.06, 0.9, 41_000);
  const slower = policy(0.06, 0.9, 42_000);
  const dirtier = policy(0.06, 0.8, 39_000);
  const shorter = policy(0.6, 1, 38_000); // no fall either, in a tenth of the laps
  const never = policy(0.6, 1, null);
  expect([never, shorter, dirtier, slower, best].sort(rankOrder)).toEqual([best, slower, dirtier, shorter, never]);
});
