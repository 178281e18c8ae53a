import type { LapDemonstration } from '../dataset/lap.ts';
import { wholeObservations } from '../dataset/samplepictures.ts';
import { persistenceError, type Samples } from '../dataset/samples.ts';
import type { Sequences } from '../dataset/sequences.ts';
import { DECISION_TICKS, decisionTicksOf } from '../observation/spec.ts';
import type { PolicyBatch } from '../policy/forward.ts';
import { type HeadSpec, headLoss, isLikelihood } from '../policy/head.ts';
import type { Ticks } from '../units/units.ts';

/** How well a policy predicts what people did next; says little about how it drives. */
export interface OfflineScores {
  /** Negative log likelihood of the person's action in nats; null where the head gives no likelihood. */
  nll: number | null;
  /** Mean of (Δsteer² + Δpedal²) / 2. */
  mse: number;
  /** The same for repeating the person's last action: what every offline figure must be held against. */
  persistenceMse: number | null;
}

/** @param samples of held-out laps, with the laps themselves, and how long a decision holds, for the persistence baseline. */
export function offlineScores(
  batch: PolicyBatch,
  slot: number,
  head: HeadSpec,
  samples: Samples,
  laps: readonly LapDemonstration[],
  hold: Ticks = DECISION_TICKS,
): OfflineScores | null {
  if (samples.size === 0) return null;
  return { ...predictionScores(batch, slot, head, samples), persistenceMse: persistenceError(laps, hold) };
}

/** Samples looked at in one call: pictures are four times as large while they are looked at. */
const ROWS = 512;

/** How near a policy comes to the actions of at least one sample, each looked at by itself. */
export function predictionScores(
  batch: PolicyBatch,
  slot: number,
  head: HeadSpec,
  samples: Samples,
): Omit<OfflineScores, 'persistenceMse'> {
  const width = batch.outputsOf(slot);
  const outputs = new Float32Array(samples.size * width);
  const actions = new Float32Array(samples.size * 2);
  for (let from = 0; from < samples.size; from += ROWS) {
    const rows = Math.min(ROWS, samples.size - from);
    const seen = wholeObservations(samples, from, rows);
    batch.outputs(slot, seen, rows, outputs.subarray(from * width));
    batch.decide(new Int32Array(rows).fill(slot), seen, actions.subarray(2 * from));
  }
  let likelihood = 0;
  let squares = 0;
  for (let i = 0; i < samples.size; i++) {
    if (isLikelihood(head)) likelihood += headLoss(head, outputs, i * width, samples.actions, i * 2);
    const steer = actions[i * 2]! - samples.actions[i * 2]!;
    const pedal = actions[i * 2 + 1]! - samples.actions[i * 2 + 1]!;
    squares += steer * steer + pedal * pedal;
  }
  return { nll: isLikelihood(head) ? likelihood / samples.size : null, mse: squares / (2 * samples.size) };
}

/** Mean of (Δsteer² + Δpedal²) / 2 over whole drives, from decision to decision, by drivers who remember. */
export function sequenceScores(batch: PolicyBatch, slot: number, sequences: Sequences): number {
  const { width, drives } = sequences;
  const hold = decisionTicksOf(sequences);
  let squares = 0;
  let decisions = 0;
  const action = new Float32Array(2);
  for (const [k, { ticks, observations, actions }] of drives.entries()) {
    const minds = [batch.mind(slot, k, hold)];
    for (let tick = 0; tick < ticks; tick += hold) {
      batch.decide([slot], observations.subarray(tick * width, (tick + 1) * width), action, 1, width, minds);
      const steer = action[0]! - actions[2 * tick]!;
      const pedal = action[1]! - actions[2 * tick + 1]!;
      squares += steer * steer + pedal * pedal;
      decisions++;
    }
  }
  return squares / (2 * decisions);
}
