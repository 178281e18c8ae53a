/** Length of one tick in milliseconds of the frame clock. */
export const TICK_MS = 1000 / 60;

/** Ticks caught up in one frame. A longer pause is a hitch: what it missed is dropped, the server's idle rule drove. */
const MAX_TICKS_PER_FRAME = 12;
/** After a hitch so many frames are sent at once: what fills the server's jitter buffer again, and no more. */
const TICKS_AFTER_HITCH = 4;

/**
 * Turns a frame clock of any rate into whole ticks.
 *
 * The clock is handed in (a `requestAnimationFrame` time stamp, or a virtual one in a test), so 20, 60 and 144 frames
 * a second all send the same number of input frames.
 */
export class Pacer {
  private last = Number.NaN;
  private rest = 0;

  /** Whole ticks due at frame time `now` (ms). */
  due(now: number): number {
    const passed = Number.isNaN(this.last) ? 0 : Math.max(0, now - this.last);
    this.last = now;
    this.rest += passed;
    const ticks = Math.floor(this.rest / TICK_MS);
    if (ticks > MAX_TICKS_PER_FRAME) {
      this.rest = 0;
      return TICKS_AFTER_HITCH;
    }
    this.rest -= ticks * TICK_MS;
    return ticks;
  }

  /** How far the frame stands between the last whole tick and the next, in [0, 1). */
  get alpha(): number {
    return Math.min(this.rest / TICK_MS, 1);
  }
}
