import { CLUB_RACER, type VehicleSpec, vehicleHash } from './spec.ts';

/** Small, light and direct: turns in at once and has little power to spare. */
export const KART: VehicleSpec = {
  ...CLUB_RACER,
  id: 'kart',
  name: 'Kart',
  mass: 240,
  yawInertia: 220,
  frontAxle: 0.75,
  rearAxle: 0.75,
  centreHeight: 0.2,
  friction: 1.25,
  longitudinalShare: 0.75,
  drag: 0.62,
  engineForce: 1500,
  enginePower: 21000,
  driveFront: 0,
  brakeForce: 2300,
  brakeFront: 0.75,
  maxSteer: 0.5,
  steerRate: 1.8,
  length: 2.4,
  width: 1.4,
  steerFade: 16,
  steerReturn: 1.3,
  counterSteer: 1,
  steerReserve: 0.085,
  rearGrip: 1.07,
};

/** Heavy, wide and fast: twice the kart's top speed, on tracks that are no wider for it. */
export const GT: VehicleSpec = {
  ...CLUB_RACER,
  id: 'gt',
  name: 'GT',
  mass: 1250,
  yawInertia: 1900,
  frontAxle: 1.3,
  rearAxle: 1.35,
  centreHeight: 0.42,
  friction: 1.4,
  longitudinalShare: 0.85,
  drag: 1,
  engineForce: 10500,
  enginePower: 300000,
  driveFront: 0,
  brakeForce: 14500,
  brakeFront: 0.78,
  steerRate: 1.4,
  length: 4.6,
  width: 1.95,
  steerFade: 30,
  steerReturn: 1.3,
  counterSteer: 1,
  steerReserve: 0.1,
  rearGrip: 1.1,
};

/** More power at the back than its tyres can hold, and the lock to catch it. */
export const DRIFTER: VehicleSpec = {
  ...CLUB_RACER,
  id: 'drifter',
  name: 'Drifter',
  mass: 1150,
  yawInertia: 1650,
  frontAxle: 1.25,
  rearAxle: 1.3,
  centreHeight: 0.45,
  friction: 1.05,
  tyreStiffness: 15,
  longitudinalShare: 0.85,
  engineForce: 9500,
  enginePower: 150000,
  driveFront: 0,
  brakeForce: 11000,
  brakeFront: 0.75,
  maxSteer: 0.7,
  steerRate: 2,
  length: 4.3,
  width: 1.8,
  steerFade: 20,
  steerReturn: 1.3,
  counterSteer: 0.92,
  steerReserve: 0.11,
  rearGrip: 1.04,
};

/** Every car that can be raced, by its id; the first is driven when nobody says otherwise. */
export const CARS: ReadonlyMap<string, VehicleSpec> = new Map(
  [CLUB_RACER, KART, GT, DRIFTER].map((spec) => [spec.id, spec]),
);
export const DEFAULT_CAR = CLUB_RACER.id;

const byHash = new Map([...CARS.values()].map((spec) => [vehicleHash(spec), spec]));

/** The car a policy learned to drive, by the hash in its file; undefined for a car that is not raced here. */
export const carOfHash = (hash: string): VehicleSpec | undefined => byHash.get(hash);
