import { expect, test } from 'vitest';
import { type ChunkSpec, chunkSchema, Plans } from '../../../shared/policy/chunk.ts';

/** Plan p says (p, k / 100) of the decision k after it: what comes out tells whose word it was. */
const plan = (p: number, length: number): Float32Array =>
  Float32Array.from({ length: 2 * length }, (_, i) => (i % 2 === 0 ? p : (i - 1) / 200));

function drive(spec: ChunkSpec, decisions: number): [number, number][] {
  const plans = new Plans(spec);
  const out = new Float32Array(4);
  return Array.from({ length: decisions }, (_, p) => {
    plans.next(plan(p, spec.length), out, 2);
    return [out[2], out[3]];
  });
}

test('a committed plan is driven to its end before the next is heard', () => {
  const done = drive({ length: 3, drive: 'commit', fade: 0 }, 7);
  expect(done.map(([from]) => from)).toEqual([0, 0, 0, 3, 3, 3, 6]);
  for (const [i, [, step]] of done.entries()) expect(step).toBeCloseTo((i % 3) / 100, 6);
});

test('an ensemble is the weighted mean of what the last plans say of now, the oldest with most weight', () => {
  const spec = chunkSchema.parse({ length: 4, drive: 'ensemble', fade: 0.5 });
  drive(spec, 9).forEach(([from, step], now) => {
    const made = Array.from({ length: Math.min(4, now + 1) }, (_, i) => Math.max(0, now - 3) + i);
    const weights = made.map((_, i) => Math.exp(-0.5 * i));
    const total = weights.reduce((a, b) => a + b);
    const mean = (of: (p: number) => number): number =>
      made.reduce((sum, p, i) => sum + weights[i]! * of(p), 0) / total;
    expect(from).toBeCloseTo(
      mean((p) => p),
      5,
    );
    expect(step).toBeCloseTo(
      mean((p) => (now - p) / 100),
      6,
    );
  });
});

test('without a fade all plans count alike', () => {
  const [, , third] = drive({ length: 3, drive: 'ensemble', fade: 0 }, 3);
  expect(third![0]).toBeCloseTo(1, 6);
});
