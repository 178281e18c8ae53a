import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { fitNormaliser } from '../../../shared/dataset/normaliser.ts';
import { seededRandom } from '../../../shared/exact/random.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { HEADS, headLoss, headOutputs } from '../../../shared/policy/head.ts';
import { trainNetworks } from '../../../shared/training/loop.ts';
import { SampleOrder } from '../../../shared/training/order.ts';
import { learningRateAt, TRAINING, TrainingError } from '../../../shared/training/settings.ts';
import { kernelBytes, startWasm } from '../tensor/wasm.ts';
import { madeSamples } from './fixture.ts';

beforeAll(() => startWasm());

const samples = madeSamples(900, 1);
const heldOut = madeSamples(200, 2);
const normaliser = fitNormaliser([samples]);
const quick = { ...TRAINING, hidden: [32, 32], steps: 150, batch: 64, seeds: [1, 2], learningRate: 3e-3 };

test.each(['squared-error', 'bins'] as const)(
  '%s learns a driver well enough to repeat it on new ground',
  async (name) => {
    const head = HEADS[name];
    const before = tf.memory().numTensors;
    const seen: number[] = [];
    const networks = await trainNetworks(
      samples,
      heldOut,
      normaliser,
      { ...quick, head, steps: 400 },
      {
        progress: (step, losses) => seen.push(step, losses[0]),
      },
    );
    expect(tf.memory().numTensors).toBe(before);
    expect(seen.filter((_, i) => i % 2 === 0).slice(0, 2)).toEqual([25, 50]);
    expect(seen.at(-1)).toBeLessThan(seen[1] * 0.75);
    const batch = new PolicyBatch(kernelBytes());
    for (const { network, weights, trainLoss, validationLoss } of networks) {
      const slot = batch.add(network, head, normaliser, weights);
      const actions = new Float32Array(2 * heldOut.size);
      batch.decide(new Int32Array(heldOut.size).fill(slot), heldOut.observations, actions);
      const error = actions.reduce((sum, action, i) => sum + (action - heldOut.actions[i]) ** 2, 0) / actions.length;
      expect(error).toBeLessThan(0.02); // repeating the mean action would err by about 0.5
      const outputs = new Float32Array(heldOut.size * headOutputs(head));
      batch.outputs(slot, heldOut.observations, heldOut.size, outputs);
      let loss = 0;
      for (let i = 0; i < heldOut.size; i++) {
        loss += headLoss(head, outputs, i * headOutputs(head), heldOut.actions, 2 * i) / heldOut.size;
      }
      expect(validationLoss).toBeCloseTo(loss, 4); // driving without tfjs is the network that was trained
      expect(trainLoss).toBeLessThan(validationLoss! * 1.5);
    }
  },
);

test('a seed gives the same weights again, whatever other seeds stand beside it', async () => {
  const first = await trainNetworks(samples, null, normaliser, quick);
  const again = await trainNetworks(samples, null, normaliser, quick);
  const alone = await trainNetworks(samples, null, normaliser, { ...quick, seeds: [2] });
  expect(again).toEqual(first);
  expect(alone[0]).toEqual(first[1]);
  expect(first[0].weights).not.toEqual(first[1].weights);
  expect(first[0].validationLoss).toBeNull();
});

test('a training that is told to stop, stops, and leaves nothing behind', async () => {
  const before = tf.memory().numTensors;
  let asked = 0;
  const training = trainNetworks(samples, null, normaliser, quick, { shouldStop: () => ++asked === 2 });
  await expect(training).rejects.toThrow(/stopped after 50 steps/);
  expect(tf.memory().numTensors).toBe(before);
});

test('no samples, no seeds and numbers that are none are refused in words', async () => {
  const empty = { size: 0, width: 4, observations: new Float32Array(0), actions: new Float32Array(0) };
  await expect(trainNetworks(empty, null, normaliser, quick)).rejects.toThrow(TrainingError);
  await expect(trainNetworks(samples, null, normaliser, { ...quick, seeds: [] })).rejects.toThrow(/0 seeds/);
  const broken = { ...samples, actions: samples.actions.slice().fill(Number.NaN) };
  const squared = { ...quick, head: HEADS['squared-error'] };
  await expect(trainNetworks(broken, null, normaliser, squared)).rejects.toThrow(/loss of seed 1 is NaN/);
});

test('every sample comes once before any comes again', () => {
  const order = new SampleOrder(10, seededRandom(1));
  const taken = new Int32Array(30);
  for (let i = 0; i < 30; i += 6) order.take(6, taken, i);
  for (const round of [0, 10, 20])
    expect([...taken.slice(round, round + 10)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect([...taken.slice(0, 10)]).not.toEqual([...taken.slice(10, 20)]);
});

test('the learning rate falls from its first value to a fiftieth', () => {
  expect(learningRateAt(0, TRAINING)).toBeCloseTo(1e-3, 9);
  expect(learningRateAt(750, TRAINING)).toBeCloseTo(0.51e-3, 9);
  expect(learningRateAt(1500, TRAINING)).toBeCloseTo(2e-5, 9);
});
