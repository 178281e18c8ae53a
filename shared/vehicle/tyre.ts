import { atan, clamp, sin } from '../exact/trigonometry.ts';
import type { Newtons, Radians } from '../units/units.ts';
import type { AxleForces, Axles, BodyMotion, Tyres } from './body.ts';
import type { VehicleSpec } from './spec.ts';

/** Lateral force of one axle on its own; `friction` is peak force over load on the surface under it. */
export type Tyre = (slip: Radians, load: Newtons, friction: number, spec: VehicleSpec) => Newtons;

/**
 * Pacejka's magic formula, pure lateral slip:
 *
 *   F = D sin(C atan(Bα − E(Bα − atan Bα))),   D = μ Fz,   B = Kα / (C μ)
 *
 * so that the slope at zero slip is B C D = Kα Fz whatever the surface, and the peak is μ Fz.
 * Source: Pacejka, Tire and Vehicle Dynamics, 3rd ed., eq. 4.6, without shifts.
 */
export const magicFormula: Tyre = (slip, load, friction, spec) => {
  if (load <= 0 || friction <= 0) return 0;
  const bent = (spec.tyreStiffness / (spec.tyreShape * friction)) * slip;
  return friction * load * sin(spec.tyreShape * atan(bent - spec.tyreCurvature * (bent - atan(bent))));
};

/** What is left for cornering when an axle already pulls with `along` of `grip`: √(1 − (Fx / μFz)²). */
const ellipse = (along: Newtons, grip: Newtons): number => {
  const share = grip > 0 ? along / grip : 0;
  return Math.sqrt(1 - share * share);
};

/** Our car's tyres: drive and brakes first, up to a share of the grip, then the magic formula on what is left. */
export const ellipseTyres: Tyres = (
  axles: Axles,
  _motion: BodyMotion,
  spec: VehicleSpec,
  cosSteer: number,
  sinSteer: number,
  out: AxleForces,
): void => {
  const frontGrip = axles.friction * axles.frontLoad;
  const rearFriction = spec.rearGrip === undefined ? axles.friction : axles.friction * spec.rearGrip;
  const rearGrip = rearFriction * axles.rearLoad;
  const frontLimit = spec.longitudinalShare * frontGrip;
  const rearLimit = spec.longitudinalShare * rearGrip;
  const frontAlong = clamp(axles.frontDrive, -frontLimit, frontLimit);
  const rearAlong = clamp(axles.rearDrive, -rearLimit, rearLimit);
  const frontAcross =
    magicFormula(axles.frontSlip, axles.frontLoad, axles.friction, spec) * ellipse(frontAlong, frontGrip);
  out.frontX = frontAlong * cosSteer - frontAcross * sinSteer;
  out.frontY = frontAcross * cosSteer + frontAlong * sinSteer;
  out.rearX = rearAlong;
  out.rearY = magicFormula(axles.rearSlip, axles.rearLoad, rearFriction, spec) * ellipse(rearAlong, rearGrip);
};
