import { BUTTON_RESPAWN, type InputFrame, NEUTRAL_FRAME, sanitiseFrame } from '../../shared/race/frame.ts';
import { TICK_HZ, type Ticks } from '../../shared/units/units.ts';

/** Frames of one client in order of arrival: what Colyseus's input accessor offers, and no more. */
export interface FrameQueue {
  readonly size: number;
  /** Frames taken or dropped so far; the acknowledgement the client predicts from. */
  readonly consumedCount: number;
  next(options: { idle: false }): { steer: number; pedal: number; buttons: number } | undefined;
}

/** The one frame a car drives a tick with, and how it came about. */
export interface AppliedFrame {
  frame: InputFrame;
  /** Nothing had arrived: the idle rule made the frame. */
  starved: boolean;
  /** Surplus frames thrown away before this one. */
  discarded: number;
}

const START_TARGET = 4;
const MIN_TARGET = 2;
const MAX_TARGET = 6;
/** A surplus that never shrank within this window is standing latency, not jitter. */
const WINDOW: Ticks = TICK_HZ;
/** Without starvation this long, the target falls by one. */
const CALM: Ticks = 20 * TICK_HZ;
/** After as many empty ticks the queue fills up to its target again before it is used. */
const PRIME_AFTER: Ticks = 3;
const REPEAT: Ticks = 0.25 * TICK_HZ;
const COAST: Ticks = 0.75 * TICK_HZ;

/**
 * Gives a car exactly one frame a tick from a client whose frames arrive in bursts.
 *
 * It waits for `target` frames before the first, so that a frame may come that many ticks late. An empty tick is
 * filled by the idle rule and raises the target; a queue that was above its target for a whole second is cut back by
 * dropping its oldest frames, never by stepping a car twice. The client's prediction misses only at those two events.
 */
export class JitterBuffer {
  target = START_TARGET;
  private primed = false;
  private last: InputFrame = NEUTRAL_FRAME;
  private idleTicks: Ticks = 0;
  private calmTicks: Ticks = 0;
  private consumed = 0;
  private windowTicks: Ticks = 0;
  private least = Number.POSITIVE_INFINITY;

  /** Forget everything but the last frame and the target: the connection is a new one. */
  reconnect(): void {
    this.primed = false;
    this.consumed = 0;
    this.restartWindow();
  }

  take(queue: FrameQueue): AppliedFrame {
    const overflow = Math.max(0, queue.consumedCount - this.consumed);
    const surplus = this.surplus(queue.size);
    let buttons = 0;
    for (let i = 0; i < surplus; i++) buttons |= queue.next({ idle: false })?.buttons ?? 0;
    if (queue.size >= this.target) this.primed = true;
    const next = this.primed ? queue.next({ idle: false }) : undefined;
    this.consumed = queue.consumedCount;
    const discarded = overflow + surplus;
    if (!next) return { frame: this.idle(), starved: true, discarded };
    const frame = sanitiseFrame(next);
    // A respawn asked for in a dropped frame is still asked for.
    frame.buttons |= buttons & BUTTON_RESPAWN;
    this.arrived(frame);
    return { frame, starved: false, discarded };
  }

  /** Frames above target throughout the last window, counted at its end. */
  private surplus(size: number): number {
    this.least = Math.min(this.least, size);
    if (++this.windowTicks < WINDOW) return 0;
    const surplus = Math.max(0, this.least - this.target);
    this.restartWindow();
    return surplus;
  }

  private restartWindow(): void {
    this.windowTicks = 0;
    this.least = Number.POSITIVE_INFINITY;
  }

  private arrived(frame: InputFrame): void {
    this.last = frame;
    this.idleTicks = 0;
    if (++this.calmTicks < CALM) return;
    this.calmTicks = 0;
    this.target = Math.max(MIN_TARGET, this.target - 1);
  }

  /** Repeat the last frame for 0.25 s, then coast, then brake after 0.75 s; the wheel stays where it was. */
  private idle(): InputFrame {
    if (this.primed && this.idleTicks === 0) this.target = Math.min(MAX_TARGET, this.target + 1);
    this.idleTicks++;
    this.calmTicks = 0;
    this.restartWindow();
    if (this.idleTicks >= PRIME_AFTER) this.primed = false;
    const pedal = this.idleTicks <= REPEAT ? this.last.pedal : this.idleTicks <= COAST ? 0 : -127;
    return { steer: this.last.steer, pedal, buttons: 0 };
  }
}
