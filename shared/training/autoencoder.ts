import * as tf from '@tensorflow/tfjs-core';
import { type Random, seededRandom } from '../exact/random.ts';
import type { LatentHead } from '../policy/heads/latent.ts';
import { type NetworkSpec, plannedBy } from '../policy/network.ts';
import { keepRandoms, type Ledger } from '../tensor/ledger.ts';
import { type Soon, tidySoon, whenRead } from '../tensor/reading.ts';
import { BatchedNetwork } from './batched.ts';
import { clipGradients } from './clip.ts';
import { copyRow, type Lesson, SampleLearner, SCORE_ROWS, type SeenSamples } from './learner.ts';
import { BatchOrder } from './order.ts';

/** Of the encoder; it is told the action and needs little. */
const ENCODER_HIDDEN = [64, 64];
/** log σ² is held within ±: a code surer than that is a number written down, not a guess. */
const MOST_LOG_VARIANCE = 8;

/**
 * Conditional variational autoencoder (Kingma & Welling 2014, equation 10; Sohn et al. 2015): the encoder reads
 * (o, a) and gives μ and log σ² of a code z; with z = μ + σ ε the policy answers (o, z). Both learn by
 *
 *   E = ½ |a − f(o, z)|² + β ½ Σ (μ² + σ² − log σ² − 1)
 *
 * ∂E/∂μ = ∂E/∂z + β μ, ∂E/∂log σ² = ½ σ ε ∂E/∂z + ½ β (σ² − 1). Only the policy drives.
 */
export class AutoencoderLearner extends SampleLearner {
  override readonly spec: NetworkSpec;
  private readonly head: LatentHead;
  private readonly order: BatchOrder;
  private readonly policy: BatchedNetwork;
  private readonly encoder: BatchedNetwork;
  private readonly encoderSpec: NetworkSpec;
  private readonly noises: Random[];

  constructor(head: LatentHead, lesson: Lesson) {
    super(lesson);
    const { randoms, train, chunk } = lesson;
    const { width } = train;
    const actions = 2 * (chunk?.length ?? 1);
    this.order = new BatchOrder(train.size, lesson.batch, randoms);
    this.head = head;
    const policy = { inputs: width + head.size, hidden: lesson.hidden, outputs: actions, activation: 'relu' } as const;
    this.spec = chunk ? { ...policy, chunk } : policy;
    this.encoderSpec = { inputs: width + actions, hidden: ENCODER_HIDDEN, outputs: 2 * head.size, activation: 'relu' };
    this.policy = new BatchedNetwork(this.spec, randoms);
    this.noises = lesson.seeds.map((seed) => seededRandom(37 * seed + 11));
    this.encoder = new BatchedNetwork(
      this.encoderSpec,
      lesson.seeds.map((seed) => seededRandom(41 * seed + 13)),
    );
  }

  override descend(learningRate: number): Soon<Float64Array> {
    const rows = this.order.next();
    const { lesson, encoder, policy, spec } = this;
    const count = lesson.seeds.length;
    return tidySoon(() => {
      const reading = encoder.forward(this.readings(lesson.train, rows, count));
      return whenRead(reading.at(-1)!, (outputs) => {
        const codes = this.draw(outputs, rows.length);
        const acting = policy.forward(this.seen(lesson.train, rows, codes, count));
        return whenRead(acting.at(-1)!, (actions) => {
          const errors = this.errors(actions, lesson.train, rows);
          const slope = tf.tensor3d(errors, [count, lesson.batch, spec.outputs]);
          const gradients = policy.backward(acting, slope);
          return whenRead(policy.inputGradient(acting, slope), (inputSlope) => {
            const codeSlope = this.codeGradient(codes, inputSlope, rows.length);
            const reads = tf.tensor3d(codeSlope, [count, lesson.batch, this.encoderSpec.outputs]);
            this.step(encoder.backward(reading, reads), gradients, learningRate);
            return this.losses(errors, codes, rows.length, lesson.batch);
          });
        });
      });
    });
  }

  /** With the encoder's mean as the code. */
  protected override async score(samples: SeenSamples): Promise<Float64Array> {
    const count = this.lesson.seeds.length;
    const total = new Float64Array(count);
    for (let from = 0; from < samples.size; from += SCORE_ROWS) {
      const rows = Int32Array.from({ length: Math.min(SCORE_ROWS, samples.size - from) }, (_, i) => from + i);
      const every = Int32Array.from({ length: rows.length * count }, (_, i) => rows[i % rows.length]);
      const losses = await tidySoon(() => {
        const reading = this.encoder.forward(this.readings(samples, every, count));
        return whenRead(reading.at(-1)!, (outputs) => {
          const codes = this.draw(outputs, every.length, true);
          const acting = this.policy.forward(this.seen(samples, every, codes, count));
          return whenRead(acting.at(-1)!, (actions) => {
            const errors = this.errors(actions, samples, every, 1);
            return this.losses(errors, codes, every.length, rows.length, 1);
          });
        });
      });
      for (let s = 0; s < count; s++) total[s] += (losses[s] * rows.length) / samples.size;
    }
    return total;
  }

  settle(): Promise<void> {
    return this.policy.settle();
  }

  override weights(seed: number): Float32Array {
    return this.policy.weights(seed);
  }

