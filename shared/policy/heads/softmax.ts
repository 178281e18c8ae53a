/** Expected value of `worthOf(i)` under the softmax of `count` logits at `at`. */
export function expectation(
  logits: Float32Array,
  at: number,
  count: number,
  worthOf: (index: number) => number,
): number {
  const highest = highestOf(logits, at, count);
  let total = 0;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const weight = Math.exp(logits[at + i] - highest);
    total += weight;
    sum += weight * worthOf(i);
  }
  return sum / total;
}

/** The index whose share of the softmax, counted up from the first, holds `quantile` in [0, 1). */
export function quantileOf(logits: Float32Array, at: number, count: number, quantile: number): number {
  const highest = highestOf(logits, at, count);
  let total = 0;
  for (let i = 0; i < count; i++) total += Math.exp(logits[at + i] - highest);
  let left = quantile * total;
  for (let i = 0; i < count - 1; i++) {
    left -= Math.exp(logits[at + i] - highest);
    if (left < 0) return i;
  }
  return count - 1;
}

export function indexOfHighest(logits: Float32Array, at: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (logits[at + i] > logits[at + best]) best = i;
  return best;
}

/** Cross-entropy −log p_chosen in nats with p = softmax(y); its gradient (p − one-hot(chosen)) · scale is written. */
export function crossEntropyGradient(
  outputs: Float32Array,
  at: number,
  count: number,
  chosen: number,
  scale: number,
  gradient: Float32Array,
): number {
  const highest = highestOf(outputs, at, count);
  let total = 0;
  for (let i = at; i < at + count; i++) {
    const weight = Math.exp(outputs[i] - highest);
    gradient[i] = weight;
    total += weight;
  }
  const share = scale / total;
  for (let i = at; i < at + count; i++) gradient[i] *= share;
  gradient[at + chosen] -= scale;
  return highest + Math.log(total) - outputs[at + chosen];
}

function highestOf(logits: Float32Array, at: number, count: number): number {
  let highest = -Infinity;
  for (let i = at; i < at + count; i++) if (logits[i] > highest) highest = logits[i];
  return highest;
}
