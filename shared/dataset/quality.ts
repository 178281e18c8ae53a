import { FLAG_STARVED } from '../episode/log.ts';
import type { ReplayedTick } from '../episode/resimulate.ts';
import type { Ticks } from '../units/units.ts';

/** What happened in one lap, as far as it bears on learning from it. */
export interface LapQuality {
  falls: number;
  offTracks: number;
  /** Ticks in which the car touched another car, a wall or an obstacle. */
  contacts: Ticks;
  /** Ticks whose frame was made up by the idle rule because none had arrived. */
  starved: Ticks;
}

export const flawless = (): LapQuality => ({ falls: 0, offTracks: 0, contacts: 0, starved: 0 });

/** Add one replayed tick of a car (log index) to the quality of the lap it is in. */
export function addToQuality(quality: LapQuality, car: number, { result, flags, adopted }: ReplayedTick): void {
  let touched = adopted.includes(car) || result.contacts.some(({ a, b }) => a === car || b === car);
  for (const event of result.events) {
    if (event.car !== car) continue;
    if (event.kind === 'fall') quality.falls++;
    if (event.kind === 'offTrack') quality.offTracks++;
    if (event.kind === 'touch') touched = true;
  }
  if (touched) quality.contacts++;
  if (flags[car] & FLAG_STARVED) quality.starved++;
}
