import * as tf from '@tensorflow/tfjs-core';
import { type Random, seededRandom } from '../exact/random.ts';
import { FLOW_INPUTS } from '../policy/heads/flow.ts';
import type { NetworkSpec } from '../policy/network.ts';
import { keepRandoms, type Ledger } from '../tensor/ledger.ts';
import { read, type Soon, tidySoon, whenRead } from '../tensor/reading.ts';
import { BatchedNetwork } from './batched.ts';
import { copyRow, type Lesson, SampleLearner, SCORE_ROWS, type SeenSamples } from './learner.ts';
import { BatchOrder } from './order.ts';

/** Draws of noise for one sample when a whole set is scored: the same each time, so that two scores compare. */
const SCORE_SEED = 77;

/**
 * Flow matching (Lipman et al. 2023, equation 23, straight paths): the network sees an observation, a point x_τ between
 * noise x₀ and the action a, and 2τ − 1, and learns the velocity a − x₀ by squared error. See shared/policy/heads/flow.ts.
 */
export class FlowLearner extends SampleLearner {
  override readonly spec: NetworkSpec;
  private readonly network: BatchedNetwork;
  private readonly order: BatchOrder;
  /** One stream of noise a seed, so that a seed learns the same whatever others stand beside it. */
  private readonly noises: Random[];
  private readonly batch: Float32Array;
  private readonly target: Float32Array;
  private readonly gradient: Float32Array;

  constructor(lesson: Lesson) {
    super(lesson);
    const { randoms } = lesson;
    this.order = new BatchOrder(lesson.train.size, lesson.batch, randoms);
    this.spec = { inputs: lesson.train.width + FLOW_INPUTS, hidden: lesson.hidden, outputs: 2, activation: 'relu' };
    this.network = new BatchedNetwork(this.spec, randoms);
    this.noises = lesson.seeds.map((seed) => seededRandom(31 * seed + 7));
    const rows = this.order.rows.length;
    this.batch = new Float32Array(rows * this.spec.inputs);
    this.target = new Float32Array(rows * 2);
    this.gradient = new Float32Array(rows * 2);
  }

  override descend(learningRate: number): Soon<Float64Array> {
    const rows = this.order.next();
    const { lesson, network, batch, target, gradient } = this;
    const count = lesson.seeds.length;
    for (let i = 0; i < rows.length; i++) {
      copyRow(lesson.train.inputs, rows[i], lesson.train.width, batch, i * this.spec.inputs);
      this.place(lesson.train, rows[i], this.noises[Math.floor(i / lesson.batch)], i, batch, target);
    }
    const losses = new Float64Array(count);
    return tidySoon(() => {
      const activations = network.forward(tf.tensor3d(batch, [count, lesson.batch, this.spec.inputs]));
      return whenRead(activations.at(-1)!, (outputs) => {
        for (let i = 0; i < rows.length; i++) {
          losses[Math.floor(i / lesson.batch)] += squared(outputs, 2 * i, target, 2 * i) / lesson.batch;
          for (let k = 2 * i; k < 2 * i + 2; k++) gradient[k] = (outputs[k] - target[k]) / lesson.batch;
        }
        const slope = tf.tensor3d(gradient, [count, lesson.batch, 2]);
        network.descend(network.backward(activations, slope), learningRate, lesson.clip);
        return losses;
      });
    });
  }

  protected override async score(samples: SeenSamples): Promise<Float64Array> {
    const { width, size, inputs } = samples;
    const count = this.lesson.seeds.length;
    const total = new Float64Array(count);
    const noise = seededRandom(SCORE_SEED);
    for (let from = 0; from < size; from += SCORE_ROWS) {
      const rows = Math.min(SCORE_ROWS, size - from);
      const batch = new Float32Array(rows * this.spec.inputs);
      const target = new Float32Array(rows * 2);
      for (let i = 0; i < rows; i++) {
        copyRow(inputs, from + i, width, batch, i * this.spec.inputs);
        this.place(samples, from + i, noise, i, batch, target);
      }
      const activations = this.network.forward(tf.tensor3d(batch, [1, rows, this.spec.inputs]));
      const outputs = await read(activations.at(-1)!);
      tf.dispose(activations);
      for (let i = 0; i < rows * count; i++) {
        total[Math.floor(i / rows)] += squared(outputs, 2 * i, target, 2 * (i % rows)) / size;
      }
    }
    return total;
  }

  settle(): Promise<void> {
    return this.network.settle();
  }

  override weights(seed: number): Float32Array {
    return this.network.weights(seed);
  }

  override keep(ledger: Ledger): void {
    this.network.keep('network', ledger);
    this.order.keep('order', ledger);
    keepRandoms('noise', this.noises, ledger);
  }

  override dispose(): void {
    this.network.dispose();
  }

  /** Put a point between noise and the sample's action behind the observation in row i, and the way it is to go. */
  private place(
    { width, actions }: SeenSamples,
    sample: number,
    noise: Random,
    i: number,
    batch: Float32Array,
    target: Float32Array,
  ): void {
    const at = i * this.spec.inputs + width;
    const tau = noise.uniform();
    for (let k = 0; k < 2; k++) {
      const start = noise.gaussian();
      const action = actions[2 * sample + k];
      batch[at + k] = (1 - tau) * start + tau * action;
      target[2 * i + k] = action - start;
    }
    batch[at + 2] = 2 * tau - 1;
  }
}

/** (Δsteer² + Δpedal²) / 2. */
function squared(outputs: Float32Array, at: number, target: Float32Array, of: number): number {
  const [steer, pedal] = [outputs[at] - target[of], outputs[at + 1] - target[of + 1]];
  return (steer * steer + pedal * pedal) / 2;
}
