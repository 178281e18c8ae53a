import { expect, test } from 'vitest';
import { type BodyRates, bodyDerivative, type Tyres } from '../../../shared/vehicle/body.ts';
import { CLUB_RACER, GRAVITY, type VehicleSpec } from '../../../shared/vehicle/spec.ts';

/**
 * The single-track model of Althoff, Koschi & Manzinger, "CommonRoad: Composable Benchmarks for Motion Planning on
 * Roads" (IEEE IV 2017), with the BMW 320i and the vector that f1tenth_gym's dynamics_test.py checks against.
 */
const MU = 1.0489;
const STIFFNESS = 21.92 / MU;
const BMW: VehicleSpec = {
  ...CLUB_RACER,
  mass: (4.4482216152605 / 0.3048) * 74.91452,
  yawInertia: 4.4482216152605 * 0.3048 * 1321.416,
  frontAxle: 0.3048 * 3.793293,
  rearAxle: 0.3048 * 4.667707,
  centreHeight: 0.3048 * 2.01355,
  drag: 0,
  rollingResistance: 0,
};
const DELTA = 0.0197545248559617;
const SPEED = 15.721623633429012;
const YAW_RATE = 0.0529001056654038;
const BETA = 0.0033012170610298;
const EXPECTED = { speed: 5.3536773276413925, yawRate: 0.6435589397748606, beta: 0.0313297971641291 };
/** Engine power limits the commanded 0.63 g above 7.319 m/s. */
const ACCELERATION = Math.min(0.63 * GRAVITY, (11.5 * 7.319) / SPEED);

/**
 * CommonRoad's linear tyre, from the slips and loads that our derivative computes.
 *
 * Its slips are linear, δ − β − lf r / v; ours are exact angles, so tan(δ − α) − tan β = lf r / (v cos β) gives one from
 * the other. It lets the sum S of lateral forces act across the velocity and the acceleration along it, but takes the
 * yaw moment as lf Ff − lr Fr without turning either. Two body-frame forces across the axles do both when the
 * difference between the turned sum and S is placed so that it has no moment: lr / L of it in front, lf / L behind.
 */
const commonRoadTyres: Tyres = (axles, motion, spec, _cosSteer, _sinSteer, out) => {
  const beta = Math.atan2(motion.vy, motion.vx);
  const linear = (steer: number, slip: number) =>
    steer - beta - Math.cos(beta) * (Math.tan(steer - slip) - Math.tan(beta));
  const front = MU * STIFFNESS * axles.frontLoad * linear(motion.steer, axles.frontSlip);
  const rear = MU * STIFFNESS * axles.rearLoad * linear(0, axles.rearSlip);
  const along = axles.frontDrive + axles.rearDrive;
  const across = along * Math.sin(beta) + (front + rear) * Math.cos(beta);
  const turned = across - front - rear;
  const wheelbase = spec.frontAxle + spec.rearAxle;
  out.frontX = axles.frontDrive * Math.cos(beta) - front * Math.sin(beta);
  out.rearX = axles.rearDrive * Math.cos(beta) - rear * Math.sin(beta);
  out.frontY = front + (spec.rearAxle / wheelbase) * turned;
  out.rearY = rear + (spec.frontAxle / wheelbase) * turned;
};

test('with the linear tyre, the derivative is the CommonRoad vector to 1e-9', () => {
  const motion = { vx: SPEED * Math.cos(BETA), vy: SPEED * Math.sin(BETA), yawRate: YAW_RATE, steer: DELTA };
  const push = BMW.mass * ACCELERATION;
  const rates: BodyRates = { vx: 0, vy: 0, yawRate: 0 };
  bodyDerivative(motion, { front: 0.4 * push, rear: 0.6 * push, resistance: 0 }, BMW, MU, commonRoadTyres, rates);
  // (v, β) from (vx, vy): v̇ = v̇x cos β + v̇y sin β,  v β̇ = v̇y cos β − v̇x sin β
  const speedRate = rates.vx * Math.cos(BETA) + rates.vy * Math.sin(BETA);
  const betaRate = (rates.vy * Math.cos(BETA) - rates.vx * Math.sin(BETA)) / SPEED;
  expect(Math.abs(speedRate - EXPECTED.speed)).toBeLessThan(1e-9);
  expect(Math.abs(rates.yawRate - EXPECTED.yawRate)).toBeLessThan(1e-9);
  expect(Math.abs(betaRate - EXPECTED.beta)).toBeLessThan(1e-9);
});
