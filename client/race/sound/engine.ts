import type { MetresPerSecond } from '../../../shared/units/units.ts';
import type { VehicleSpec } from '../../../shared/vehicle/spec.ts';

/** How one kind of car sounds. */
export interface Engine {
  /** The speed at which each gear is at its highest note. No car has a gearbox; its sound has, so that speed is heard. */
  tops: readonly MetresPerSecond[];
  /** Factor on every note. */
  pitch: number;
}

/** Frequency of the engine's lowest partial, of the low-pass above it, and how loud. */
export interface EngineNote {
  hz: number;
  cutoff: number;
  level: number;
}

/** Shares of the top speed at which the gears end; the last is not reached. */
const GEARS: readonly number[] = [0.23, 0.39, 0.58, 0.79, 1.07];
/** A car of this mass, kg, sounds as written below; a lighter one higher, a heavier one lower. */
const USUAL_MASS = 750;
const PITCH_POWER = 0.35;
/** A gear is left downwards only at this share of the top of the one below: no hunting at the change. */
const SHIFT_DOWN = 0.88;
const IDLE_HZ = 46;
const REV_HZ = 150;

type Driven = Pick<VehicleSpec, 'enginePower' | 'drag' | 'mass'>;

/** From what the car is: its gears end where its power does, P = c v³, and its pitch falls with its mass. */
export function engineOf({ enginePower, drag, mass }: Driven): Engine {
  const top = Math.cbrt(enginePower / Math.max(0.1, drag));
  return { tops: GEARS.map((share) => share * top), pitch: (USUAL_MASS / mass) ** PITCH_POWER };
}

/** The gear, from 0, for a speed when `gear` was in. */
export function gearAt({ tops }: Engine, speed: MetresPerSecond, gear: number): number {
  let next = gear;
  while (next < tops.length - 1 && speed > tops[next]!) next += 1;
  while (next > 0 && speed < tops[next - 1]! * SHIFT_DOWN) next -= 1;
  return next;
}

/** A saw over speed: the note climbs through a gear and falls at the change. Throttle opens it, in [0, 1]. */
export function engineNote(
  { tops, pitch }: Engine,
  speed: MetresPerSecond,
  gear: number,
  throttle: number,
): EngineNote {
  const revs = clamp01(speed / tops[gear]!);
  const open = clamp01(throttle);
  return {
    hz: pitch * (IDLE_HZ + REV_HZ * revs),
    cutoff: pitch * (260 + 700 * revs + 900 * open),
    level: 0.3 + 0.25 * revs + 0.45 * open,
  };
}

const clamp01 = (x: number): number => Math.max(0, Math.min(1, x));
