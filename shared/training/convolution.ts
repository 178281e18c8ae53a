import type { SamplePictures } from '../dataset/samplepictures.ts';
import { type ConvolutionSpec, convolutionSchema } from '../policy/convolution.ts';
import { type HeadSpec, headGradient, headLoss, headOutputs } from '../policy/head.ts';
import { initialWeights, type NetworkSpec } from '../policy/network.ts';
import type { Ledger } from '../tensor/ledger.ts';
import { ConvolutionNetwork } from './convolutionnetwork.ts';
import { type Lesson, SampleLearner, type SeenSamples } from './learner.ts';
import { BatchOrder } from './order.ts';
import { CONVOLUTION, TrainingError } from './settings.ts';

/**
 * Driving from pictures (LeCun et al. 2005; Pomerleau 1989; Bojarski et al. 2016, "End to End Learning for Self-Driving
 * Cars"): convolutions find what matters in the pictures, dense layers join it with the car's own motion and answer.
 * Minibatches of single samples, Adam, the loss of the head; each seed is a network with a memory of its own.
 */
export class ConvolutionLearner extends SampleLearner {
  override readonly spec: NetworkSpec;
  private readonly head: HeadSpec;
  private readonly networks: ConvolutionNetwork[];
  private readonly order: BatchOrder;

  constructor(head: HeadSpec, lesson: Lesson, kernelBytes: Uint8Array<ArrayBuffer>) {
    super(lesson);
    const { train, hidden, randoms, batch } = lesson;
    this.head = head;
    this.spec = {
      inputs: train.width,
      convolution: convolutionFor(train.pictures),
      ...{ hidden, outputs: headOutputs(head), activation: 'relu' },
    };
    this.networks = randoms.map(
      (random) => new ConvolutionNetwork(this.spec, initialWeights(this.spec, random), batch, kernelBytes),
    );
    this.order = new BatchOrder(train.size, batch, randoms);
  }

  override descend(learningRate: number): Float64Array {
    const rows = this.order.next();
    const { head, lesson } = this;
    const { train, batch, clip } = lesson;
    return Float64Array.from(this.networks, (network, s) => {
      const own = rows.subarray(s * batch, (s + 1) * batch);
      network.see(train, own);
      network.forward();
      const loss = gradientOf(head, network, train.actions, own);
      network.backward();
      network.descend(learningRate, clip ?? Infinity);
      return loss;
    });
  }

  override weights(seed: number): Float32Array {
    return this.networks[seed].weights.slice();
  }

  override keep(ledger: Ledger): void {
    for (const [s, network] of this.networks.entries()) network.keep(`network.${s}`, ledger);
    this.order.keep('order', ledger);
  }

  override dispose(): void {}

  protected override score(samples: SeenSamples): Float64Array {
    const { head, lesson, spec } = this;
    return Float64Array.from(this.networks, (network) => {
      let total = 0;
      for (let from = 0; from < samples.size; from += lesson.batch) {
        const rows = Array.from({ length: Math.min(lesson.batch, samples.size - from) }, (_, i) => from + i);
        network.see(samples, rows);
        network.forward();
        const { outputs } = network;
        for (const [i, row] of rows.entries()) {
          total += headLoss(head, outputs, i * spec.outputs, samples.actions, 2 * row) / samples.size;
        }
      }
      return total;
    });
  }
}

/** The layers that go with pictures of any size; throws where they are too small or too large. */
function convolutionFor(pictures: SamplePictures | undefined): ConvolutionSpec {
  if (!pictures) throw new TrainingError('A CNN got samples without pictures, expected some. Let it see by a camera.');
  const { cameras, width, height } = pictures;
  const parsed = convolutionSchema.safeParse({ cameras, width, height, layers: CONVOLUTION.layers });
  if (parsed.success) return parsed.data;
  const [{ message }] = parsed.error.issues;
  throw new TrainingError(
    `Pictures of ${width} × ${height}: got ${message}, expected some that three layers fit. Take 64 × 48.`,
  );
}

/** Write ∂E/∂outputs into the network's gradient for the mean loss over the samples `rows`; returns that loss. */
function gradientOf(head: HeadSpec, network: ConvolutionNetwork, actions: Float32Array, rows: Int32Array): number {
  const { outputs, outputGradient } = network;
  const width = headOutputs(head);
  let loss = 0;
  for (let i = 0; i < rows.length; i++) {
    loss += headGradient(head, outputs, i * width, actions, 2 * rows[i], 1 / rows.length, outputGradient) / rows.length;
  }
  return loss;
}
