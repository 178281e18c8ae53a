import type { Sequence, Sequences } from '../dataset/sequences.ts';
import { type Random, seededRandom } from '../exact/random.ts';
import { decisionTicksOf } from '../observation/spec.ts';
import { type HeadSpec, headGradient, headLoss, headOutputs } from '../policy/head.ts';
import { initialWeights, type NetworkSpec, parameterCount, type RecurrentSpec } from '../policy/network.ts';
import type { Ledger } from '../tensor/ledger.ts';
import type { Learner } from './learner.ts';
import { RecurrentNetwork } from './recurrentnetwork.ts';
import { Streams } from './streams.ts';

/** What a learner with memory is made from; observations are normalised. */
export interface SequenceLesson {
  train: Sequences;
  validation: Sequences | null;
  recurrent: RecurrentSpec;
  hidden: number[];
  seeds: readonly number[];
  /** Decisions in a step of each stream: gradients go no further back. At 20 Hz 70 are 3.5 s. */
  steps: number;
  /** Drives read side by side. */
  streams: number;
  /** The gradient is scaled down to this length where it is longer (Pascanu et al. 2013). */
  clip: number;
}

/** Streams when a whole set is scored. */
const SCORE_STREAMS = 8;

/**
 * Truncated back-propagation through time (Williams & Peng 1990): each network reads `streams` drives side by side, a
 * window of `steps` decisions at a time. What its cell remembers is carried from window to window, as it is when driving;
 * only gradients stop at the window's edge. A stream that comes to the end of its drive begins another with an empty
 * memory.
 */
export class RecurrentLearner implements Learner {
  readonly spec: NetworkSpec;
  private readonly head: HeadSpec;
  private readonly lesson: SequenceLesson;
  private readonly networks: RecurrentNetwork[];
  private readonly streams: Streams[];

  constructor(head: HeadSpec, lesson: SequenceLesson, kernelBytes: Uint8Array<ArrayBuffer>) {
    const { train, recurrent, hidden, seeds, steps, streams } = lesson;
    this.head = head;
    this.lesson = lesson;
    this.spec = { inputs: train.width, recurrent, hidden, outputs: headOutputs(head), activation: 'relu' };
    const randoms: Random[] = seeds.map(seededRandom);
    this.networks = randoms.map(
      (random) => new RecurrentNetwork(this.spec, initialWeights(this.spec, random), { steps, streams }, kernelBytes),
    );
    this.streams = randoms.map(
      (random) => new Streams(train, { steps, streams, stride: decisionTicksOf(train) }, random),
    );
  }

  descend(learningRate: number): Float64Array {
    const { head, lesson } = this;
    return Float64Array.from(this.networks, (network, s) => {
      const reading = this.streams[s].next();
      network.forward(reading);
      const loss = gradientOf(head, network, reading.actions, lesson.steps * lesson.streams);
      network.backward(reading);
      network.descend(learningRate, lesson.clip);
      return loss;
    });
  }

  trainLosses(): Float64Array {
    return this.score(this.lesson.train);
  }

  validationLosses(): Float64Array | null {
    const { validation } = this.lesson;
    return validation && validation.drives.length > 0 ? this.score(validation) : null;
  }

  weights(seed: number): Float32Array {
    return this.networks[seed].weights().slice(0, parameterCount(this.spec));
  }

  keep(ledger: Ledger): void {
    for (const [s, network] of this.networks.entries()) network.keep(`network.${s}`, ledger);
    for (const [s, streams] of this.streams.entries()) streams.keep(`streams.${s}`, ledger);
  }

  dispose(): void {}

  /** Every drive once from its beginning, from decision to decision, each as whoever drives it would remember it. */
  private score({ drives }: Sequences): Float64Array {
    return Float64Array.from(this.networks, (network) => {
      let total = 0;
      let count = 0;
      for (let from = 0; from < drives.length; from += SCORE_STREAMS) {
        const some = drives.slice(from, from + SCORE_STREAMS);
        for (const [loss, decisions] of this.readThrough(network, some)) {
          total += loss;
          count += decisions;
        }
      }
      return total / count;
    });
  }

  private readThrough(network: RecurrentNetwork, drives: readonly Sequence[]): [loss: number, decisions: number][] {
    const width = this.spec.inputs;
    const outputs = this.spec.outputs;
    const hold = decisionTicksOf(this.lesson.train);
    return drives.map((drive) => {
      const decisions = Math.floor((drive.ticks - 1) / hold) + 1;
      const seen = new Float32Array(decisions * width);
      const actions = new Float32Array(decisions * 2);
      for (let k = 0; k < decisions; k++) {
        const tick = k * hold;
        seen.set(drive.observations.subarray(tick * width, (tick + 1) * width), k * width);
        actions.set(drive.actions.subarray(tick * 2, (tick + 1) * 2), k * 2);
      }
      const answers = network.readAlone(seen, decisions);
      let loss = 0;
      for (let k = 0; k < decisions; k++) loss += headLoss(this.head, answers, k * outputs, actions, 2 * k);
      return [loss, decisions];
    });
  }
}

/** Write ∂E/∂outputs into the network's gradient for the mean loss over `count` answers; returns that loss. */
function gradientOf(head: HeadSpec, network: RecurrentNetwork, actions: Float32Array, count: number): number {
  const { outputs, outputGradient } = network;
  const width = headOutputs(head);
  let loss = 0;
  for (let i = 0; i < count; i++) {
    loss += headGradient(head, outputs, i * width, actions, 2 * i, 1 / count, outputGradient) / count;
  }
  return loss;
}
