import { FLAG_STARVED } from '../episode/log.ts';
import type { ReplayedTick } from '../episode/resimulate.ts';
import type { Ticks } from '../units/units.ts';

/** What happened in one lap, as far as it bears on learning from it. */
export interface LapQuality {
  falls: number;
  offTracks: number;
  /** How often it turned to face the wrong way. */
  wrongWays: number;
  /** Ticks in which the car touched another car, a wall or an obstacle. */
  contacts: Ticks;
  /** Ticks whose frame was made up by the idle rule because none had arrived. */
  starved: Ticks;
  /** Round trips to the driver that were measured in it, milliseconds. */
  roundTrips: number[];
}

export const flawless = (): LapQuality => ({
  falls: 0,
  offTracks: 0,
  wrongWays: 0,
  contacts: 0,
  starved: 0,
  roundTrips: [],
});

/** Add one replayed tick of a car (log index) to the quality of the lap it is in. */
export function addToQuality(quality: LapQuality, tick: Ticks, car: number, replayed: ReplayedTick): void {
  const { chunk, result, flags, adopted } = replayed;
  for (const event of chunk.events) {
    if (event.kind === 'latency' && event.car === car && event.tick === tick) quality.roundTrips.push(event.ms);
  }
  let touched = adopted.includes(car) || result.contacts.some(({ a, b }) => a === car || b === car);
  for (const event of result.events) {
    if (event.car !== car) continue;
    if (event.kind === 'fall') quality.falls++;
    if (event.kind === 'offTrack') quality.offTracks++;
    if (event.kind === 'wrongWay') quality.wrongWays++;
    if (event.kind === 'touch') touched = true;
  }
  if (touched) quality.contacts++;
  if (flags[car] & FLAG_STARVED) quality.starved++;
}

/** The median round trip of a lap in whole milliseconds; null where none was measured. */
export function latencyOf({ roundTrips }: Pick<LapQuality, 'roundTrips'>): number | null {
  if (roundTrips.length === 0) return null;
  const sorted = [...roundTrips].sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)]);
}
