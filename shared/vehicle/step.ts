import { clamp, cos, sin, tan } from '../exact/trigonometry.ts';
import type { Grip } from '../track/surface.ts';
import { type MetresPerSecond, type Seconds, SUB_STEPS, TICK } from '../units/units.ts';
import { type BodyRates, bodyDerivative, type Demand } from './body.ts';
import { demandOf } from './pedal.ts';
import type { VehicleSpec } from './spec.ts';
import type { VehicleState } from './state.ts';
import { steerFor, steerRateAt } from './steering.ts';
import { ellipseTyres } from './tyre.ts';

/** What a driver asks of the car. */
export interface Controls {
  /** [−1, 1] of the steering limit at this speed, positive to the left (`steerFor`). */
  steer: number;
  /** [−1, 1]: full brake to full throttle. */
  pedal: number;
}

/** Below the first speed the car rolls as a rigid bicycle, above the second its tyres slip; between, a blend. */
const ROLLING_BELOW: MetresPerSecond = 1;
const SLIPPING_ABOVE: MetresPerSecond = 3;
/** Slower than this and without throttle the car stands. */
const STANDING: MetresPerSecond = 0.02;

const demand: Demand = { front: 0, rear: 0, resistance: 0 };
const rates: BodyRates = { vx: 0, vy: 0, yawRate: 0 };

/**
 * Advance one car by one tick, in place, in double precision: the caller rounds the state and updates its distance.
 *
 * Nonlinear single-track model (Pacejka tyres, friction ellipse, load transfer), 4 sub-steps of 1/240 s.
 */
export function stepVehicle(state: VehicleState, controls: Controls, spec: VehicleSpec, grip: Grip): void {
  integrate(state, controls, spec, grip, SUB_STEPS);
}

/** One tick in `subSteps` equal steps; the number is part of the physics, and free only to measure convergence. */
export function integrate(
  state: VehicleState,
  controls: Controls,
  spec: VehicleSpec,
  grip: Grip,
  subSteps: number,
): void {
  const dt = TICK / subSteps;
  for (let i = 0; i < subSteps; i++) subStep(state, controls, spec, grip, dt);
}

/** Semi-implicit Euler: steering, then velocities, then the pose with the new velocities. */
function subStep(state: VehicleState, controls: Controls, spec: VehicleSpec, grip: Grip, dt: Seconds): void {
  const turn = steerFor(spec, state, controls.steer) - state.steer;
  const reach = steerRateAt(spec, state, turn) * dt;
  state.steer += clamp(turn, -reach, reach);
  const speed = Math.sqrt(state.vx * state.vx + state.vy * state.vy);
  demandOf(controls.pedal, state.vx, speed, spec, grip, demand);
  bodyDerivative(state, demand, spec, spec.friction * grip.friction, ellipseTyres, rates);
  state.vx += rates.vx * dt;
  state.vy += rates.vy * dt;
  state.yawRate += rates.yawRate * dt;
  if (speed < SLIPPING_ABOVE) settleSlow(state, speed, controls.pedal, spec);
  state.heading += state.yawRate * dt;
  const ahead = cos(state.heading);
  const across = sin(state.heading);
  state.x += (state.vx * ahead - state.vy * across) * dt;
  state.y += (state.vx * across + state.vy * ahead) * dt;
}

/**
 * Towards rolling without slip as the car slows, r = vx tan δ / L and vy = lr r, and to a stop at the end.
 *
 * A blend and no switch: at a switch between two models the yaw rate jumps, and 1 / v in the slip angles is stiff.
 */
function settleSlow(state: VehicleState, speed: MetresPerSecond, pedal: number, spec: VehicleSpec): void {
  const slipping = clamp((speed - ROLLING_BELOW) / (SLIPPING_ABOVE - ROLLING_BELOW), 0, 1);
  if (pedal <= 0 && speed < STANDING) state.vx = 0;
  const rolling = (state.vx * tan(state.steer)) / (spec.frontAxle + spec.rearAxle);
  state.yawRate = slipping * state.yawRate + (1 - slipping) * rolling;
  state.vy = slipping * state.vy + (1 - slipping) * rolling * spec.rearAxle;
}
