import { emptyRoadPoint, locate } from '../../shared/track/locate.ts';
import { type Surface, surfaceAt } from '../../shared/track/surface.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres, MetresPerSecond, Radians, RadiansPerSecond, Seconds } from '../../shared/units/units.ts';
import type { VehicleSpec } from '../../shared/vehicle/spec.ts';
import type { DrawnCar } from '../connection/pose.ts';

/** Time constant of the drawn car's velocity: a frame's jitter is no slide. */
const SMOOTH: Seconds = 0.06;
/** A car that moved further in a frame than this, and half as much again as its speed explains, was put there. */
const LEAP: Metres = 0.9;
/** What lies under a car is looked up this often. */
const LOOK_EVERY: Seconds = 0.05;
const STANDING: MetresPerSecond = 1;

/** How a car moves, as far as its drawn poses tell; for what it leaves on the road and throws into the air. */
export interface CarMotion {
  x: Metres;
  y: Metres;
  heading: Radians;
  /** Velocity in the world. */
  east: MetresPerSecond;
  north: MetresPerSecond;
  yawRate: RadiansPerSecond;
  speed: MetresPerSecond;
  /** Slip angle at the rear axle, never negative. */
  slip: Radians;
  /** Under its middle, and under the wheels that are further from the centre line. */
  surface: Surface;
  outerSurface: Surface;
  /** From the centre line, + left; and the road's half width on that side. */
  offset: Metres;
  halfWidth: Metres;
  /** Change of velocity that no tyre makes, in this frame: a hit. */
  jolt: MetresPerSecond;
  /** The car was put here, or is new: nothing leads here from where it was. */
  leapt: boolean;
  spec: VehicleSpec;
  /** Until the surface is looked up again. */
  look: Seconds;
}

const road = emptyRoadPoint();

/** Follow one car by a frame, in place. Allocates nothing. @param passed seconds since its last frame */
export function follow(car: CarMotion, drawn: DrawnCar, track: Track, passed: Seconds): void {
  const dx = drawn.x - car.x;
  const dy = drawn.y - car.y;
  const explained = 1.5 * Math.max(drawn.speed, car.speed) * passed + LEAP;
  car.leapt = passed <= 0 || dx * dx + dy * dy > explained * explained;
  if (car.leapt) rest(car);
  else {
    const share = 1 - Math.exp(-passed / SMOOTH);
    const [east, north] = [dx / passed - car.east, dy / passed - car.north];
    car.jolt = Math.sqrt(east * east + north * north);
    car.east += east * share;
    car.north += north * share;
    car.yawRate += ((drawn.heading - car.heading) / passed - car.yawRate) * share;
  }
  car.x = drawn.x;
  car.y = drawn.y;
  car.heading = drawn.heading;
  car.speed = Math.sqrt(car.east * car.east + car.north * car.north);
  car.slip = rearSlip(car);
  car.look -= passed;
  if (car.look > 0) return;
  car.look = LOOK_EVERY;
  locate(track, car.x, car.y, drawn.distance, road);
  car.surface = surfaceAt(track, road);
  car.offset = road.offset;
  car.halfWidth = road.offset > 0 ? road.left : road.right;
  road.offset += (Math.sign(road.offset) * car.spec.width) / 2;
  car.outerSurface = surfaceAt(track, road);
}

export function stillCar(spec: VehicleSpec): CarMotion {
  const still = {
    x: 0,
    y: 0,
    heading: 0,
    east: 0,
    north: 0,
    yawRate: 0,
    speed: 0,
    slip: 0,
    offset: 0,
    halfWidth: 0,
    jolt: 0,
    look: 0,
  };
  return { ...still, offset: 0, halfWidth: 0, surface: 'asphalt', outerSurface: 'asphalt', leapt: true, spec };
}

function rest(car: CarMotion): void {
  car.east = 0;
  car.north = 0;
  car.yawRate = 0;
  car.jolt = 0;
  car.look = 0;
}

/** α = atan2(|vy − l ψ̇|, |vx|) with l the rear axle's way behind the middle; 0 for a car that stands. */
function rearSlip({ east, north, heading, yawRate, speed, spec }: CarMotion): Radians {
  if (speed < STANDING) return 0;
  const cos = Math.cos(heading);
  const sin = Math.sin(heading);
  const aside = north * cos - east * sin - spec.rearAxle * yawRate;
  return Math.atan2(Math.abs(aside), Math.abs(east * cos + north * sin));
}
