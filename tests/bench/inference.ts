import * as layers from '@tensorflow/tfjs';
import { seededRandom } from '../../shared/exact/random.ts';
import { pixelsOf } from '../../shared/policy/convolution.ts';
import { PolicyBatch } from '../../shared/policy/forward.ts';
import { HEADS, headOutputs } from '../../shared/policy/head.ts';
import { initialWeights, layersOf, type NetworkSpec } from '../../shared/policy/network.ts';
import { CONVOLUTION } from '../../shared/training/settings.ts';
import { kernelBytes, startWasm } from '../shared/tensor/wasm.ts';
import { type BenchResult, medianOf, percentileOf } from './result.ts';

const CALLS = 400;
const TURNS = 6;
/** Policies that drive at once where every bot has its own, or shares it with a few. */
const POLICIES = 8;
const BINS = headOutputs(HEADS.bins);
/** As clones are by default, and as large as they get. */
const CLONE: NetworkSpec = { inputs: 23, hidden: [128, 128], outputs: BINS, activation: 'relu' };
const LARGE: NetworkSpec = { inputs: 40, hidden: [256, 256], outputs: BINS, activation: 'relu' };
const SEEING: NetworkSpec = {
  ...{ inputs: 4, hidden: CONVOLUTION.hidden, outputs: BINS, activation: 'relu' },
  convolution: { cameras: 1, width: 64, height: 48, layers: CONVOLUTION.layers },
};

/** The same network as a layers model with the same weights. */
function stockModel(network: NetworkSpec, weights: Float32Array): layers.Sequential {
  const model = layers.sequential();
  layersOf(network).forEach(({ inputs, outputs }, i, all) => {
    const activation = i < all.length - 1 ? 'relu' : 'linear';
    model.add(layers.layers.dense({ units: outputs, activation, inputShape: i === 0 ? [inputs] : undefined }));
  });
  model.setWeights(
    layersOf(network).flatMap(({ inputs, outputs, weight, bias }) => [
      layers.tensor2d(weights.slice(weight, bias), [inputs, outputs]),
      layers.tensor1d(weights.slice(bias, bias + outputs)),
    ]),
  );
  return model;
}

/** Microseconds of each of CALLS calls. */
function time(call: () => void): number[] {
  return Array.from({ length: CALLS }, () => {
    const start = performance.now();
    call();
    return (performance.now() - start) * 1000;
  });
}

/**
 * One decision of all bots of a race, from raw observations to commands, and stock tfjs `predict` on normalised ones
 * beside it; in turns in one process, the first turn dropped.
 */
export async function benchInference(): Promise<BenchResult[]> {
  await startWasm(true);
  return [
    ...benchNetwork('clone', CLONE, [1, 8, 32]),
    ...benchNetwork('40-256-256', LARGE, [32]),
    ...benchNetwork('CNN on 64 × 48', SEEING, [1, 8]),
  ];
}

function benchNetwork(label: string, network: NetworkSpec, counts: readonly number[]): BenchResult[] {
  const random = seededRandom(1);
  const { inputs, convolution } = network;
  const width = inputs + (convolution ? pixelsOf(convolution) : 0);
  const normaliser = { mean: new Array(inputs).fill(0), scale: new Array(inputs).fill(1) };
  const batch = new PolicyBatch(kernelBytes());
  const weights = initialWeights(network, random);
  for (let i = 0; i < POLICIES; i++) {
    batch.add(network, HEADS.bins, normaliser, i === 0 ? weights : initialWeights(network, random));
  }
  const model = convolution ? null : stockModel(network, weights);
  const results = counts.flatMap((cars) => {
    const observations = Float32Array.from({ length: cars * width }, random.uniform);
    const actions = new Float32Array(2 * cars);
    const several = Int32Array.from({ length: cars }, (_, i) => i % POLICIES);
    const together = new Int32Array(cars);
    const [own, shared, stock]: number[][][] = [[], [], []];
    for (let turn = 0; turn <= TURNS; turn++) {
      const each = time(() => batch.decide(several, observations, actions, cars, width));
      const one = time(() => batch.decide(together, observations, actions, cars, width));
      const theirs = model ? time(() => predict(model, observations, cars, width)) : [];
      if (turn === 0) continue;
      own.push(each);
      shared.push(one);
      stock.push(theirs);
    }
    return [['median', 0.5] as const, ['p99', 0.99] as const].map(([measure, q]): BenchResult => {
      const name = `bots' decision, ${label}, ${cars} of ${Math.min(cars, POLICIES)} policies, ${measure}`;
      const peers: Record<string, number> = { 'all on one policy': overTurns(shared, q) };
      if (model) peers['tfjs predict'] = overTurns(stock, q);
      return { name, unit: 'µs', value: overTurns(own, q), runs: TURNS * CALLS, peers };
    });
  });
  model?.dispose();
  return results;
}

/** Median over the turns: a turn in which other work had the processor says nothing of ours. */
const overTurns = (turns: readonly number[][], q: number): number =>
  medianOf(turns.map((turn) => percentileOf(turn, q)));

function predict(model: layers.Sequential, observations: Float32Array, cars: number, width: number): void {
  layers.tidy(() => {
    (model.predict(layers.tensor2d(observations, [cars, width])) as layers.Tensor).dataSync();
  });
}
