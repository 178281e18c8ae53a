import { expect, test } from 'vitest';
import { contentHash } from '../../../shared/exact/content.ts';
import { corners } from '../../../shared/track/corners.ts';
import { generateTrack } from '../../../shared/track/generator.ts';
import { buildTrack } from '../../../shared/track/track.ts';
import { checkGenerated, optionsOf } from './generatedroads.ts';

/** `generator.long.test.ts` does 2,000. */
const SEEDS = 300;

test(`${SEEDS} seeds, options of every kind: one loop, no crossing, bends, width and lap within bounds`, () => {
  const hashes = new Set<string>();
  for (let seed = 0; seed < SEEDS; seed++) hashes.add(checkGenerated(optionsOf(seed)).hash);
  expect(hashes.size).toBe(SEEDS);
});

test('the same seed gives the same circuit to the byte, in every engine', () => {
  const { centreLine } = generateTrack({ seed: 42, id: 'a' });
  expect(generateTrack({ seed: 42, id: 'a' }).centreLine).toEqual(centreLine);
  expect(contentHash(centreLine)).toBe('37829b5a2f434c975360cb6c998e52e7ab487dc177fd68cf0df8532e9b9154a7');
});

test('tightness makes corners more and tighter', () => {
  const shape = (tightness: number) => {
    let [count, sharpest] = [0, 0];
    for (let seed = 0; seed < 12; seed++) {
      const track = buildTrack(generateTrack({ seed, id: 'a', tightness }));
      count += corners(track).length;
      sharpest += Math.max(...track.curvature.map(Math.abs)) / 12;
    }
    return { count, radius: 1 / sharpest };
  };
  const [sweeping, tight] = [shape(0), shape(1)];
  expect(tight.count).toBeGreaterThan(sweeping.count * 1.2);
  expect(tight.radius).toBeLessThan(sweeping.radius / 2);
});

test('the grid stands on the longest straight', () => {
  for (let seed = 0; seed < 20; seed++) {
    const track = buildTrack(generateTrack({ seed, id: 'a' }));
    expect(corners(track).some(({ from, to }) => from > to)).toBe(false); // no corner lies across the start line
  }
});

test.each([
  [{ length: { min: 100, max: 400 } }, /length is 100 to 400 m; expected a range within 300 to 5000 m/],
  [{ length: { min: 900, max: 900 } }, /at least 1.1 times the shortest/],
  [{ width: { min: 5, max: 9 } }, /width is 5 to 9 m; expected a range within 7 to 20 m/],
  [{ tightness: 2 }, /tightness is 2; expected 0 \(sweeping\) to 1/],
  [{ seed: Number.NaN }, /seed is NaN/],
])('%j is refused', (options, reason) => {
  expect(() => generateTrack({ seed: 1, id: 'a', ...options })).toThrow(reason);
});
