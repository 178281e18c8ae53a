import * as tf from '@tensorflow/tfjs-core';
import type { Samples } from '../dataset/samples.ts';
import type { Random } from '../exact/random.ts';
import { type HeadSpec, headLoss, headOutputs } from '../policy/head.ts';
import type { NetworkSpec } from '../policy/network.ts';
import { BatchedNetwork } from './batched.ts';
import { copyRow, type Learner, type Lesson, SCORE_ROWS } from './learner.ts';
import { batchGradient } from './loss.ts';

/** Heads whose loss is told by the network's outputs for an observation alone: squared error and the likelihoods. */
export class PointwiseLearner implements Learner {
  readonly spec: NetworkSpec;
  private readonly head: HeadSpec;
  private readonly lesson: Lesson;
  private readonly network: BatchedNetwork;
  /** Observations of this step, and the gradient at the outputs they give. */
  private readonly batch: Float32Array;
  private readonly gradient: Float32Array;

  constructor(head: HeadSpec, lesson: Lesson, randoms: readonly Random[]) {
    this.head = head;
    this.lesson = lesson;
    const { samples, hidden } = lesson;
    this.spec = { inputs: samples.width, hidden, outputs: headOutputs(head), activation: 'relu' };
    this.network = new BatchedNetwork(this.spec, randoms);
    const rows = randoms.length * lesson.batch;
    this.batch = new Float32Array(rows * this.spec.inputs);
    this.gradient = new Float32Array(rows * this.spec.outputs);
  }

  descend(rows: Int32Array, learningRate: number): Float64Array {
    const { head, lesson, network, batch, gradient } = this;
    const { samples, inputs, seeds } = lesson;
    const { width } = samples;
    for (let i = 0; i < rows.length; i++) copyRow(inputs, rows[i], width, batch, i * width);
    let losses: Float64Array = new Float64Array(0);
    tf.tidy(() => {
      const activations = network.forward(tf.tensor3d(batch, [seeds.length, lesson.batch, width]));
      const outputs = activations.at(-1)!;
      losses = batchGradient(head, outputs.dataSync() as Float32Array, rows, samples.actions, seeds.length, gradient);
      network.descend(network.backward(activations, tf.tensor3d(gradient, outputs.shape)), learningRate);
    });
    return losses;
  }

  score({ size, width, actions }: Samples, inputs: Float32Array): Float64Array {
    const { head, network, spec } = this;
    const seeds = this.lesson.seeds.length;
    const total = new Float64Array(seeds);
    for (let from = 0; from < size; from += SCORE_ROWS) {
      const rows = Math.min(SCORE_ROWS, size - from);
      const x = tf.tensor3d(inputs.subarray(from * width, (from + rows) * width), [1, rows, width]);
      const activations = network.forward(x);
      const outputs = activations.at(-1)!.dataSync() as Float32Array; // not out of a tidy, which would walk the numbers
      tf.dispose(activations);
      for (let i = 0; i < rows * seeds; i++) {
        const sample = from + (i % rows);
        total[Math.floor(i / rows)] += headLoss(head, outputs, i * spec.outputs, actions, 2 * sample) / size;
      }
    }
    return total;
  }

  weights(seed: number): Float32Array {
    return this.network.weights(seed);
  }

  dispose(): void {
    this.network.dispose();
  }
}
