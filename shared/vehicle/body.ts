import { atan2, clamp, cos, sin } from '../exact/trigonometry.ts';
import type { MetresPerSecond, Newtons, Radians } from '../units/units.ts';
import { GRAVITY, type VehicleSpec } from './spec.ts';
import type { VehicleState } from './state.ts';

/** Slip angles are taken at no less than this speed, so that they stay finite as the car stops. */
const SLIP_SPEED: MetresPerSecond = 0.5;

/** The part of the state that forces depend on. */
export type BodyMotion = Pick<VehicleState, 'vx' | 'vy' | 'yawRate' | 'steer'>;

/** Longitudinal forces that the driver asks for at the wheels, before grip, and what resists the motion. */
export interface Demand {
  front: Newtons;
  rear: Newtons;
  resistance: Newtons;
}

/** What a tyre model is given; `friction` is peak force over load on this surface. */
export interface Axles {
  frontSlip: Radians;
  rearSlip: Radians;
  frontLoad: Newtons;
  rearLoad: Newtons;
  frontDrive: Newtons;
  rearDrive: Newtons;
  friction: number;
}

/** Force of the road on each axle, in the body frame. */
export interface AxleForces {
  frontX: Newtons;
  frontY: Newtons;
  rearX: Newtons;
  rearY: Newtons;
}

/** From slip, load and demand of both axles to their forces on the body. Writes all four fields of `out`. */
export type Tyres = (
  axles: Axles,
  motion: BodyMotion,
  spec: VehicleSpec,
  cosSteer: number,
  sinSteer: number,
  out: AxleForces,
) => void;

/** Time derivatives of the body-frame velocities. */
export interface BodyRates {
  vx: number;
  vy: number;
  yawRate: number;
}

// One simulation runs at a time in a thread; these are overwritten by each call and never read after it.
const axles: Axles = {
  frontSlip: 0,
  rearSlip: 0,
  frontLoad: 0,
  rearLoad: 0,
  frontDrive: 0,
  rearDrive: 0,
  friction: 0,
};
const forces: AxleForces = { frontX: 0, frontY: 0, rearX: 0, rearY: 0 };

/**
 * Newton and Euler for a single-track car in its own frame:
 *
 *   m (v̇x − vy r) = Fxf + Fxr − resistance,   m (v̇y + vx r) = Fyf + Fyr,   Iz ṙ = lf Fyf − lr Fyr
 *
 *   slip   αf = δ − atan2(vy + lf r, |vx|),   αr = −atan2(vy − lr r, |vx|)
 *   load   Fzf = m (g lr − a h) / L,          Fzr = m (g lf + a h) / L
 *
 * a is the *commanded* acceleration, (demand − resistance) / m: a state of the last force would be one more field to
 * carry, and the force itself would close an algebraic loop. Rolling backwards, a front wheel's own angle works the
 * other way round, hence the clamped sign on δ; ahead of SLIP_SPEED it is 1.
 */
export function bodyDerivative(
  motion: BodyMotion,
  demand: Demand,
  spec: VehicleSpec,
  friction: number,
  tyres: Tyres,
  rates: BodyRates,
): void {
  const { vx, vy, yawRate, steer } = motion;
  const { mass, frontAxle, rearAxle } = spec;
  const wheelbase = frontAxle + rearAxle;
  const commanded = (demand.front + demand.rear - demand.resistance) / mass;
  const ahead = Math.max(Math.abs(vx), SLIP_SPEED);
  axles.frontSlip = steer * clamp(vx / SLIP_SPEED, -1, 1) - atan2(vy + frontAxle * yawRate, ahead);
  axles.rearSlip = -atan2(vy - rearAxle * yawRate, ahead);
  axles.frontLoad = Math.max(0, (mass * (GRAVITY * rearAxle - commanded * spec.centreHeight)) / wheelbase);
  axles.rearLoad = Math.max(0, (mass * (GRAVITY * frontAxle + commanded * spec.centreHeight)) / wheelbase);
  axles.frontDrive = demand.front;
  axles.rearDrive = demand.rear;
  axles.friction = friction;
  tyres(axles, motion, spec, cos(steer), sin(steer), forces);
  rates.vx = (forces.frontX + forces.rearX - demand.resistance) / mass + vy * yawRate;
  rates.vy = (forces.frontY + forces.rearY) / mass - vx * yawRate;
  rates.yawRate = (frontAxle * forces.frontY - rearAxle * forces.rearY) / spec.yawInertia;
}
