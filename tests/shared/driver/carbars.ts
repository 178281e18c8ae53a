import type { Driven } from './racing.ts';

/** Seconds between which a flying lap lies, and falls at most in three laps, by car. */
export interface Bar {
  car: string;
  track: string;
  fastest: number;
  slowest: number;
}

/** The kart is slow down a straight and quick through a bend, the GT the other way round, the drifter grips least. */
export const BARS: readonly Bar[] = [
  { car: 'kart', track: 'oval', fastest: 22, slowest: 31 },
  { car: 'kart', track: 'technical', fastest: 37, slowest: 53 },
  { car: 'kart', track: 'obstacle', fastest: 22, slowest: 33 },
  { car: 'gt', track: 'oval', fastest: 19, slowest: 30 },
  { car: 'gt', track: 'technical', fastest: 33, slowest: 46 },
  { car: 'gt', track: 'obstacle', fastest: 19, slowest: 29 },
  { car: 'drifter', track: 'oval', fastest: 22, slowest: 32 },
  { car: 'drifter', track: 'technical', fastest: 39, slowest: 54 },
  { car: 'drifter', track: 'obstacle', fastest: 22, slowest: 36 },
];

export const fallsOf = ({ events }: Driven): number => events.filter(({ kind }) => kind === 'fall').length;
