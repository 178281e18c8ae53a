import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { fitNormaliser } from '../../../shared/dataset/normaliser.ts';
import type { Samples } from '../../../shared/dataset/samples.ts';
import { seededRandom } from '../../../shared/exact/random.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { HEADS, type HeadName, type HeadSpec } from '../../../shared/policy/head.ts';
import type { Mind } from '../../../shared/policy/mind.ts';
import { trainNetworks } from '../../../shared/training/loop.ts';
import { TRAINING } from '../../../shared/training/settings.ts';
import { kernelBytes, startWasm } from '../tensor/wasm.ts';

beforeAll(() => startWasm());

/** Drivers who pass something on the left with full throttle or on the right braking, as often, whatever they see. */
function twoWays(size: number, seed: number): Samples {
  const random = seededRandom(seed);
  const samples = { size, width: 2, observations: new Float32Array(2 * size), actions: new Float32Array(2 * size) };
  for (let i = 0; i < size; i++) {
    const left = random.uniform() < 0.5;
    samples.observations.set([random.gaussian(), random.gaussian()], 2 * i);
    samples.actions.set([left ? 0.8 : -0.8, left ? 1 : -0.5], 2 * i);
  }
  return samples;
}

const samples = twoWays(2000, 1);
const normaliser = fitNormaliser([samples]);
const settings = { ...TRAINING, hidden: [32, 32], steps: 1200, batch: 128, seeds: [1], learningRate: 3e-3 };
const DRIVERS = 200;

/** What many drivers of one policy do at first, and the same drivers ten decisions later. */
async function driven(head: HeadSpec): Promise<[Float32Array, Float32Array]> {
  const before = tf.memory().numTensors;
  const [trained] = await trainNetworks(samples, twoWays(100, 2), normaliser, { ...settings, head });
  expect(tf.memory().numTensors).toBe(before);
  expect(trained.validationLoss).toBeLessThan(5);
  const batch = new PolicyBatch(kernelBytes());
  const slot = batch.add(trained.network, head, normaliser, trained.weights);
  const minds: Mind[] = Array.from({ length: DRIVERS }, (_, driver) => batch.mind(slot, 100 + driver));
  const decide = (): Float32Array => {
    const actions = new Float32Array(2 * DRIVERS);
    const seen = new Float32Array(2 * DRIVERS);
    batch.decide(new Int32Array(DRIVERS).fill(slot), seen, actions, DRIVERS, 2, minds);
    return actions;
  };
  const first = decide();
  for (let k = 0; k < 8; k++) decide();
  return [first, decide()];
}

const steers = (actions: Float32Array): number[] => [...actions].filter((_, i) => i % 2 === 0);
const shareNear = (values: readonly number[], way: number): number =>
  values.filter((value) => Math.abs(value - way) < 0.25).length / values.length;

test('squared error drives between two ways, where nobody drove', async () => {
  const [actions] = await driven(HEADS['squared-error']);
  for (const steer of steers(actions)) expect(Math.abs(steer)).toBeLessThan(0.2);
});

test.each(['mixture', 'latent', 'flow'] as const)(
  'drivers with the head "%s" take both ways, and each stays with its own',
  async (name: HeadName) => {
    const [first, later] = await driven(HEADS[name]);
    const [left, right] = [0.8, -0.8].map((way) => shareNear(steers(first), way));
    expect(left + right).toBeGreaterThan(0.8);
    expect(left).toBeGreaterThan(0.25);
    expect(right).toBeGreaterThan(0.25);
    expect(steers(later)).toEqual(steers(first));
    for (let i = 0; i < DRIVERS; i++) {
      const [steer, pedal] = first.subarray(2 * i);
      if (Math.abs(steer - 0.8) < 0.1) expect(pedal).toBeGreaterThan(0.6);
      if (Math.abs(steer + 0.8) < 0.1) expect(pedal).toBeLessThan(-0.1);
    }
  },
);
