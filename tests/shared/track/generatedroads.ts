import { expect } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';
import { closest } from '../../../shared/track/clearance.ts';
import { parseTrackFile } from '../../../shared/track/file.ts';
import { type GeneratorOptions, generateTrack, LEAST_ROOM } from '../../../shared/track/generator.ts';
import { buildTrack, type Track } from '../../../shared/track/track.ts';

/** Options of every kind, from the seed: half the seeds take the defaults, half draw their own bounds. */
export function optionsOf(seed: number): GeneratorOptions {
  if (seed % 2 === 0) return { seed, id: `seed-${seed}` };
  const random = seededRandom(seed);
  const shortest = 300 + 1500 * random.uniform();
  const narrowest = 7 + 13 * random.uniform();
  return {
    seed,
    id: `seed-${seed}`,
    length: { min: shortest, max: shortest * (1.1 + random.uniform()) },
    width: { min: narrowest, max: narrowest + (20 - narrowest) * random.uniform() },
    tightness: random.uniform(),
  };
}

/** Everything a generated circuit promises, measured on the road itself; that it does not cross itself, by its reader. */
export function checkGenerated(options: GeneratorOptions): Track {
  const file = generateTrack(options);
  expect(parseTrackFile(JSON.parse(JSON.stringify(file)))).toEqual(file);
  const track = buildTrack(file);
  const { length = { min: 600, max: 1400 }, width = { min: 9, max: 13 } } = options;
  expect(track.length).toBeGreaterThanOrEqual(length.min - 1);
  expect(track.length).toBeLessThanOrEqual(length.max + 1);
  expect(closest(file.centreLine)?.gap ?? 8).toBeGreaterThan(7); // ground for both walls, 4 m and 3 m at least
  expect(Math.abs(track.turn)).toBeCloseTo(2 * Math.PI, 6); // once round, whichever way
  let sharpest = 0;
  for (let i = 0; i < track.count; i++) {
    const half = Math.max(track.left[i], track.right[i]);
    sharpest = Math.max(sharpest, Math.abs(track.curvature[i]) * (half + LEAST_ROOM));
  }
  expect(sharpest).toBeLessThan(1.01); // millimetres of rounding in the file
  const wide = track.left.map((left, i) => left + track.right[i]);
  expect(Math.min(...wide)).toBeGreaterThan(width.min - 0.05);
  expect(Math.max(...wide)).toBeLessThan(width.max + 0.05);
  return track;
}
