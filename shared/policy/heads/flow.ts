import { z } from 'zod';
import type { Draws } from '../mind.ts';

/**
 * Flow matching (Lipman et al. 2023; for actions: Black et al. 2024, π0): noise is carried to an action along a field of
 * velocities v(x, τ | o) that the network gives, and different noise arrives at different good actions.
 *
 * Training: x_τ = (1 − τ) x₀ + τ a with x₀ ~ N(0, I), τ ~ U(0, 1); the network sees (o, x_τ, 2τ − 1) and learns a − x₀ by
 * squared error. Driving: x₀ from the driver's draws, then `steps` steps of Euler's method to τ = 1. The draws are kept
 * for `hold` decisions: noise that is drawn anew each time dithers between the ways (IMITATION_NOTES, "Multimodal").
 *
 * Noise is carried to commands in their order, the middle of the one to the middle of the other; a driver who keeps noise
 * from the middle keeps steering between two ways, and hits what stands there. With `sides` only the sign of the steering's
 * noise is drawn, its size is its deviation, 1: every driver means one way or the other. In the study `sides` that takes
 * crashes from about a quarter of the passes to about one in twenty. It learns nothing else.
 */
export const flowSchema = z.strictObject({
  kind: z.literal('flow'),
  steps: z.number().int().min(1).max(64),
  hold: z.number().int().min(1).max(1200),
  /** Of the steering's noise when driving; gaussian if absent. */
  noise: z.enum(['gaussian', 'sides']).optional(),
});
export type FlowHead = z.infer<typeof flowSchema>;

/** What the network sees besides the observation: x_τ and 2τ − 1. */
export const FLOW_INPUTS = 3;

export interface FlowStep {
  /** x_τ: where steer and pedal are on their way. */
  steer: number;
  pedal: number;
}

export function beginFlow({ noise }: FlowHead, { gaussian }: Draws, at: FlowStep): void {
  at.steer = noise === 'sides' ? Math.sign(gaussian[0]) : gaussian[0];
  at.pedal = gaussian[1];
}

/** What the network is to see at step `k`, written at `to`. */
export function flowInputs(
  { steps }: FlowHead,
  { steer, pedal }: FlowStep,
  k: number,
  out: Float32Array,
  to: number,
): void {
  out[to] = steer;
  out[to + 1] = pedal;
  out[to + 2] = (2 * k) / steps - 1;
}

/** One step along the velocity at `at`. */
export function followFlow({ steps }: FlowHead, outputs: Float32Array, at: number, flow: FlowStep): void {
  flow.steer += outputs[at] / steps;
  flow.pedal += outputs[at + 1] / steps;
}
