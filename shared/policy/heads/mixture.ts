import { z } from 'zod';
import type { Draws } from '../mind.ts';
import { logistic, softplus } from './gaussian.ts';
import { expectation } from './softmax.ts';

/**
 * A mixture of `components` Gaussians over (steer, pedal) (Bishop 1994; "BC-RNN-GMM" of Mandlekar et al. 2021,
 * robomimic): it can hold left and right of a cone at once.
 *
 * Outputs: K logits of the shares π, K means (steer, pedal), K spreads ρ (steer, pedal) with σ = floor + log(1 + e^ρ).
 *
 * `mean` averages over the modes, and so undoes the point. `lowNoise` takes the mean of one component, `sample` also
 * draws within it. Which component, the driver's draw says, as a quantile over the components from right to left by
 * their steering: a draw held for a while stays with one way round as the numbers of the components change.
 */
export const mixtureSchema = z.strictObject({
  kind: z.literal('mixture'),
  components: z.number().int().min(1).max(20),
  floor: z.number().min(0.001).max(1),
  decode: z.enum(['mean', 'lowNoise', 'sample']),
  /** Decisions for which one draw is kept. */
  hold: z.number().int().min(1).max(1200),
});
export type MixtureHead = z.infer<typeof mixtureSchema>;

export const mixtureOutputs = ({ components }: MixtureHead): number => 5 * components;

const LOG_TAU = Math.log(2 * Math.PI);
const MOST = 20;
/** log (π_k N_k(a)) of each component, unnormalised by the shares' sum. */
const logs = new Float64Array(MOST);

/**
 * −log Σ π_k N(a; μ_k, σ_k²) in nats. With responsibilities r_k = π_k N_k / Σ π_j N_j:
 * ∂/∂logit_k = π_k − r_k, ∂/∂μ_k = r_k (μ_k − a) / σ_k², ∂/∂σ_k = r_k (1 / σ_k − (a − μ_k)² / σ_k³).
 */
export function mixtureGradient(
  { components, floor }: MixtureHead,
  outputs: Float32Array,
  at: number,
  actions: Float32Array,
  of: number,
  scale: number,
  gradient: Float32Array,
): number {
  const means = at + components;
  const spreads = means + 2 * components;
  let highest = -Infinity;
  let highestLogit = -Infinity;
  for (let k = 0; k < components; k++) {
    let log = outputs[at + k] - LOG_TAU;
    for (let i = 2 * k; i < 2 * k + 2; i++) {
      const sigma = floor + softplus(outputs[spreads + i]);
      const z = (outputs[means + i] - actions[of + i - 2 * k]) / sigma;
      log -= 0.5 * z * z + Math.log(sigma);
    }
    logs[k] = log;
    if (log > highest) highest = log;
    if (outputs[at + k] > highestLogit) highestLogit = outputs[at + k];
  }
  let total = 0;
  let shares = 0;
  for (let k = 0; k < components; k++) {
    total += Math.exp(logs[k] - highest);
    shares += Math.exp(outputs[at + k] - highestLogit);
  }
  for (let k = 0; k < components; k++) {
    const responsible = Math.exp(logs[k] - highest) / total;
    gradient[at + k] = (Math.exp(outputs[at + k] - highestLogit) / shares - responsible) * scale;
    for (let i = 2 * k; i < 2 * k + 2; i++) {
      const rho = outputs[spreads + i];
      const sigma = floor + softplus(rho);
      const z = (outputs[means + i] - actions[of + i - 2 * k]) / sigma;
      gradient[means + i] = ((responsible * z) / sigma) * scale;
      gradient[spreads + i] = ((responsible * (1 - z * z)) / sigma) * logistic(rho) * scale;
    }
  }
  return highestLogit + Math.log(shares) - highest - Math.log(total);
}

export function decodeMixture(
  { components, floor, decode }: MixtureHead,
  outputs: Float32Array,
  at: number,
  { uniform, gaussian }: Draws,
  actions: Float32Array,
  to: number,
): void {
  const means = at + components;
  if (decode === 'mean') {
    for (let k = 0; k < 2; k++)
      actions[to + k] = expectation(outputs, at, components, (i) => outputs[means + 2 * i + k]);
    return;
  }
  const chosen = componentAt(outputs, at, components, uniform[0]);
  for (let k = 0; k < 2; k++) {
    const i = 2 * chosen + k;
    const spread = decode === 'sample' ? floor + softplus(outputs[means + 2 * components + i]) : 0;
    actions[to + k] = outputs[means + i] + spread * gaussian[k];
  }
}

/** The component that holds a quantile of the shares, counted from the one that steers most to the right. */
function componentAt(outputs: Float32Array, at: number, components: number, quantile: number): number {
  let highest = -Infinity;
  for (let k = 0; k < components; k++) highest = Math.max(highest, outputs[at + k]);
  let total = 0;
  for (let k = 0; k < components; k++) total += Math.exp(outputs[at + k] - highest);
  let left = quantile * total;
  let chosen = -1;
  for (let taken = 0; taken < components; taken++) {
    chosen = nextToLeft(outputs, at + components, components, chosen);
    left -= Math.exp(outputs[at + chosen] - highest);
    if (left < 0) return chosen;
  }
  return chosen;
}

/** The component that steers next further to the left than `before` (−1: the rightmost); ties by their number. */
function nextToLeft(outputs: Float32Array, means: number, components: number, before: number): number {
  let next = -1;
  for (let k = 0; k < components; k++) {
    const later = before < 0 || isAfter(outputs, means, k, before);
    if (later && (next < 0 || isAfter(outputs, means, next, k))) next = k;
  }
  return next;
}

function isAfter(outputs: Float32Array, means: number, one: number, other: number): boolean {
  const [a, b] = [outputs[means + 2 * one], outputs[means + 2 * other]];
  return a > b || (a === b && one > other);
}
