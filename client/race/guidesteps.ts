import type { MetresPerSecond, Seconds } from '../../shared/units/units.ts';

/** What the first race teaches, in this order. */
export const STEPS = ['steer', 'brake', 'lap'] as const;
export type Step = (typeof STEPS)[number];

/** What is seen of a driver: steer and pedal in [−1, 1], and laps finished in this race. */
export interface Driving {
  steer: number;
  pedal: number;
  speed: MetresPerSecond;
  laps: number;
}

/** A deliberate hand: so far, so long, on a car that moves. */
const FAR = 0.3;
const STEERED: Seconds = 0.5;
const BRAKED: Seconds = 0.25;
const ROLLING: MetresPerSecond = 4;

/** Which steps somebody has really done: steered for half a second, braked for a quarter, brought a lap home. */
export class GuideSteps {
  readonly done: Set<Step>;
  private steered: Seconds = 0;
  private braked: Seconds = 0;

  constructor(done: Iterable<Step> = []) {
    this.done = new Set(done);
  }

  /** The first step that is still to be done. */
  get next(): Step | undefined {
    return STEPS.find((step) => !this.done.has(step));
  }

  /** Take in what the hands did for some time. */
  note({ steer, pedal, speed, laps }: Driving, passed: Seconds): void {
    if (speed > ROLLING && Math.abs(steer) > FAR) this.steered += passed;
    if (speed > ROLLING && pedal < -FAR) this.braked += passed;
    if (this.steered >= STEERED) this.done.add('steer');
    if (this.braked >= BRAKED) this.done.add('brake');
    if (laps > 0) this.done.add('lap');
  }
}

/** Steps out of storage, whatever stands there now. */
export function readSteps(kept: unknown): Step[] {
  return Array.isArray(kept) ? STEPS.filter((step) => kept.includes(step)) : [];
}
