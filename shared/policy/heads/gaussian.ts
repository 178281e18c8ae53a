import { z } from 'zod';
import type { Draws } from '../mind.ts';

/**
 * Steer and pedal each as a Gaussian whose mean and spread the network gives (Nix & Weigend 1994): one mode, so it
 * averages two good choices as squared error does, but says how sure it is.
 *
 * Outputs: μ of steer and pedal, then ρ of each, with σ = floor + log(1 + e^ρ). The floor keeps commands that repeat
 * exactly, as taps do, from growing a spike of density that the whole loss then runs after.
 */
export const gaussianSchema = z.strictObject({
  kind: z.literal('gaussian'),
  floor: z.number().min(0.001).max(1),
  decode: z.enum(['mean', 'sample']),
  /** Decisions for which one draw is kept. */
  hold: z.number().int().min(1).max(1200),
});
export type GaussianHead = z.infer<typeof gaussianSchema>;

export const GAUSSIAN_OUTPUTS = 4;

const HALF_LOG_TAU = 0.5 * Math.log(2 * Math.PI);

export const softplus = (x: number): number => (x > 30 ? x : Math.log1p(Math.exp(x)));
export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * −log N(a; μ, σ²) = ½ ((a − μ) / σ)² + log σ + ½ log 2π in nats, summed over both commands.
 *
 * ∂/∂μ = (μ − a) / σ², ∂/∂σ = 1 / σ − (a − μ)² / σ³, ∂σ/∂ρ = logistic(ρ).
 */
export function gaussianGradient(
  { floor }: GaussianHead,
  outputs: Float32Array,
  at: number,
  actions: Float32Array,
  of: number,
  scale: number,
  gradient: Float32Array,
): number {
  let loss = 0;
  for (let k = 0; k < 2; k++) {
    const rho = outputs[at + 2 + k];
    const sigma = floor + softplus(rho);
    const z = (outputs[at + k] - actions[of + k]) / sigma;
    loss += 0.5 * z * z + Math.log(sigma) + HALF_LOG_TAU;
    gradient[at + k] = (z / sigma) * scale;
    gradient[at + 2 + k] = ((1 - z * z) / sigma) * logistic(rho) * scale;
  }
  return loss;
}

export function decodeGaussian(
  { floor, decode }: GaussianHead,
  outputs: Float32Array,
  at: number,
  { gaussian }: Draws,
  actions: Float32Array,
  to: number,
): void {
  for (let k = 0; k < 2; k++) {
    const spread = decode === 'sample' ? floor + softplus(outputs[at + 2 + k]) : 0;
    actions[to + k] = outputs[at + k] + spread * gaussian[k];
  }
}
