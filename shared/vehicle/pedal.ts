import type { Grip } from '../track/surface.ts';
import type { MetresPerSecond } from '../units/units.ts';
import type { Demand } from './body.ts';
import { GRAVITY, type VehicleSpec } from './spec.ts';

/** Engine force is power over speed above this; below, it is the force limit that counts. */
const SLOWEST_POWER_SPEED: MetresPerSecond = 1;
/** Brakes fade in over this speed, so that they end in a stop instead of an oscillation about it. */
const BRAKE_TAPER: MetresPerSecond = 0.5;
/** Rolling resistance fades in over this speed, for the same reason. */
const ROLLING_TAPER: MetresPerSecond = 0.05;
/** Grass and gravel drag with their full resistance from this speed on. */
const SURFACE_TAPER: MetresPerSecond = 5;

/**
 * Longitudinal forces for a pedal in [−1, 1].
 *
 *   throttle  min(Fmax, P / vx), split over the axles     brakes  against the motion, split over the axles
 *   resistance  cd vx |vx| + crr m g + m · (the surface's drag), against the motion
 *
 * There is no reverse gear: the brake only ever works against vx.
 */
export function demandOf(
  pedal: number,
  vx: MetresPerSecond,
  speed: MetresPerSecond,
  spec: VehicleSpec,
  grip: Grip,
  out: Demand,
): void {
  const throttle = pedal > 0 ? pedal : 0;
  const brake = pedal < 0 ? -pedal : 0;
  const backwards = vx < 0 ? -1 : 1;
  const size = vx * backwards;
  const pull = throttle * Math.min(spec.engineForce, spec.enginePower / Math.max(vx, SLOWEST_POWER_SPEED));
  const hold = brake * spec.brakeForce * backwards * Math.min(1, size / BRAKE_TAPER);
  out.front = spec.driveFront * pull - spec.brakeFront * hold;
  out.rear = (1 - spec.driveFront) * pull - (1 - spec.brakeFront) * hold;
  const rolling = spec.rollingResistance * GRAVITY + grip.resistance * Math.min(1, speed / SURFACE_TAPER);
  out.resistance = spec.drag * vx * size + rolling * spec.mass * backwards * Math.min(1, size / ROLLING_TAPER);
}
