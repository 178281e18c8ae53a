import * as layers from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { fitNormaliser } from '../../shared/dataset/normaliser.ts';
import type { Samples } from '../../shared/dataset/samples.ts';
import { seededRandom } from '../../shared/exact/random.ts';
import { HEADS } from '../../shared/policy/head.ts';
import { registerKernels } from '../../shared/tensor/register.ts';
import { trainNetworks } from '../../shared/training/loop.ts';
import { TRAINING, type TrainingSettings } from '../../shared/training/settings.ts';
import { kernelBytes, startWasm } from '../shared/tensor/wasm.ts';
import { type BenchResult, percentileOf } from './result.ts';

const INPUTS = 40;
const HIDDEN = [256, 256];
const BATCH = 512;
const REPEATS = 6;
const STOCK_STEPS = 10;
const OWN_STEPS = 100;

/** Gaussian observations, commands that depend on a few of them. */
function madeSamples(size: number, width: number): Samples {
  const random = seededRandom(1);
  const observations = Float32Array.from({ length: size * width }, random.gaussian);
  const actions = Float32Array.from({ length: size * 2 }, (_, i) =>
    Math.tanh(observations[(i >> 1) * width + (i & 1)]),
  );
  return { size, width, observations, actions };
}

/** Seconds of a training by trainNetworks, from samples to scored weights. */
async function timeOwn(samples: Samples, settings: TrainingSettings): Promise<number> {
  const start = performance.now();
  await trainNetworks(samples, null, fitNormaliser([samples]), settings);
  return (performance.now() - start) / 1000;
}

/** What most programs would write: a layers model, Adam and fit. */
function stockModel(): layers.Sequential {
  const model = layers.sequential();
  HIDDEN.forEach((units, i) => {
    model.add(layers.layers.dense({ units, activation: 'relu', inputShape: i === 0 ? [INPUTS] : undefined }));
  });
  model.add(layers.layers.dense({ units: 2 }));
  model.compile({ optimizer: layers.train.adam(1e-3), loss: 'meanSquaredError' });
  return model;
}

/**
 * Training samples a second on 40-256-256-2 at batch 512 with Adam, ours and stock tfjs `fit` on its WebAssembly back
 * end in turns in one process, the first turn dropped.
 */
export async function benchTraining(): Promise<BenchResult[]> {
  await startWasm(true);
  const samples = madeSamples(STOCK_STEPS * BATCH, INPUTS);
  const model = stockModel();
  const [x, y] = [
    layers.tensor2d(samples.observations, [samples.size, INPUTS]),
    layers.tensor2d(samples.actions, [samples.size, 2]),
  ];
  const settings = {
    ...TRAINING,
    head: HEADS['squared-error'],
    hidden: HIDDEN,
    batch: BATCH,
    steps: OWN_STEPS,
    seeds: [1],
  };
  const stock: number[] = [];
  const own: number[] = [];
  for (let repeat = 0; repeat <= REPEATS; repeat++) {
    const start = performance.now();
    await model.fit(x, y, { batchSize: BATCH, epochs: 1, verbose: 0 });
    const stockSeconds = (performance.now() - start) / 1000;
    const restore = registerKernels(kernelBytes());
    const ownSeconds = await timeOwn(samples, settings);
    restore();
    if (repeat === 0) continue;
    stock.push((STOCK_STEPS * BATCH) / stockSeconds);
    own.push((OWN_STEPS * BATCH) / ownSeconds);
  }
  tf.dispose([x, y]);
  model.dispose();
  const [ours, theirs] = [percentileOf(own, 0.5), percentileOf(stock, 0.5)];
  return [
    {
      name: 'training, 40-256-256-2, batch 512, Adam',
      unit: 'samples/s',
      value: ours,
      runs: REPEATS,
      peers: { 'tfjs fit': theirs },
    },
    { name: 'training against stock fit', unit: '×', value: ours / theirs, runs: REPEATS, peers: {} },
  ];
}

/** One clone as the product trains it: four seeds, 1500 steps, about three laps with as many recovery samples. */
export async function benchClone(): Promise<BenchResult[]> {
  await startWasm();
  const samples = madeSamples(14_000, 23);
  const results: BenchResult[] = [];
  for (const [name, head] of Object.entries(HEADS)) {
    const seconds: number[] = [];
    for (let i = 0; i < 3; i++) seconds.push(await timeOwn(samples, { ...TRAINING, head }));
    results.push({
      name: `training of one clone, 4 seeds, ${name}`,
      unit: 's',
      value: percentileOf(seconds, 0.5),
      runs: 3,
      peers: {},
    });
  }
  return results;
}
