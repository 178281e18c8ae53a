/** Quantities are SI and radians everywhere in `shared/`; an alias names the unit a number carries. */
export type Metres = number;
export type Seconds = number;
export type Radians = number;
export type Kilograms = number;
export type Newtons = number;
export type Watts = number;
export type MetresPerSecond = number;
export type MetresPerSecondSquared = number;
export type RadiansPerSecond = number;
/** A whole number of simulation ticks. */
export type Ticks = number;

/** Simulation ticks per second; part of the physics, never a setting. */
export const TICK_HZ = 60;
/** Length of one tick. */
export const TICK: Seconds = 1 / TICK_HZ;
/** Integration steps in each tick: a slalom at 1/60 s is visibly another slalom than at 1/240 s. */
export const SUB_STEPS = 4;
