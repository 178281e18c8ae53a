import { z } from 'zod';
import { contentHash } from '../exact/content.ts';
import type { Kilograms, Metres, MetresPerSecond, Newtons, Radians, RadiansPerSecond, Watts } from '../units/units.ts';

export const GRAVITY = 9.81;
/** The tightest steering limit never closes further than this unless a car says otherwise, so that a fast car can still change lanes. */
const LEAST_STEER: Radians = 0.04;
/** Below this speed the grip limit on steering is not felt. */
const SLOWEST_STEER_LIMIT: MetresPerSecond = 3;

/** What makes one car drive unlike another: data, recorded whole in every race log. */
export interface VehicleSpec {
  id: string;
  name: string;
  mass: Kilograms;
  /** About the vertical axis, kg m². */
  yawInertia: number;
  /** Centre of gravity to front and to rear axle. */
  frontAxle: Metres;
  rearAxle: Metres;
  /** Height of the centre of gravity: how much load braking moves to the front. */
  centreHeight: Metres;
  /** Peak tyre force over load on asphalt. */
  friction: number;
  /** Pacejka's C: the shape of the curve beyond its peak. */
  tyreShape: number;
  /** Pacejka's E: its curvature. */
  tyreCurvature: number;
  /** Cornering stiffness over load, 1/rad: the slope of force over slip at zero slip is this times the load. */
  tyreStiffness: number;
  /** Share of an axle's grip that drive or brakes may take, below 1, so that steering never goes quite dead. */
  longitudinalShare: number;
  /** Air drag, N/(m/s)². */
  drag: number;
  /** Rolling resistance over weight. */
  rollingResistance: number;
  engineForce: Newtons;
  enginePower: Watts;
  /** Share of the engine's force on the front axle. */
  driveFront: number;
  brakeForce: Newtons;
  /** Share of the brake force on the front axle. */
  brakeFront: number;
  maxSteer: Radians;
  steerRate: RadiansPerSecond;
  length: Metres;
  width: Metres;
  /** Speed at which the wheels turn half as fast as at rest; without it, as fast at any speed (`steerRateAt`). */
  steerFade?: MetresPerSecond;
  /** How much faster they turn on their way back to the middle; 1 without it. */
  steerReturn?: number;
  /** Share of the rear axle's slide that the wheels follow of themselves (`restingSteer`); 0 without it. */
  counterSteer?: number;
  /** Angle that the steering limit leaves beyond the curvature of grip; LEAST_STEER without it. */
  steerReserve?: Radians;
  /** Peak force over load of the rear tyres, over that of the front ones; 1 without it. */
  rearGrip?: number;
}

/** A light arcade racer with four driven wheels. The measurements on imitation were made with these numbers. */
export const CLUB_RACER: VehicleSpec = {
  id: 'club-racer',
  name: 'Club racer',
  mass: 750,
  yawInertia: 900,
  frontAxle: 1.2,
  rearAxle: 1.3,
  centreHeight: 0.35,
  friction: 1.3,
  tyreShape: 1.35,
  tyreCurvature: -0.2,
  tyreStiffness: 20,
  longitudinalShare: 0.95,
  drag: 0.8,
  rollingResistance: 0.012,
  engineForce: 5000,
  enginePower: 65000,
  driveFront: 0.4,
  brakeForce: 7500,
  brakeFront: 0.65,
  maxSteer: 0.45,
  steerRate: 1,
  length: 4.2,
  width: 1.8,
};

const within = (low: number, high: number) => z.number().min(low).max(high);

/** The ranges inside which the integration at 1/240 s stays stable; a specification from outside must pass. */
export const vehicleSpecSchema = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(64),
  mass: within(200, 5000),
  yawInertia: within(200, 20000),
  frontAxle: within(0.5, 3),
  rearAxle: within(0.5, 3),
  centreHeight: within(0, 1.5),
  friction: within(0.1, 3),
  tyreShape: within(1, 2),
  tyreCurvature: within(-5, 1),
  tyreStiffness: within(2, 40),
  longitudinalShare: within(0, 0.99),
  drag: within(0, 5),
  rollingResistance: within(0, 0.1),
  engineForce: within(0, 50000),
  enginePower: within(0, 1000000),
  driveFront: within(0, 1),
  brakeForce: within(0, 100000),
  brakeFront: within(0, 1),
  maxSteer: within(0.05, 0.7),
  steerRate: within(0.1, 10),
  length: within(1, 10),
  width: within(0.5, 3),
  steerFade: within(1, 200).optional(),
  steerReturn: within(1, 5).optional(),
  counterSteer: within(0, 1).optional(),
  steerReserve: within(0, 0.3).optional(),
  rearGrip: within(0.5, 1.5).optional(),
});

/**
 * The furthest the front wheels turn at a speed: the curvature that grip allows, δ ≈ L μ g / v², and a little more.
 *
 * It makes a key press at 30 m/s a lane change instead of a spin. Part of the model, not of the input device.
 */
export function maxSteerAt(spec: VehicleSpec, speed: MetresPerSecond): Radians {
  const v = Math.max(speed, SLOWEST_STEER_LIMIT);
  const wheelbase = spec.frontAxle + spec.rearAxle;
  return Math.min(spec.maxSteer, (wheelbase * spec.friction * GRAVITY) / (v * v) + (spec.steerReserve ?? LEAST_STEER));
}

/** Names a specification by its content. */
export const vehicleHash = (spec: VehicleSpec): string => contentHash(spec);
