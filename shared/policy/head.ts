import { z } from 'zod';

/**
 * What a network's outputs mean.
 *
 * `squaredError`: the two commands themselves. Where people split left and right of a cone it learns the average.
 *
 * `bins`: steering as a distribution over `steer` commands spread evenly over [−1, 1], then the pedal over `pedal`
 * commands, given in which of `groups` thirds the steering lies (autoregressive; binning after Shafiullah et al. 2022,
 * BeT). Outputs: `steer` logits, then `pedal` logits for each group. Driven by the mean: the expected steering, then
 * the expected pedal of the group in which that falls.
 */
export const headSpecSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('squaredError') }),
  z.strictObject({
    kind: z.literal('bins'),
    steer: z.number().int().min(2).max(101),
    pedal: z.number().int().min(2).max(101),
    groups: z.number().int().min(1).max(9),
    decode: z.literal('mean'),
  }),
]);
export type HeadSpec = z.infer<typeof headSpecSchema>;
export type BinsHead = Extract<HeadSpec, { kind: 'bins' }>;

/** The heads by the names of the API and the command line. */
export const HEADS = {
  'squared-error': { kind: 'squaredError' },
  bins: { kind: 'bins', steer: 21, pedal: 7, groups: 3, decode: 'mean' },
} as const satisfies Record<string, HeadSpec>;
export type HeadName = keyof typeof HEADS;

/** Numbers that the network must put out. */
export const headOutputs = (head: HeadSpec): number =>
  head.kind === 'bins' ? head.steer + head.pedal * head.groups : 2;

/** The bin of `count` whose centre is nearest to a command in [−1, 1]. */
export const binOf = (command: number, count: number): number =>
  Math.max(0, Math.min(count - 1, Math.round(((command + 1) / 2) * (count - 1))));

/** The command at the centre of a bin. */
export const binCentre = (bin: number, count: number): number => -1 + (2 * bin) / (count - 1);

/** Which pedal distribution belongs to a steering bin. */
export const groupOf = (head: BinsHead, steerBin: number): number =>
  Math.min(head.groups - 1, Math.floor((steerBin * head.groups) / head.steer));

const clampCommand = (value: number): number => (value > 1 ? 1 : value >= -1 ? value : -1);

/** Expected command under the softmax of `count` logits at `at`. */
function expectedCommand(logits: Float32Array, at: number, count: number): number {
  let highest = -Infinity;
  for (let i = 0; i < count; i++) highest = Math.max(highest, logits[at + i]);
  let total = 0;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const weight = Math.exp(logits[at + i] - highest);
    total += weight;
    sum += weight * binCentre(i, count);
  }
  return sum / total;
}

/** The command a policy gives for the outputs at `at`: steer and pedal in [−1, 1], written at `to`. */
export function decodeAction(
  head: HeadSpec,
  outputs: Float32Array,
  at: number,
  actions: Float32Array,
  to: number,
): void {
  let steer = outputs[at];
  let pedal = outputs[at + 1];
  if (head.kind === 'bins') {
    steer = expectedCommand(outputs, at, head.steer);
    const group = groupOf(head, binOf(steer, head.steer));
    pedal = expectedCommand(outputs, at + head.steer + group * head.pedal, head.pedal);
  }
  actions[to] = clampCommand(steer);
  actions[to + 1] = clampCommand(pedal);
}

/** −log softmax(logits)[chosen], in nats. */
function crossEntropy(logits: Float32Array, at: number, count: number, chosen: number): number {
  let highest = -Infinity;
  for (let i = 0; i < count; i++) highest = Math.max(highest, logits[at + i]);
  let total = 0;
  for (let i = 0; i < count; i++) total += Math.exp(logits[at + i] - highest);
  return highest + Math.log(total) - logits[at + chosen];
}

/**
 * How far the outputs at `at` are from the action at `of`: the mean of Δsteer² and Δpedal² for `squaredError`, and for
 * `bins` the negative log likelihood of both bins in nats. The two are not comparable with each other.
 */
export function headLoss(head: HeadSpec, outputs: Float32Array, at: number, actions: Float32Array, of: number): number {
  if (head.kind === 'squaredError') {
    return ((outputs[at] - actions[of]) ** 2 + (outputs[at + 1] - actions[of + 1]) ** 2) / 2;
  }
  const steer = binOf(actions[of], head.steer);
  const pedals = at + head.steer + groupOf(head, steer) * head.pedal;
  const pedal = binOf(actions[of + 1], head.pedal);
  return crossEntropy(outputs, at, head.steer, steer) + crossEntropy(outputs, pedals, head.pedal, pedal);
}
