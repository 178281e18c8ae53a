import type { MetresPerSecond, MetresPerSecondSquared, Seconds } from '../../shared/units/units.ts';
import { Acceleration } from './acceleration.ts';

/**
 * Lamps go on at this deceleration and off at the lesser one. Drag takes 2 m/s² off a car at top speed, gravel 4, the
 * brakes up to 10.
 */
const ON: MetresPerSecondSquared = -4.6;
const OFF: MetresPerSecondSquared = -3;

/** Who brakes, as far as it can be seen: a pedal is on the wire only for the own car. */
export class Braking {
  private readonly acceleration = new Acceleration();
  private readonly lit = new Set<string>();

  /** Whether this car's lamps are lit. @param passed seconds since the car's last call */
  note(id: string, speed: MetresPerSecond, passed: Seconds): boolean {
    const felt = this.acceleration.note(id, speed, passed);
    if (felt < ON) this.lit.add(id);
    else if (felt > OFF) this.lit.delete(id);
    return this.lit.has(id);
  }
}
