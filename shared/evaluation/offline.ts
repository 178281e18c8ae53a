import { type LapDemonstration, stretchesOf, ticksOf } from '../dataset/lap.ts';
import type { Samples } from '../dataset/samples.ts';
import { DECISION_TICKS } from '../observation/spec.ts';
import type { PolicyBatch } from '../policy/forward.ts';
import { type HeadSpec, headLoss, headOutputs } from '../policy/head.ts';

/** How well a policy predicts what people did next; says little about how it drives. */
export interface OfflineScores {
  /** Negative log likelihood of the person's action in nats; null where the head gives no likelihood. */
  nll: number | null;
  /** Mean of Δsteer² + Δpedal². */
  mse: number;
  /** The same for repeating the person's last action: what every offline figure must be held against. */
  persistenceMse: number;
}

/** @param samples of held-out laps, with the laps themselves for the persistence baseline. */
export function offlineScores(
  batch: PolicyBatch,
  slot: number,
  head: HeadSpec,
  samples: Samples,
  laps: readonly LapDemonstration[],
): OfflineScores | null {
  if (samples.size === 0) return null;
  const width = headOutputs(head);
  const outputs = new Float32Array(samples.size * width);
  batch.outputs(slot, samples.observations, samples.size, outputs);
  const actions = new Float32Array(samples.size * 2);
  batch.decide(new Int32Array(samples.size).fill(slot), samples.observations, actions);
  let likelihood = 0;
  let squares = 0;
  for (let i = 0; i < samples.size; i++) {
    if (head.kind === 'bins') likelihood += headLoss(head, outputs, i * width, samples.actions, i * 2);
    const steer = actions[i * 2]! - samples.actions[i * 2]!;
    const pedal = actions[i * 2 + 1]! - samples.actions[i * 2 + 1]!;
    squares += steer * steer + pedal * pedal;
  }
  return {
    nll: head.kind === 'bins' ? likelihood / samples.size : null,
    mse: squares / samples.size,
    persistenceMse: persistenceError(laps),
  };
}

/**
 * Mean squared error of repeating the action held during the decision before, at the policies' own decision rate.
 *
 * On 30 fps recordings of keys this baseline scores about 95 % accuracy; a loss that does not beat it has learned to
 * look back, not to drive. NaN when no lap is two decisions long.
 */
export function persistenceError(laps: readonly LapDemonstration[]): number {
  let squares = 0;
  let count = 0;
  for (const { frames } of stretchesOf(laps)) {
    const ticks = ticksOf({ frames });
    for (let tick = DECISION_TICKS; tick + DECISION_TICKS <= ticks; tick++) {
      for (const channel of [0, 1]) {
        const change = held(frames, tick, channel) - held(frames, tick - DECISION_TICKS, channel);
        squares += change * change;
      }
      count++;
    }
  }
  return squares / count;
}

/** Mean of one channel over the ticks of a decision, in [−1, 1]. */
function held(frames: Int8Array, tick: number, channel: number): number {
  let sum = 0;
  for (let k = 0; k < DECISION_TICKS; k++) sum += frames[(tick + k) * 2 + channel]!;
  return sum / (127 * DECISION_TICKS);
}
