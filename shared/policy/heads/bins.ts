import { z } from 'zod';
import type { Draws } from '../mind.ts';
import { crossEntropyGradient, expectation, indexOfHighest, quantileOf } from './softmax.ts';

const bins = z.number().int().min(2).max(101);

/**
 * Steering as a distribution over `steer` commands spread evenly over [−1, 1], then the pedal over `pedal` commands,
 * given in which of `groups` thirds the steering lies: autoregressive discretisation (binning after Shafiullah et al.
 * 2022, BeT; one command after the other as in Pearce et al. 2023).
 *
 * Outputs: `steer` logits, then `pedal` logits for each group. Decoded by their `mean`, the expected steering and then
 * the expected pedal of its group, they are a steady driver, and no cure where people split: a mean of two modes is
 * still between them. `argmax` takes the likeliest, `sample` draws, for as many decisions as the driver's mind commits.
 */
export const binsSchema = z.strictObject({
  kind: z.literal('bins'),
  steer: bins,
  pedal: bins,
  groups: z.number().int().min(1).max(9),
  decode: z.enum(['mean', 'argmax', 'sample']),
  /** Decisions for which one draw is kept. */
  hold: z.number().int().min(1).max(1200).default(1),
});
export type BinsHead = z.infer<typeof binsSchema>;

export const binsOutputs = ({ steer, pedal, groups }: BinsHead): number => steer + pedal * groups;

/** The bin of `count` whose centre is nearest to a command in [−1, 1]. */
export const binOf = (command: number, count: number): number =>
  Math.max(0, Math.min(count - 1, Math.round(((command + 1) / 2) * (count - 1))));

/** The command at the centre of a bin. */
export const binCentre = (bin: number, count: number): number => -1 + (2 * bin) / (count - 1);

/** Which pedal distribution belongs to a steering bin. */
export const groupOf = (head: BinsHead, steerBin: number): number =>
  Math.min(head.groups - 1, Math.floor((steerBin * head.groups) / head.steer));

/** Negative log likelihood of both bins in nats; the groups of other steering learn nothing. */
export function binsGradient(
  head: BinsHead,
  outputs: Float32Array,
  at: number,
  actions: Float32Array,
  of: number,
  scale: number,
  gradient: Float32Array,
): number {
  const steer = binOf(actions[of], head.steer);
  const pedals = at + head.steer;
  const asked = pedals + groupOf(head, steer) * head.pedal;
  gradient.fill(0, pedals, pedals + head.groups * head.pedal);
  return (
    crossEntropyGradient(outputs, at, head.steer, steer, scale, gradient) +
    crossEntropyGradient(outputs, asked, head.pedal, binOf(actions[of + 1], head.pedal), scale, gradient)
  );
}

export function decodeBins(
  head: BinsHead,
  outputs: Float32Array,
  at: number,
  { uniform }: Draws,
  actions: Float32Array,
  to: number,
): void {
  const steer = command(head.decode, outputs, at, head.steer, uniform[0]);
  const group = groupOf(head, binOf(steer, head.steer));
  actions[to] = steer;
  actions[to + 1] = command(head.decode, outputs, at + head.steer + group * head.pedal, head.pedal, uniform[1]);
}

function command(decode: BinsHead['decode'], logits: Float32Array, at: number, count: number, draw: number): number {
  if (decode === 'mean') return expectation(logits, at, count, (bin) => binCentre(bin, count));
  if (decode === 'argmax') return binCentre(indexOfHighest(logits, at, count), count);
  return binCentre(quantileOf(logits, at, count, draw), count);
}
