import type { Samples } from './samples.ts';

/** Brings each number of an observation to zero mean and unit spread, as it was in the training samples. */
export interface Normaliser {
  mean: number[];
  /** Standard deviation, at least LEAST_SPREAD: a number that hardly moved must not shout when it does. */
  scale: number[];
}

export const LEAST_SPREAD = 0.05;
/** Normalised numbers are held within ± this, so that a state nobody showed does not blow up the network. */
export const NORMALISED_LIMIT = 5;

/** Mean and spread over all samples of all parts, human and recovery alike. Throws when there are none. */
export function fitNormaliser(parts: readonly Samples[]): Normaliser {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (size === 0) throw new Error('Normaliser: got no samples, expected at least one. Choose laps that exist.');
  const width = parts[0].width;
  const mean = new Array<number>(width).fill(0);
  const square = new Array<number>(width).fill(0);
  for (const { observations } of parts) {
    for (let i = 0; i < observations.length; i++) mean[i % width] += observations[i] / size;
  }
  for (const { observations } of parts) {
    for (let i = 0; i < observations.length; i++) {
      const gap = observations[i] - mean[i % width];
      square[i % width] += (gap * gap) / size;
    }
  }
  return { mean, scale: square.map((value) => Math.max(LEAST_SPREAD, Math.sqrt(value))) };
}

/** Write `count` normalised observations to `out`, from index `at`; may be in place. */
export function normalise(
  normaliser: Normaliser,
  observations: Float32Array,
  count: number,
  out: Float32Array,
  at = 0,
): void {
  const { mean, scale } = normaliser;
  const width = mean.length;
  for (let i = 0; i < count * width; i++) {
    const j = i % width;
    const value = (observations[i] - mean[j]) / scale[j];
    out[at + i] = value > NORMALISED_LIMIT ? NORMALISED_LIMIT : value < -NORMALISED_LIMIT ? -NORMALISED_LIMIT : value;
  }
}
