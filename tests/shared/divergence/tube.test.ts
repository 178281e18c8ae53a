import { expect, test } from 'vitest';
import { divergencePoint, fidelity, heldOut, widestGap } from '../../../shared/divergence/point.ts';
import { type LapProfile, profileOf } from '../../../shared/divergence/profile.ts';
import { insideTube, LEAST_SIGMA, tubeOf } from '../../../shared/divergence/tube.ts';
import { seededRandom } from '../../../shared/exact/random.ts';

const LENGTH = 500;

/** A lap at constant 20 m/s along offset(s). */
function lapAlong(offset: (s: number) => number): LapProfile {
  const samples = Array.from({ length: 1600 }, (_, tick) => {
    const distance = tick / 3;
    return { distance, offset: offset(distance), speed: 20, time: tick / 60 };
  });
  return profileOf(samples, LENGTH);
}

/** Laps with a slow wander of the given standard deviation. */
function laps(count: number, sigma: number, seed = 1): LapProfile[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const [a, b, p] = [random.gaussian(), random.gaussian(), random.uniform() * 6];
    return lapAlong((s) => 1.5 * Math.sin(s / 80) + (sigma * (a + b * Math.sin(s / 40 + p) * Math.SQRT2)) / Math.SQRT2);
  });
}

test('a profile gives offset, speed and time at whole metres', () => {
  const lap = lapAlong((s) => s / 100);
  expect(lap.offset.length).toBe(500);
  expect(lap.offset[250]).toBeCloseTo(2.5, 5);
  expect(lap.time[200]).toBeCloseTo(10, 4); // 200 m at 20 m/s
  expect(lap.brokenAt).toBe(500);
});

test('a car that rolls back and comes again counts once, at its furthest progress', () => {
  const there = [0, 5, 10, 6, 3, 8, 12, 20].map((distance, i) => ({ distance, offset: i, speed: 1, time: i }));
  const lap = profileOf(there, 20);
  expect(lap.offset[8]).toBeCloseTo(1.6, 5);
  expect(lap.time[12]).toBeGreaterThan(2);
  expect(Array.from(lap.time)).toEqual(Array.from(lap.time).sort((a, b) => a - b));
});

test('the spread of many laps is found: 3σ of Gaussian laps', () => {
  const tube = tubeOf(laps(200, 0.5));
  const sigmas = tube.bands.map((bands) => bands[0]!.sigma);
  expect(sigmas.reduce((a, b) => a + b) / sigmas.length).toBeCloseTo(0.5, 1);
});

test('identical laps keep the least width, one lap the spread of similar drivers', () => {
  expect(tubeOf(laps(9, 0)).bands[10]![0]!.sigma).toBe(LEAST_SIGMA);
  // √2: two single laps differ by that much more than one from its mean; t₈(0.99865) = 4.277 in tables, not 3
  expect(tubeOf(laps(1, 0), 0.7).bands[10]![0]!.sigma).toBeCloseTo((0.7 * Math.SQRT2 * 4.277) / 3, 2);
});

test.each([20, 8, 2])('at least 19 of 20 held-out Gaussian laps stay in the tube of the others: %i laps', (count) => {
  const seeds = Array.from({ length: 200 / count }, (_, i) => i + 1);
  const stayed = seeds.map((seed) => heldOut(laps(count, 0.4, seed), 0.4).stayed);
  expect(stayed.reduce((a, b) => a + b) / (seeds.length * count)).toBeGreaterThanOrEqual(0.95);
});

test('few laps make a tube that is left as seldom as 3σ of a known spread: 0.27 %', () => {
  const random = seededRandom(7);
  // Laps of one metre, so that nothing is pooled; wider than the least width.
  const metre = (): LapProfile => {
    const offset = Float32Array.of(0.5 * random.gaussian());
    return { offset, speed: offset, time: offset, brokenAt: 1 };
  };
  for (const count of [8, 12]) {
    let outside = 0;
    for (let i = 0; i < 20_000; i++) {
      const tube = tubeOf(Array.from({ length: count }, metre));
      if (!insideTube(tube, 0, metre().offset[0]!)) outside++;
    }
    expect(outside / 20_000).toBeGreaterThan(0.0015);
    expect(outside / 20_000).toBeLessThan(0.0045);
  }
});

test('an offset of 1 m planted at a known metre is found within 5 m', () => {
  const tube = tubeOf(laps(12, 0));
  for (const planted of [40, 133, 377]) {
    const lap = lapAlong((s) => 1.5 * Math.sin(s / 80) + (s >= planted ? 1 : 0));
    const point = divergencePoint(lap, tube);
    expect(Math.abs(point!.s - planted)).toBeLessThanOrEqual(5);
    expect(point!.z).toBeGreaterThan(3);
    expect(widestGap(lap, tube).gap).toBeCloseTo(1, 1);
    expect(fidelity(lap, tube)).toBeCloseTo(planted / LENGTH, 1);
  }
});

test('a lap that wanders within the tube never parts; one that leaves for 9 m neither', () => {
  const tube = tubeOf(laps(12, 0));
  expect(
    divergencePoint(
      lapAlong((s) => 1.5 * Math.sin(s / 80) + 0.7),
      tube,
    ),
  ).toBeNull();
  const brief = lapAlong((s) => 1.5 * Math.sin(s / 80) + (s >= 100 && s < 109 ? 2 : 0));
  expect(divergencePoint(brief, tube)).toBeNull();
});

test('both sides of an obstacle are human, its middle is not', () => {
  const sides = [1, -1, 1, -1, 1, -1, 1, 1].map((side) =>
    lapAlong((s) => side * 3 * Math.exp(-(((s - 250) / 30) ** 2))),
  );
  const tube = tubeOf(sides);
  expect(tube.bands[250]).toHaveLength(2);
  expect([insideTube(tube, 250, 3), insideTube(tube, 250, -3), insideTube(tube, 250, 0)]).toEqual([true, true, false]);
  expect(tube.bands[20]).toHaveLength(1);
});

test('a fall inside the tube is a parting too, and contact ends the search', () => {
  const tube = tubeOf(laps(12, 0));
  const fallen = lapAlong((s) => 1.5 * Math.sin(s / 80) + (s > 300 ? 5 : 0));
  fallen.brokenAt = 200;
  expect(divergencePoint(fallen, tube)!.s).toBe(200);
});
