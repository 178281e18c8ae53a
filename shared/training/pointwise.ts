import * as tf from '@tensorflow/tfjs-core';
import { type HeadSpec, headLoss, headOutputs } from '../policy/head.ts';
import { type NetworkSpec, plannedBy } from '../policy/network.ts';
import type { Ledger } from '../tensor/ledger.ts';
import { read, type Soon, tidySoon, whenRead } from '../tensor/reading.ts';
import { BatchedNetwork } from './batched.ts';
import { copyRow, type Lesson, SampleLearner, SCORE_ROWS, type SeenSamples } from './learner.ts';
import { batchGradient } from './loss.ts';
import { BatchOrder } from './order.ts';

/** Heads whose loss is told by the network's outputs for an observation alone: squared error and the likelihoods. */
export class PointwiseLearner extends SampleLearner {
  override readonly spec: NetworkSpec;
  private readonly head: HeadSpec;
  private readonly network: BatchedNetwork;
  private readonly order: BatchOrder;
  /** Observations of this step, and the gradient at the outputs they give. */
  private readonly batch: Float32Array;
  private readonly gradient: Float32Array;

  constructor(head: HeadSpec, lesson: Lesson) {
    super(lesson);
    this.head = head;
    const { train, hidden, randoms, chunk } = lesson;
    const layers = { inputs: train.width, hidden, activation: 'relu' } as const;
    const outputs = headOutputs(head);
    this.spec = chunk ? { ...layers, outputs: outputs * chunk.length, chunk } : { ...layers, outputs };
    this.network = new BatchedNetwork(this.spec, randoms);
    this.order = new BatchOrder(train.size, lesson.batch, randoms);
    const rows = this.order.rows.length;
    this.batch = new Float32Array(rows * this.spec.inputs);
    this.gradient = new Float32Array(rows * this.spec.outputs);
  }

  override descend(learningRate: number): Soon<Float64Array> {
    const rows = this.order.next();
    const { head, lesson, network, batch, gradient, spec } = this;
    const { train, seeds } = lesson;
    const { width, inputs, actions } = train;
    for (let i = 0; i < rows.length; i++) copyRow(inputs, rows[i], width, batch, i * width);
    return tidySoon(() => {
      const activations = network.forward(tf.tensor3d(batch, [seeds.length, lesson.batch, width]));
      return whenRead(activations.at(-1)!, (outputs) => {
        const losses = batchGradient(head, outputs, rows, actions, seeds.length, gradient, plannedBy(spec));
        const slope = tf.tensor3d(gradient, [seeds.length, lesson.batch, spec.outputs]);
        network.descend(network.backward(activations, slope), learningRate, lesson.clip);
        return losses;
      });
    });
  }

  protected override async score({ size, width, actions, inputs }: SeenSamples): Promise<Float64Array> {
    const { head, network, spec } = this;
    const planned = plannedBy(spec);
    const each = headOutputs(head);
    const seeds = this.lesson.seeds.length;
    const total = new Float64Array(seeds);
    for (let from = 0; from < size; from += SCORE_ROWS) {
      const rows = Math.min(SCORE_ROWS, size - from);
      const x = tf.tensor3d(inputs.subarray(from * width, (from + rows) * width), [1, rows, width]);
      const activations = network.forward(x);
      const outputs = await read(activations.at(-1)!); // not out of a tidy, which would walk the numbers
      tf.dispose(activations);
      for (let i = 0; i < rows * seeds; i++) {
        const sample = from + (i % rows);
        for (let k = 0; k < planned; k++) {
          const loss = headLoss(head, outputs, i * spec.outputs + k * each, actions, 2 * (sample * planned + k));
          total[Math.floor(i / rows)] += loss / (size * planned);
        }
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
  }

  override dispose(): void {
    this.network.dispose();
  }
}
