import { type Random, seededRandom } from '../exact/random.ts';
import { FULL } from '../race/frame.ts';
import type { Ticks } from '../units/units.ts';

/** A tremble is held as long as a decision of a policy. */
const HELD: Ticks = 3;

/** What is added to the steering while demonstrating, as a share of full lock: white Gaussian noise, held for 50 ms. */
export class SteeringNoise {
  private readonly random: Random;
  private readonly deviation: number;
  private until: Ticks = 0;
  private now = 0;

  constructor(deviation: number, seed: number) {
    this.deviation = deviation;
    this.random = seededRandom(seed);
  }

  /** At a tick; ticks are asked for in order, from 0 on. */
  at(tick: Ticks): number {
    while (tick >= this.until) {
      this.until += HELD;
      this.now = Math.round(FULL * this.deviation * this.random.gaussian()) / FULL;
    }
    return this.now;
  }
}

/**
 * What a driver wanted, from what was applied and the noise that was added to it, all in frame units. Exact, unless the sum
 * was cut off at full lock: then full lock is taken to have been wanted, which is right for keys and little off for sticks.
 */
export function wantedSteer(applied: number, noise: number): number {
  if (Math.abs(applied) >= FULL && applied * noise > 0) return applied;
  return Math.max(-FULL, Math.min(FULL, applied - noise));
}
