import type { Random } from '../exact/random.ts';
import type { Metres, Radians, Ticks } from '../units/units.ts';

export type Skill = 'fast' | 'mid' | 'sloppy';
export const SKILLS: readonly Skill[] = ['fast', 'mid', 'sloppy'];

/** One scripted person: what sets their driving apart from another's. */
export interface Temper {
  /** Cornering acceleration asked of the car, as a share of the tyres' μg. */
  cornering: number;
  /** Braking deceleration, as a share of μg. */
  braking: number;
  /** Ticks between seeing and acting, 150 to 250 ms. */
  delay: Ticks;
  /** Standard deviation of the perceived lateral position, also of each lap's bias. */
  lateralNoise: Metres;
  headingNoise: Radians;
  /** How much of the racing line is used: 1 all of it, 0 the centre line. */
  blend: number;
  /** Standard deviation of each of three slow personal swings of the line. */
  lineSwing: Metres;
  /** Standard deviation of the factor on a lap's speed. */
  paceSwing: number;
  /** Seconds of travel between the car and the point it aims at. */
  lookAhead: number;
}

type Base = Omit<Temper, 'lookAhead'>;

/** Measured on the lab's technical circuit: laps of 39 to 46 s, a driver's own laps 0.2 to 1.4 s apart, no falls. */
const BASES: Record<Skill, Base> = {
  fast: {
    cornering: 0.737,
    braking: 0.549,
    delay: 9,
    lateralNoise: 0.15,
    headingNoise: 0.008,
    blend: 0.95,
    lineSwing: 0.15,
    paceSwing: 0.015,
  },
  mid: {
    cornering: 0.627,
    braking: 0.51,
    delay: 12,
    lateralNoise: 0.25,
    headingNoise: 0.012,
    blend: 0.8,
    lineSwing: 0.3,
    paceSwing: 0.025,
  },
  sloppy: {
    cornering: 0.549,
    braking: 0.431,
    delay: 15,
    lateralNoise: 0.45,
    headingNoise: 0.02,
    blend: 0.6,
    lineSwing: 0.45,
    paceSwing: 0.04,
  },
};

/** One person of a given skill; two people of the same skill differ a little in pace and in how far they look. */
export function temperOf(skill: Skill, random: Random): Temper {
  const base = BASES[skill];
  return {
    ...base,
    lookAhead: 0.45 + 0.1 * random.uniform(),
    cornering: base.cornering * (1 + 0.04 * random.gaussian()),
  };
}
