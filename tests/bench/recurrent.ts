import * as layers from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import type { Sequences } from '../../shared/dataset/sequences.ts';
import { seededRandom } from '../../shared/exact/random.ts';
import { HEADS } from '../../shared/policy/head.ts';
import { CELLS, type CellKind } from '../../shared/policy/network.ts';
import { RecurrentLearner } from '../../shared/training/recurrent.ts';
import { kernelBytes, startWasm } from '../shared/tensor/wasm.ts';
import { type BenchResult, rateOf } from './result.ts';

const INPUTS = 40;
const UNITS = 128;
const DECISIONS = 32;
const STREAMS = 64;
const STEPS = 12;

/**
 * Sequences a second through time: 40 inputs, 128 units, 32 decisions, 64 sequences a step, gradients and Adam; beside it
 * what most programs would write, a layers model of tfjs with `fit` on its WebAssembly back end, in the same process.
 */
export async function benchRecurrent(): Promise<BenchResult[]> {
  await startWasm(true);
  const results: BenchResult[] = [];
  for (const cell of CELLS) {
    const learner = new RecurrentLearner(HEADS['squared-error'], lessonFor(cell), kernelBytes());
    const value = rateOf(() => {
      for (let step = 0; step < STEPS; step++) learner.descend(1e-3);
    }, STEPS * STREAMS);
    const peers = { 'tfjs fit': await stockRate(cell) };
    results.push({ name: `training, ${cell} of 128 units, 32 decisions`, unit: 'sequences/s', value, runs: 5, peers });
  }
  return results;
}

function lessonFor(cell: CellKind) {
  const random = seededRandom(1);
  const ticks = 2000;
  const train: Sequences = {
    width: INPUTS,
    drives: Array.from({ length: 8 }, () => ({
      ticks,
      observations: Float32Array.from({ length: ticks * INPUTS }, random.gaussian),
      actions: Float32Array.from({ length: ticks * 2 }, random.uniform),
    })),
  };
  const shape = { steps: DECISIONS, streams: STREAMS, clip: 1 };
  return { train, validation: null, recurrent: { cell, units: UNITS }, hidden: [], seeds: [1], ...shape };
}

/** One batch, fitted twice; the second counts. */
async function stockRate(cell: CellKind): Promise<number> {
  const model = layers.sequential();
  const options = { units: UNITS, returnSequences: true, inputShape: [DECISIONS, INPUTS] };
  model.add(cell === 'gru' ? layers.layers.gru(options) : layers.layers.lstm(options));
  model.add(layers.layers.dense({ units: 2 }));
  model.compile({ optimizer: layers.train.adam(1e-3), loss: 'meanSquaredError' });
  const x = layers.randomNormal([STREAMS, DECISIONS, INPUTS], 0, 1, 'float32', 1);
  const y = layers.zeros([STREAMS, DECISIONS, 2]);
  let rate = 0;
  for (let run = 0; run < 2; run++) {
    const start = performance.now();
    await model.fit(x, y, { batchSize: STREAMS, epochs: 1, verbose: 0 });
    rate = STREAMS / ((performance.now() - start) / 1000);
  }
  tf.dispose([x, y]);
  model.dispose();
  return rate;
}
