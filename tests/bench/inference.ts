import * as layers from '@tensorflow/tfjs';
import { seededRandom } from '../../shared/exact/random.ts';
import { PolicyBatch } from '../../shared/policy/forward.ts';
import { HEADS, headOutputs } from '../../shared/policy/head.ts';
import { initialWeights, layersOf, type NetworkSpec } from '../../shared/policy/network.ts';
import { kernelBytes, startWasm } from '../shared/tensor/wasm.ts';
import { type BenchResult, percentileOf } from './result.ts';

const CALLS = 400;
const TURNS = 6;
const NETWORK: NetworkSpec = { inputs: 23, hidden: [128, 128], outputs: headOutputs(HEADS.bins), activation: 'relu' };

/** The same network as a layers model with the same weights. */
function stockModel(weights: Float32Array): layers.Sequential {
  const model = layers.sequential();
  layersOf(NETWORK).forEach(({ inputs, outputs }, i, all) => {
    const activation = i < all.length - 1 ? 'relu' : 'linear';
    model.add(layers.layers.dense({ units: outputs, activation, inputShape: i === 0 ? [inputs] : undefined }));
  });
  model.setWeights(
    layersOf(NETWORK).flatMap(({ inputs, outputs, weight, bias }) => [
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
 * beside it; in turns in one process, the first turn dropped. Every bot has a policy of its own.
 */
export async function benchInference(): Promise<BenchResult[]> {
  await startWasm(true);
  const random = seededRandom(1);
  const normaliser = { mean: new Array(23).fill(0), scale: new Array(23).fill(1) };
  const batch = new PolicyBatch(kernelBytes());
  const weights = initialWeights(NETWORK, random);
  const slots = Array.from({ length: 8 }, (_, i) =>
    batch.add(NETWORK, HEADS.bins, normaliser, i === 0 ? weights : initialWeights(NETWORK, random)),
  );
  const model = stockModel(weights);
  const results: BenchResult[] = [];
  for (const cars of [1, 8]) {
    const observations = Float32Array.from({ length: cars * 23 }, random.gaussian);
    const actions = new Float32Array(2 * cars);
    const own: number[] = [];
    const shared: number[] = [];
    const stock: number[] = [];
    for (let turn = 0; turn <= TURNS; turn++) {
      const each = time(() => batch.decide(slots, observations, actions, cars, 23));
      const one = time(() => batch.decide(new Int32Array(cars), observations, actions, cars, 23));
      const theirs = time(() =>
        layers.tidy(() => {
          (model.predict(layers.tensor2d(observations, [cars, 23])) as layers.Tensor).dataSync();
        }),
      );
      if (turn === 0) continue;
      own.push(...each);
      shared.push(...one);
      stock.push(...theirs);
    }
    for (const [label, q] of [
      ['median', 0.5],
      ['p99', 0.99],
    ] as const) {
      const peers = { 'all on one policy': percentileOf(shared, q), 'tfjs predict': percentileOf(stock, q) };
      const name = `bot inference, ${cars} ${cars === 1 ? 'car' : 'cars'}, ${label}`;
      results.push({ name, unit: 'µs', value: percentileOf(own, q), runs: own.length, peers });
    }
  }
  model.dispose();
  return results;
}
