import { expect, test } from 'vitest';
import { type Sequences, stackedSamples } from '../../../shared/dataset/sequences.ts';
import { seededRandom } from '../../../shared/exact/random.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { HEADS } from '../../../shared/policy/head.ts';
import { initialWeights, type NetworkSpec } from '../../../shared/policy/network.ts';
import { kernelBytes } from '../tensor/wasm.ts';

const WIDTH = 3;
const TICKS = 40;
const random = seededRandom(4);
const drive = {
  ticks: TICKS,
  observations: Float32Array.from({ length: TICKS * WIDTH }, random.gaussian),
  actions: new Float32Array(TICKS * 2),
};
const sequences: Sequences = { width: WIDTH, drives: [drive] };

test('a stack holds this observation and those before it, the first where there are none', () => {
  const { width, size, observations } = stackedSamples(sequences, 3, 2);
  expect([width, size]).toEqual([9, TICKS]);
  const frame = (row: number, k: number) => [...observations.subarray(row * 9 + 3 * k, row * 9 + 3 * k + 3)];
  const seen = (tick: number) => [...drive.observations.subarray(3 * tick, 3 * tick + 3)];
  expect([0, 1, 2].map((k) => frame(20, k))).toEqual([seen(20), seen(14), seen(8)]);
  expect([0, 1, 2].map((k) => frame(4, k))).toEqual([seen(4), seen(1), seen(1)]);
});

test('driving sees the stack that was learned from', () => {
  const history = { frames: 3, every: 2 };
  const network: NetworkSpec = { ...{ inputs: 9, history, hidden: [8], outputs: 2 }, activation: 'relu' };
  const weights = initialWeights(network, random).map((weight) => weight + 0.1 * random.gaussian());
  const normaliser = { mean: [0.1, -0.2, 0], scale: [1, 0.5, 2] };
  const batch = new PolicyBatch(kernelBytes());
  const slot = batch.add(network, HEADS['squared-error'], normaliser, weights);
  const plain = { ...network, history: undefined };
  const frames = { mean: [0, 1, 2].flatMap(() => normaliser.mean), scale: [0, 1, 2].flatMap(() => normaliser.scale) };
  const reference = batch.add(plain, HEADS['squared-error'], frames, weights);
  const stacked = stackedSamples(sequences, 3, 2);
  const minds = [batch.mind(slot, 1)];
  for (let tick = 1; tick < TICKS; tick += 3) {
    const [got, want] = [new Float32Array(2), new Float32Array(2)];
    batch.decide([slot], drive.observations.slice(3 * tick, 3 * tick + 3), got, 1, 3, minds);
    batch.decide([reference], stacked.observations.slice(9 * tick, 9 * tick + 9), want, 1, 9);
    expect([...got]).toEqual([...want]);
  }
});
