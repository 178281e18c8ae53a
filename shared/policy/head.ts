import { z } from 'zod';
import { DECISION_TICKS } from '../observation/spec.ts';
import type { Ticks } from '../units/units.ts';
import { binsGradient, binsOutputs, binsSchema, decodeBins } from './heads/bins.ts';
import { FLOW_INPUTS, flowSchema } from './heads/flow.ts';
import { decodeGaussian, GAUSSIAN_OUTPUTS, gaussianGradient, gaussianSchema } from './heads/gaussian.ts';
import { latentSchema } from './heads/latent.ts';
import { decodeMixture, mixtureGradient, mixtureOutputs, mixtureSchema } from './heads/mixture.ts';
import { squaredErrorGradient, squaredErrorSchema } from './heads/squarederror.ts';
import { type Draws, NO_CHANCE } from './mind.ts';

/** What a network's outputs mean: how they are fitted to actions, and how an action is taken from them. */
export const headSpecSchema = z.discriminatedUnion('kind', [
  squaredErrorSchema,
  gaussianSchema,
  mixtureSchema,
  binsSchema,
  latentSchema,
  flowSchema,
]);
export type HeadSpec = z.infer<typeof headSpecSchema>;

/** The heads by the names of the API and the command line. */
export const HEADS = {
  'squared-error': { kind: 'squaredError' },
  gaussian: { kind: 'gaussian', floor: 0.05, decode: 'mean', hold: 1 },
  mixture: { kind: 'mixture', components: 5, floor: 0.05, decode: 'lowNoise', hold: 60 },
  bins: { kind: 'bins', steer: 21, pedal: 7, groups: 3, decode: 'mean', hold: 1 },
  latent: { kind: 'latent', size: 2, beta: 0.05, hold: 60 },
  flow: { kind: 'flow', steps: 8, hold: 60, noise: 'sides' },
} as const satisfies Record<string, HeadSpec>;
export type HeadName = keyof typeof HEADS;

/** Numbers that the network must put out. */
export function headOutputs(head: HeadSpec): number {
  if (head.kind === 'bins') return binsOutputs(head);
  if (head.kind === 'mixture') return mixtureOutputs(head);
  return head.kind === 'gaussian' ? GAUSSIAN_OUTPUTS : 2;
}

/** Numbers that the network sees besides the observation: what chance, or the way there, has to say. */
export function headInputs(head: HeadSpec): number {
  if (head.kind === 'flow') return FLOW_INPUTS;
  return head.kind === 'latent' ? head.size : 0;
}

/** Decisions for which a driver with this head keeps a draw: `hold` counts those of 20 Hz, so that it means a time. */
export const holdOf = (head: HeadSpec, decisionTicks: Ticks = DECISION_TICKS): number =>
  head.kind === 'squaredError' ? 1 : Math.max(1, Math.round((head.hold * DECISION_TICKS) / decisionTicks));

/** Whether the loss is a negative log likelihood, in nats. Those of two kinds of head do not compare. */
export const isLikelihood = ({ kind }: HeadSpec): boolean =>
  kind === 'bins' || kind === 'gaussian' || kind === 'mixture';

const clampCommand = (value: number): number => (value > 1 ? 1 : value >= -1 ? value : -1);

/** The command a policy gives for the outputs at `at`: steer and pedal in [−1, 1], written at `to`. */
export function decodeAction(
  head: HeadSpec,
  outputs: Float32Array,
  at: number,
  actions: Float32Array,
  to: number,
  draws: Draws = NO_CHANCE,
): void {
  if (head.kind === 'bins') decodeBins(head, outputs, at, draws, actions, to);
  else if (head.kind === 'gaussian') decodeGaussian(head, outputs, at, draws, actions, to);
  else if (head.kind === 'mixture') decodeMixture(head, outputs, at, draws, actions, to);
  else {
    actions[to] = outputs[at];
    actions[to + 1] = outputs[at + 1];
  }
  writeCommands(actions[to], actions[to + 1], actions, to);
}

/** Within what hands can do; what is no number is full brake and full right, and a car that stops. */
export function writeCommands(steer: number, pedal: number, actions: Float32Array, to: number): void {
  actions[to] = clampCommand(steer);
  actions[to + 1] = clampCommand(pedal);
}

/**
 * How far the outputs at `at` are from the action at `of`, returned, and its gradient times `scale`, written at the same
 * places of `gradient`: squared error, or for every other head the negative log likelihood in nats.
 */
export function headGradient(
  head: HeadSpec,
  outputs: Float32Array,
  at: number,
  actions: Float32Array,
  of: number,
  scale: number,
  gradient: Float32Array,
): number {
  if (head.kind === 'bins') return binsGradient(head, outputs, at, actions, of, scale, gradient);
  if (head.kind === 'gaussian') return gaussianGradient(head, outputs, at, actions, of, scale, gradient);
  if (head.kind === 'mixture') return mixtureGradient(head, outputs, at, actions, of, scale, gradient);
  return squaredErrorGradient(outputs, at, actions, of, scale, gradient);
}

let unread = new Float32Array(0);

/** The loss alone. */
export function headLoss(head: HeadSpec, outputs: Float32Array, at: number, actions: Float32Array, of: number): number {
  if (unread.length < outputs.length) unread = new Float32Array(outputs.length);
  return headGradient(head, outputs, at, actions, of, 0, unread);
}
