import type { Random } from '../exact/random.ts';
import { sin, TAU } from '../exact/trigonometry.ts';
import type { Track } from '../track/track.ts';
import type { Metres, MetresPerSecond } from '../units/units.ts';
import { GRAVITY, type VehicleSpec } from '../vehicle/spec.ts';
import { magicFormula } from '../vehicle/tyre.ts';
import { racingLine } from './line.ts';
import { insideRoad, type Passing, passObstacles } from './passing.ts';
import type { Temper } from './skill.ts';
import { type PaceLimits, speedProfile } from './speed.ts';

/** No scripted driver goes faster than this, or than this share of what the car can do if that is more. */
const NERVE: MetresPerSecond = 34;
const NERVE_SHARE = 0.8;
/** Swings of a personal line round the lap. */
const SWINGS = [2, 3, 5];

/** Where a driver wants to be (lateral offset) and how fast, at each sample of the track. */
export interface Plan {
  offsets: Float64Array;
  speeds: Float64Array;
}

/** A person's own version of the racing line: less of it the less skilled, with slow swings of their own. */
export function personalLine(track: Track, temper: Temper, random: Random): Float64Array {
  const base = racingLine(track);
  const swings = SWINGS.map((turns) => ({
    turns,
    phase: TAU * random.uniform(),
    size: temper.lineSwing * random.gaussian(),
  }));
  const line = new Float64Array(track.count);
  for (let i = 0; i < track.count; i++) {
    line[i] = base[i] * temper.blend;
    for (const { turns, phase, size } of swings) line[i] += size * sin((TAU * turns * i) / track.count + phase);
  }
  insideRoad(track, line);
  return line;
}

/** The plan for one lap, obstacles passed as decided for it. */
export function planLap(track: Track, line: Float64Array, passings: readonly Passing[], limits: PaceLimits): Plan {
  const offsets = track.hazards.length > 0 ? passObstacles(track, line, passings) : line;
  return { offsets, speeds: speedProfile(track, offsets, limits) };
}

export function paceOf(temper: Temper, spec: VehicleSpec): PaceLimits {
  const grip = spec.friction * GRAVITY;
  const top = topSpeed(spec);
  return {
    lateral: temper.cornering * grip * reachableShare(spec),
    braking: temper.braking * grip,
    topSpeed: Math.min(top, Math.max(NERVE, NERVE_SHARE * top)),
  };
}

/**
 * Share of its grip that a car can corner with when its wheels follow the rear axle (`restingSteer`): full lock then
 * holds the front tyres at a slip of steerReserve, whatever the rear ones do.
 */
function reachableShare(spec: VehicleSpec): number {
  if (spec.counterSteer === undefined || spec.steerReserve === undefined) return 1;
  return magicFormula(spec.steerReserve, 1, spec.friction, spec) / spec.friction;
}

/**
 * Speed at which power and resistance balance on the flat: P = c v³ + r m g v, by Newton's method from above.
 */
export function topSpeed(spec: VehicleSpec): MetresPerSecond {
  const rolling = spec.rollingResistance * spec.mass * GRAVITY;
  let v: MetresPerSecond = 200;
  for (let k = 0; k < 40; k++) {
    const surplus = spec.drag * v * v * v + rolling * v - spec.enginePower;
    v -= surplus / (3 * spec.drag * v * v + rolling);
  }
  return v;
}

/** A value of a plan between the track's samples. */
export function planAt(track: Track, values: Float64Array, distance: Metres): number {
  const u = distance / track.spacing;
  const whole = Math.floor(u);
  const i = whole - track.count * Math.floor(whole / track.count);
  const j = i + 1 < track.count ? i + 1 : 0;
  return values[i] + (values[j] - values[i]) * (u - whole);
}
