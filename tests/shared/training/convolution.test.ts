import { expect, test } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { HEADS } from '../../../shared/policy/head.ts';
import { initialWeights, type NetworkSpec, parameterCount, tensorsOf } from '../../../shared/policy/network.ts';
import { NotingLedger, RestoringLedger } from '../../../shared/tensor/ledger.ts';
import { ConvolutionLearner } from '../../../shared/training/convolution.ts';
import { ConvolutionNetwork } from '../../../shared/training/convolutionnetwork.ts';
import type { SeenSamples } from '../../../shared/training/learner.ts';
import { kernelBytes } from '../tensor/wasm.ts';

/** Dark pictures with a bright patch; the further to the right it is, the further right one steers. */
function patches(size: number, cameras: number, side: { width: number; height: number }, seed: number): SeenSamples {
  const random = seededRandom(seed);
  const { width, height } = side;
  const pixels = cameras * width * height;
  const bytes = new Uint8Array(size * pixels);
  const actions = new Float32Array(2 * size);
  const inputs = Float32Array.from({ length: 3 * size }, random.gaussian);
  for (let i = 0; i < size; i++) {
    const [column, row] = [random.integer(width - 6), random.integer(height - 6)];
    for (let at = i * pixels; at < (i + 1) * pixels; at++) bytes[at] = 90 + random.integer(30);
    for (let camera = 0; camera < cameras; camera++) {
      for (let y = row; y < row + 6; y++) {
        const at = i * pixels + (camera * height + y) * width + column;
        bytes.fill(230, at, at + 6);
      }
    }
    actions[2 * i] = 1 - (2 * column) / (width - 7);
    actions[2 * i + 1] = Math.tanh(inputs[3 * i]);
  }
  const pictures = { cameras, ...side, bytes };
  return { size, width: 3, observations: inputs, inputs, actions, pictures };
}

test('the way back through convolutions and dense layers is the slope of the way there', () => {
  const side = { width: 14, height: 12 };
  const samples = patches(3, 2, side, 1);
  const layers = [
    { filters: 8, size: 3, stride: 2 },
    { filters: 16, size: 2, stride: 1 },
  ];
  const convolution = { cameras: 2, ...side, layers };
  const spec: NetworkSpec = { inputs: 3, convolution, hidden: [10], outputs: 2, activation: 'relu' };
  const random = seededRandom(3);
  const weights = initialWeights(spec, random).map((weight) => weight + 0.02 * random.gaussian());
  const network = new ConvolutionNetwork(spec, weights, 3, kernelBytes('plain'));
  const towards = Float32Array.from({ length: 6 }, random.gaussian);
  const loss = (): number => {
    network.forward();
    return network.outputs.reduce((sum, out, i) => sum + out * towards[i], 0);
  };
  network.see(samples, [0, 1, 2]);
  network.forward();
  network.outputGradient.set(towards);
  network.backward();
  const gradients = network.weightGradients.slice();
  for (const { name, at, size } of tensorsOf(spec)) {
    for (let k = 0; k < 12; k++) {
      const i = at + random.integer(size);
      const step = 2e-3;
      const kept = network.weights[i];
      network.weights[i] = kept + step;
      const above = loss();
      network.weights[i] = kept - step;
      const below = loss();
      network.weights[i] = kept;
      const slope = (above - below) / (2 * step);
      // float32 sums of about a hundred numbers, and a corner of a rectifier now and then between the two.
      expect(Math.abs(gradients[i] - slope), `${name}[${i - at}]`).toBeLessThan(0.02 * Math.abs(slope) + 0.02);
    }
  }
});

function learnerOf(train: SeenSamples, validation: SeenSamples | null, seeds = [1, 2]): ConvolutionLearner {
  const randoms = seeds.map(seededRandom);
  const lesson = { train, validation, hidden: [24], seeds, randoms, batch: 32, clip: 1 };
  return new ConvolutionLearner(HEADS['squared-error'], lesson, kernelBytes());
}

test('two networks learn to steer by what is in the picture, and answer alike when they drive', async () => {
  const side = { width: 40, height: 30 };
  const [train, held] = [patches(400, 1, side, 5), patches(100, 1, side, 6)];
  const learner = learnerOf(train, held);
  const before = (await learner.validationLosses())!;
  for (let step = 0; step < 120; step++) learner.descend(2e-3);
  const after = (await learner.validationLosses())!;
  for (const [s, loss] of after.entries()) expect(loss).toBeLessThan(0.15 * before[s]);
  expect(learner.weights(0).length).toBe(parameterCount(learner.spec));

  const batch = new PolicyBatch(kernelBytes());
  const slot = batch.add(
    learner.spec,
    HEADS['squared-error'],
    { mean: [0, 0, 0], scale: [1, 1, 1] },
    learner.weights(1),
  );
  const observations = new Float32Array(held.size * (1200 + 3));
  for (let i = 0; i < held.size; i++) {
    for (let p = 0; p < 1200; p++) observations[i * 1203 + p] = held.pictures!.bytes[i * 1200 + p] / 255;
    observations.set(held.inputs.subarray(3 * i, 3 * i + 3), i * 1203 + 1200);
  }
  const outputs = new Float32Array(2 * held.size);
  batch.outputs(slot, observations, held.size, outputs);
  let squares = 0;
  outputs.forEach((out, i) => {
    squares += (out - held.actions[i]) ** 2 / (2 * held.size);
  });
  expect(squares).toBeCloseTo(after[1], 5);
});

test('a training goes on from what was kept of it to the same bits', () => {
  const train = patches(90, 1, { width: 33, height: 29 }, 8);
  const through = learnerOf(train, null);
  for (let step = 0; step < 7; step++) through.descend(1e-3);
  const first = learnerOf(train, null);
  for (let step = 0; step < 4; step++) first.descend(1e-3);
  const noted = new NotingLedger();
  first.keep(noted);
  const second = learnerOf(train, null);
  second.keep(new RestoringLedger(noted.parts));
  for (let step = 0; step < 3; step++) second.descend(1e-3);
  for (const s of [0, 1]) expect([...second.weights(s)]).toEqual([...through.weights(s)]);
  expect([...through.weights(0)]).not.toEqual([...through.weights(1)]);
});

test('pictures that the layers do not fit are refused', () => {
  const train = patches(2, 1, { width: 24, height: 20 }, 8);
  expect(() => learnerOf(train, null)).toThrow(/Pictures of 24 × 20: got filters of 3 × 3 on a picture of 3 × 2/);
});
