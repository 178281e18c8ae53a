import { clamp } from '../exact/trigonometry.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';
import type { VehicleState } from '../vehicle/state.ts';
import type { Controls } from '../vehicle/step.ts';

/** Tangents of the sideslip angle: off the throttle beyond the first, off the brake beyond the second. */
const SPIN = 0.12;
const FAR_SLIDE = 0.25;
/** Steering command towards the slide for each unit of that tangent beyond the first. */
const CATCH = 3;

/** Tangent of the sideslip angle, + when the car moves to the left of where it points. */
export const slipOf = (state: VehicleState): number => state.vy / Math.max(state.vx, 4);

/** The steering command of a driver who wants `steer` but must also catch a tail that comes round, in [−1, 1]. */
export function steerInSlide(state: VehicleState, steer: number): number {
  const slip = slipOf(state);
  return clamp(steer + CATCH * (slip - clamp(slip, -SPIN, SPIN)), -1, 1);
}

/** The same of the pedal: a sliding car gets no throttle, a car that slides far is left to roll. */
export function pedalInSlide(state: VehicleState, pedal: number): number {
  const slip = Math.abs(slipOf(state));
  if (slip > FAR_SLIDE) return 0;
  return slip > SPIN ? Math.min(0, pedal) : pedal;
}

/** Change the controls of a car that counter-steers as its driver must in a slide; those of another car stay. */
export function catchSlide(state: VehicleState, spec: VehicleSpec, controls: Controls): void {
  if (spec.counterSteer === undefined) return;
  controls.steer = steerInSlide(state, controls.steer);
  controls.pedal = pedalInSlide(state, controls.pedal);
}