  override keep(ledger: Ledger): void {
    this.policy.keep('policy', ledger);
    this.encoder.keep('encoder', ledger);
    this.order.keep('order', ledger);
    keepRandoms('noise', this.noises, ledger);
  }

  override dispose(): void {
    this.policy.dispose();
    this.encoder.dispose();
  }

  /** Both networks are one to the length of a gradient: they learn by one loss. */
  private step(encoder: tf.Tensor[], policy: tf.Tensor[], learningRate: number): void {
    const { clip = null, seeds } = this.lesson;
    const both = [...encoder, ...policy];
    const steps = clip === null ? both : clipGradients(both, seeds.length, clip);
    this.encoder.descend(steps.slice(0, encoder.length), learningRate);
    this.policy.descend(steps.slice(encoder.length), learningRate);
  }

  /** Observation and action, or plan, of each row, [seeds, batch, width + outputs]. */
  private readings({ width, actions, inputs }: SeenSamples, rows: Int32Array, count: number): tf.Tensor3D {
    const { outputs } = this.spec;
    const reads = width + outputs;
    const batch = new Float32Array(rows.length * reads);
    for (let i = 0; i < rows.length; i++) {
      copyRow(inputs, rows[i], width, batch, i * reads);
      copyRow(actions, rows[i], outputs, batch, i * reads + width);
    }
    return tf.tensor3d(batch, [count, rows.length / count, reads]);
  }

  /** Observation and code of each row, [seeds, batch, width + size]. */
  private seen({ width, inputs }: SeenSamples, rows: Int32Array, { z }: Codes, count: number): tf.Tensor3D {
    const sees = this.spec.inputs;
    const batch = new Float32Array(rows.length * sees);
    for (let i = 0; i < rows.length; i++) {
      copyRow(inputs, rows[i], width, batch, i * sees);
      copyRow(z, i, this.head.size, batch, i * sees + width);
    }
    return tf.tensor3d(batch, [count, rows.length / count, sees]);
  }

  private draw(outputs: Float32Array, rows: number, mean = false): Codes {
    const { size } = this.head;
    const codes: Codes = {
      mean: new Float32Array(rows * size),
      logVariance: new Float32Array(rows * size),
      noise: new Float32Array(rows * size),
      z: new Float32Array(rows * size),
    };
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < size; k++) {
        const at = i * size + k;
        const raw = outputs[2 * i * size + size + k];
        codes.mean[at] = outputs[2 * i * size + k];
        codes.logVariance[at] = Math.max(-MOST_LOG_VARIANCE, Math.min(MOST_LOG_VARIANCE, raw));
        codes.noise[at] = mean ? 0 : this.noises[Math.floor(i / this.lesson.batch)].gaussian();
        codes.z[at] = codes.mean[at] + Math.exp(codes.logVariance[at] / 2) * codes.noise[at];
      }
    }
    return codes;
  }

  /** (f − a) · scale / planned at the policy's outputs. */
  private errors(outputs: Float32Array, { actions }: SeenSamples, rows: Int32Array, scale = 1 / this.lesson.batch) {
    const width = this.spec.outputs;
    const errors = new Float32Array(rows.length * width);
    for (let i = 0; i < errors.length; i++) {
      const of = width * rows[Math.floor(i / width)] + (i % width);
      errors[i] = (outputs[i] - actions[of]) * (scale / plannedBy(this.spec));
    }
    return errors;
  }

  /** At the encoder's outputs, from the gradient at the policy's inputs. */
  private codeGradient({ mean, logVariance, noise }: Codes, inputSlope: Float32Array, rows: number): Float32Array {
    const { size, beta } = this.head;
    const { inputs } = this.spec;
    const scale = beta / this.lesson.batch;
    const gradient = new Float32Array(rows * 2 * size);
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < size; k++) {
        const at = i * size + k;
        const slope = inputSlope[i * inputs + inputs - size + k];
        const variance = Math.exp(logVariance[at]);
        gradient[2 * i * size + k] = slope + scale * mean[at];
        gradient[2 * i * size + size + k] = 0.5 * (Math.sqrt(variance) * noise[at] * slope + scale * (variance - 1));
      }
    }
    return gradient;
  }

  private losses(errors: Float32Array, codes: Codes, rows: number, batch: number, scale = 1 / batch): Float64Array {
    const { size, beta } = this.head;
    const width = this.spec.outputs;
    const share = scale / plannedBy(this.spec);
    const losses = new Float64Array(this.lesson.seeds.length);
    for (let i = 0; i < rows; i++) {
      let squares = 0;
      for (let at = i * width; at < (i + 1) * width; at++) squares += (errors[at] / share) * (errors[at] / share);
      let divergence = 0;
      for (let at = i * size; at < (i + 1) * size; at++) {
        const log = codes.logVariance[at];
        divergence += 0.5 * (codes.mean[at] * codes.mean[at] + Math.exp(log) - log - 1);
      }
      losses[Math.floor(i / batch)] += (squares / width + beta * divergence) / batch;
    }
    return losses;
  }
}

/** [rows · size] each. */
interface Codes {
  mean: Float32Array;
  logVariance: Float32Array;
  noise: Float32Array;
  z: Float32Array;
}
