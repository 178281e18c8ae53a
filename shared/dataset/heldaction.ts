import { DECISION_TICKS } from '../observation/spec.ts';
import type { Ticks } from '../units/units.ts';

/** The mean of the `hold` frames that one decision at `tick` stands for, in [−1, 1]. */
export function heldAction(
  frames: Int8Array,
  tick: number,
  out: Float32Array,
  at: number,
  hold: Ticks = DECISION_TICKS,
): void {
  let steer = 0;
  let pedal = 0;
  for (let k = tick; k < tick + hold; k++) {
    steer += frames[k * 2];
    pedal += frames[k * 2 + 1];
  }
  out[at] = steer / (127 * hold);
  out[at + 1] = pedal / (127 * hold);
}

/** The actions of the decision at `tick` and of those after it, `planned` in all; the last of the drive goes on beyond its end. */
export function heldPlan(
  frames: Int8Array,
  tick: number,
  out: Float32Array,
  at: number,
  hold: Ticks,
  planned: number,
): void {
  const last = frames.length / 2 - hold;
  for (let k = 0; k < planned; k++) heldAction(frames, Math.min(tick + k * hold, last), out, at + 2 * k, hold);
}
