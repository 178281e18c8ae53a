import type { Random } from '../exact/random.ts';
import { clamp } from '../exact/trigonometry.ts';
import { type MetresPerSecond, type Seconds, TICK, type Ticks } from '../units/units.ts';
import type { WheelReach } from '../vehicle/steering.ts';
import type { Controls } from '../vehicle/step.ts';

export type HandsKind = 'keyboard' | 'pad';
export const HANDS: readonly HandsKind[] = ['keyboard', 'pad'];

/** How a wish becomes a command: the part of a driver between the head and the input device. */
export interface Hands {
  /**
   * @param steer wanted steering in [−1, 1]
   * @param missingSpeed wanted less actual speed
   * @param wheel where the wheels are, for a car whose wheels are slower out than back; a key must allow for it
   */
  move(steer: number, missingSpeed: MetresPerSecond, out: Controls, wheel?: WheelReach): void;
  /** Let go of everything, as after a respawn. */
  reset(): void;
}

/** How long a key stays as it is: 80 ms, as in recordings of people. */
const KEY_HOLD: Ticks = 5;
const KEY_HOLD_SPREAD = 1.2;

/**
 * Arrow keys: steering is −1, 0 or 1 and a key is held for about 80 ms.
 *
 * The mean of the taps follows the wish (the error of the last tap is carried into the next one); the taps themselves
 * throw the car about a little, which shows a learner how to come back.
 */
export class KeyboardHands implements Hands {
  private readonly random: Random;
  private steer = 0;
  private pedal = 1;
  private hold = 0;
  private owed = 0;

  constructor(random: Random) {
    this.random = random;
  }

  move(steer: number, missingSpeed: MetresPerSecond, out: Controls, wheel?: WheelReach): void {
    if (--this.hold <= 0) {
      this.steer = wheel ? keyTowards(steer, wheel) : keyOf(steer + this.owed);
      this.hold = Math.max(3, Math.round(KEY_HOLD + KEY_HOLD_SPREAD * this.random.gaussian()));
    }
    this.owed = clamp(this.owed + (steer - this.steer) / KEY_HOLD, -1.2, 1.2);
    this.pedal = nextPedal(this.pedal, missingSpeed);
    out.steer = this.steer;
    out.pedal = this.pedal;
  }

  reset(): void {
    this.steer = 0;
    this.pedal = 1;
    this.hold = 0;
    this.owed = 0;
  }
}

const keyOf = (wanted: number): number => (wanted > 0.5 ? 1 : wanted < -0.5 ? -1 : 0);

/** The key after whose next hold the wheels stand nearest to `wanted`. */
function keyTowards(wanted: number, { at, out, back }: WheelReach): number {
  const time: Seconds = KEY_HOLD * TICK;
  let best = 0;
  let miss = Number.POSITIVE_INFINITY;
  for (const key of [0, 1, -1]) {
    const rate = (key - at) * at < 0 ? back : out;
    const then = at + clamp(key - at, -rate * time, rate * time);
    if (Math.abs(wanted - then) >= miss) continue;
    best = key;
    miss = Math.abs(wanted - then);
  }
  return best;
}

/** Throttle, coast or brake with hysteresis, so that the pedals are not hammered. */
function nextPedal(pedal: number, missing: MetresPerSecond): number {
  if (pedal === 1) return missing < -1.6 ? -1 : missing < -0.8 ? 0 : 1;
  if (pedal === 0) return missing > 0.3 ? 1 : missing < -1.6 ? -1 : 0;
  return missing > 0.3 ? 1 : missing > -0.4 ? 0 : -1;
}

/** Share of the way to the wanted position that a thumb covers in one tick. */
const THUMB_SPEED = 0.35;
const THUMB_TREMOR = 0.02;

/** A pad's stick and triggers: smooth, with a slight tremor. Leaves a learner a thin tube of states. */
export class PadHands implements Hands {
  private readonly random: Random;
  private steer = 0;

  constructor(random: Random) {
    this.random = random;
  }

  move(steer: number, missingSpeed: MetresPerSecond, out: Controls): void {
    this.steer += THUMB_SPEED * (steer - this.steer);
    out.steer = clamp(this.steer + THUMB_TREMOR * this.random.gaussian(), -1, 1);
    out.pedal = pedalFor(missingSpeed);
  }

  reset(): void {
    this.steer = 0;
  }
}

/** Proportional throttle (full at 1.7 m/s too slow) and brake (full at 2.9 m/s too fast). */
export function pedalFor(missingSpeed: MetresPerSecond): number {
  return missingSpeed > 0 ? Math.min(1, missingSpeed * 0.6) : Math.max(-1, missingSpeed * 0.35);
}

export function handsOf(kind: HandsKind, random: Random): Hands {
  return kind === 'keyboard' ? new KeyboardHands(random) : new PadHands(random);
}
