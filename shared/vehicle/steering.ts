import { atan2, clamp } from '../exact/trigonometry.ts';
import type { MetresPerSecond, Radians, RadiansPerSecond } from '../units/units.ts';
import { maxSteerAt, type VehicleSpec } from './spec.ts';
import type { VehicleState } from './state.ts';

/** Below this speed ahead counter-steer fades out: a car that rolls does not slide, and one that slides back cannot steer. */
const COUNTER_FROM: MetresPerSecond = 3;

type Motion = Pick<VehicleState, 'vx' | 'vy' | 'yawRate' | 'steer'>;

/**
 * Where the front wheels stand when nobody turns them: straight, or a share of the way to where the rear axle slides.
 *
 *   δ0 = c · atan2(vy − lr r, vx),   c = counterSteer
 *
 * While the rear tyres roll this is 0; in a slide the wheels turn into it, as a steering wheel that is let go does by
 * its trail (Pacejka, Tire and Vehicle Dynamics, 3rd ed., ch. 1.3.2 on self-aligning steering). What the driver asks for
 * is added to it, so a key press still reaches both sides of it. In steady cornering it acts as understeer, c αr.
 */
export function restingSteer(spec: VehicleSpec, { vx, vy, yawRate }: Motion): Radians {
  const share = spec.counterSteer;
  if (share === undefined || vx <= 0) return 0;
  return share * Math.min(1, vx / COUNTER_FROM) * atan2(vy - spec.rearAxle * yawRate, vx);
}

/** The angle that a steering command in [−1, 1] asks of the front wheels. */
export function steerFor(spec: VehicleSpec, motion: Motion, command: number): Radians {
  const angle = command * maxSteerAt(spec, motion.vx);
  if (spec.counterSteer === undefined) return angle;
  return clamp(angle + restingSteer(spec, motion), -spec.maxSteer, spec.maxSteer);
}

/** The inverse of `steerFor`: the command in [−1, 1] that comes nearest to an angle of the front wheels. */
export function commandFor(spec: VehicleSpec, motion: Motion, angle: Radians): number {
  return clamp((angle - restingSteer(spec, motion)) / maxSteerAt(spec, motion.vx), -1, 1);
}

/**
 * How fast the wheels turn: rate = steerRate / (1 + v / steerFade), times steerReturn on the way back to the middle.
 *
 * A key is full lock, so its length is the only measure a keyboard has: the rate sets the angle of a tap. The same tap
 * changes the car's course by v / L ∫ δ dt, hence a rate that falls with speed keeps it about the same.
 */
export function steerRateAt(spec: VehicleSpec, { vx, steer }: Motion, turn: Radians): RadiansPerSecond {
  let rate = spec.steerRate;
  if (spec.steerFade !== undefined) rate /= 1 + Math.abs(vx) / spec.steerFade;
  if (spec.steerReturn !== undefined && turn * steer < 0) rate *= spec.steerReturn;
  return rate;
}

/** The front wheels in the terms of a steering command: where they are, and how far they get in one second. */
export interface WheelReach {
  at: number;
  /** On the way out. */
  out: number;
  /** On the way back to the middle. */
  back: number;
}

/** What a hand that only knows full lock has to reckon with; commands and commands a second. */
export function wheelReach(spec: VehicleSpec, motion: Motion): WheelReach {
  const limit = maxSteerAt(spec, motion.vx);
  const rate = steerRateAt(spec, motion, motion.steer) / limit;
  return { at: (motion.steer - restingSteer(spec, motion)) / limit, out: rate, back: rate * (spec.steerReturn ?? 1) };
}
