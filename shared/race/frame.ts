import type { Controls } from '../vehicle/step.ts';

/** What a driver does in one tick; the truth that logs keep. */
export interface InputFrame {
  /** Whole, −127 (full right) to 127 (full left). */
  steer: number;
  /** Whole, −127 (full brake) to 127 (full throttle). */
  pedal: number;
  /** Bits BUTTON_…, 0 to 255. */
  buttons: number;
}

/** Put my car back on the road. */
export const BUTTON_RESPAWN = 1;
/** Take the wheel from the clone that drives my car. */
export const BUTTON_WHEEL = 2;

/** The frame value of full lock, full throttle and full brake. */
export const FULL = 127;

export const NEUTRAL_FRAME: Readonly<InputFrame> = Object.freeze({ steer: 0, pedal: 0, buttons: 0 });

/** The frame nearest to controls in [−1, 1]; beyond is full, not-a-number is nothing. */
export const frameOf = (controls: Readonly<Controls>, buttons = 0): InputFrame => ({
  steer: fullScale(Math.round(controls.steer * FULL)),
  pedal: fullScale(Math.round(controls.pedal * FULL)),
  buttons,
});

/** What a frame asks for, steer and pedal in [−1, 1], written to `out`. */
export function actionOf(frame: Readonly<InputFrame>, out: Controls): void {
  out.steer = frame.steer / FULL;
  out.pedal = frame.pedal / FULL;
}

/** A frame from outside made harmless: whole numbers in range, −128 as −127, anything else than a number as 0. */
export const sanitiseFrame = (frame: { steer?: unknown; pedal?: unknown; buttons?: unknown }): InputFrame => ({
  steer: fullScale(frame.steer),
  pedal: fullScale(frame.pedal),
  buttons: typeof frame.buttons === 'number' ? frame.buttons & 0xff : 0,
});

function fullScale(value: unknown): number {
  if (typeof value !== 'number' || Number.isNaN(value)) return 0;
  // Adding 0 turns −0 into 0.
  return Math.max(-FULL, Math.min(FULL, Math.trunc(value))) + 0;
}
