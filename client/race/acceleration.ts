import type { MetresPerSecond, MetresPerSecondSquared, Seconds } from '../../shared/units/units.ts';

/** Time constant over which a change of speed is felt: longer than a patch, so that its steps do not show. */
const FELT: Seconds = 0.12;
/** A car whose speed changes faster was put back on the road or hit something; its pedals say nothing. */
const HARDEST: MetresPerSecondSquared = 25;

/** How hard each car speeds up or slows down, from its drawn speed; smoothed. */
export class Acceleration {
  private readonly cars = new Map<string, { speed: MetresPerSecond; felt: MetresPerSecondSquared }>();

  /** @param passed seconds since this car's last note */
  note(id: string, speed: MetresPerSecond, passed: Seconds): MetresPerSecondSquared {
    const car = this.cars.get(id);
    if (!car) {
      this.cars.set(id, { speed, felt: 0 });
      return 0;
    }
    if (passed <= 0) return car.felt;
    const now = (speed - car.speed) / passed;
    car.speed = speed;
    if (Math.abs(now) > HARDEST) car.felt = 0;
    else car.felt += (now - car.felt) * (1 - Math.exp(-passed / FELT));
    return car.felt;
  }

  of(id: string): MetresPerSecondSquared {
    return this.cars.get(id)?.felt ?? 0;
  }
}
