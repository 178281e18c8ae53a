import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';
import { tuningSchema } from '../../../shared/policy/tuning.ts';
import { clipGradients } from '../../../shared/training/clip.ts';
import { CLONE_ORDER, settingsOf } from '../../../shared/training/cloneorder.ts';
import { learningRateAt, TRAINING } from '../../../shared/training/settings.ts';
import { startWasm } from '../tensor/wasm.ts';

beforeAll(() => startWasm());

const settings = { ...TRAINING, learningRate: 1, steps: 100 };
const rates = (over: object): number[] =>
  Array.from({ length: 100 }, (_, step) => learningRateAt(step, { ...settings, ...over }));

test('a line falls evenly to a fiftieth, a constant does not fall', () => {
  const line = rates({ schedule: 'linear' });
  expect(line[0]).toBe(1);
  expect(line[50]).toBeCloseTo(0.51, 9);
  for (let k = 1; k < 100; k++) expect(line[k - 1]! - line[k]!).toBeCloseTo(0.0098, 9);
  expect(rates({ schedule: 'constant' })).toEqual(Array(100).fill(1));
});

test('warming up rises in a line, then the schedule takes the steps that are left', () => {
  const warm = rates({ schedule: 'linear', warmUp: 20 });
  for (let k = 0; k < 20; k++) expect(warm[k]).toBeCloseTo((k + 1) / 21, 9);
  expect(warm[20]).toBe(1);
  expect(warm[60]).toBeCloseTo(0.51, 9);
  expect(rates({ warmUp: 0 })).toEqual(rates({}));
  expect(rates({ warmUp: 20 }).slice(20)).toEqual(
    Array.from({ length: 80 }, (_, step) => learningRateAt(step, { ...settings, steps: 80 })),
  );
  expect(rates({ schedule: 'constant', warmUp: 200 }).every((rate) => rate < 1)).toBe(true);
});

test('of several networks only those with long gradients are clipped, all of a network by one share', () => {
  const random = seededRandom(5);
  const shapes: [number, number, number][] = [
    [3, 4, 2],
    [3, 1, 2],
  ];
  const values = shapes.map(([n, rows, columns]) =>
    // The second network's are a hundred times as long as the others'.
    Float32Array.from(
      { length: n * rows * columns },
      (_, i) => (Math.floor(i / (rows * columns)) === 1 ? 100 : 1) * random.gaussian(),
    ),
  );
  const gradients = values.map((flat, k) => tf.tensor3d(flat, shapes[k]));
  const lengths = (tensors: readonly tf.Tensor[]): number[] =>
    [0, 1, 2].map((s) =>
      Math.hypot(
        ...tensors.flatMap((tensor) => {
          const each = tensor.size / 3;
          return [...tensor.dataSync()].slice(s * each, (s + 1) * each);
        }),
      ),
    );
  const before = lengths(gradients);
  const limit = 2 * Math.max(before[0]!, before[2]!);
  const clipped = clipGradients(gradients, 3, limit);
  const after = lengths(clipped);
  expect([after[0], after[2]]).toEqual([before[0], before[2]]);
  expect(after[1]).toBeCloseTo(limit, 3);
  const share = limit / before[1]!;
  for (const [k, tensor] of clipped.entries()) {
    const each = tensor.size / 3;
    const [now, was] = [tensor.dataSync(), values[k]!];
    for (let i = each; i < 2 * each; i++) expect(now[i]).toBeCloseTo(was[i]! * share, 4);
  }
  expect(clipGradients(gradients, 3, 1e6)).toEqual(gradients);
  tf.dispose([...gradients, ...clipped]);
});

test('an order tunes what it says and nothing else; what is out of bounds is refused', () => {
  const split = { kind: 'lap', name: '', train: [], validation: [] } as never;
  const plain = settingsOf(CLONE_ORDER, split);
  const tuned = settingsOf({ ...CLONE_ORDER, tuning: { hidden: [64], clip: 1, schedule: 'constant' } }, split);
  expect(tuned).toEqual({ ...plain, hidden: [64], clip: 1, schedule: 'constant' });
  for (const wrong of [
    { hidden: [0] },
    { batch: 4 },
    { learningRate: 1 },
    { schedule: 'step' },
    { clip: 0 },
    { x: 1 },
  ]) {
    expect(tuningSchema.safeParse(wrong).success).toBe(false);
  }
});
