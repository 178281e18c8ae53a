import { expect, test } from 'vitest';
import { fitNormaliser } from '../../../shared/dataset/normaliser.ts';
import { seededRandom } from '../../../shared/exact/random.ts';
import { decodePolicy, encodePolicy } from '../../../shared/policy/file.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { HEADS } from '../../../shared/policy/head.ts';
import { keepSamples, MOST_KEPT } from '../../../shared/training/nearest.ts';
import { TrainingError } from '../../../shared/training/settings.ts';
import { madePolicy } from '../policy/fixture.ts';
import { kernelBytes } from '../tensor/wasm.ts';
import { madeSamples } from './fixture.ts';

const samples = madeSamples(501, 1, 23);
const normaliser = fitNormaliser([samples]);

/** The mean of what was done in the k samples nearest to x, by sorting all distances. */
function byDefinition(x: Float32Array, k: number): [number, number] {
  const { width, observations, actions, size } = samples;
  const scaled = (values: Float32Array, j: number) =>
    (values[j % width] - normaliser.mean[j % width]) / normaliser.scale[j % width];
  const far = Array.from({ length: size }, (_, i) => {
    const sample = observations.subarray(i * width, (i + 1) * width);
    const square = sample.reduce((sum, _value, j) => sum + (scaled(sample, j) - scaled(x, j)) ** 2, 0);
    return { i, square };
  });
  const near = far.sort((a, b) => a.square - b.square).slice(0, k);
  return [0, 1].map((c) => near.reduce((sum, { i }) => sum + actions[2 * i + c] / k, 0)) as [number, number];
}

test.each([1, 5])('%i nearest of all samples are asked, also through a file', (neighbours) => {
  const kept = keepSamples(samples, normaliser, neighbours);
  const { manifest } = madePolicy(1, [], HEADS['squared-error']);
  const file = encodePolicy(
    { ...manifest, network: kept.network, head: HEADS['squared-error'], normaliser },
    kept.weights,
  );
  const policy = decodePolicy(file);
  const batch = new PolicyBatch(kernelBytes());
  const slot = batch.add(policy.manifest.network, policy.manifest.head, policy.manifest.normaliser, policy.weights);
  const random = seededRandom(6);
  const count = 7;
  const seen = Float32Array.from({ length: count * 23 }, random.gaussian);
  const actions = new Float32Array(2 * count);
  batch.decide(new Int32Array(count).fill(slot), seen, actions);
  for (let i = 0; i < count; i++) {
    const wanted = byDefinition(seen.subarray(23 * i, 23 * i + 23), neighbours);
    expect(actions[2 * i]).toBeCloseTo(wanted[0], 5);
    expect(actions[2 * i + 1]).toBeCloseTo(wanted[1], 5);
  }
});

test('what was kept is answered with what was done, and too much is thinned out evenly', () => {
  const many = madeSamples(MOST_KEPT + 5000, 3, 2 + 2);
  const kept = keepSamples(many, fitNormaliser([many]), 1);
  expect(kept.network.memory).toEqual({ samples: MOST_KEPT, neighbours: 1 });
  const batch = new PolicyBatch(kernelBytes());
  const slot = batch.add(kept.network, HEADS['squared-error'], fitNormaliser([many]), kept.weights);
  const actions = new Float32Array(2);
  batch.decide([slot], many.observations.slice(0, 4), actions);
  expect([...actions]).toEqual([...many.actions.subarray(0, 2)]);
  expect(() => keepSamples({ ...many, size: 0 }, normaliser, 1)).toThrow(TrainingError);
});
