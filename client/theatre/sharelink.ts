import { TICK_HZ, type Ticks } from '../../shared/units/units.ts';
import { SPEEDS, type Speed } from './playhead.ts';

/** What an address of the theatre asks to be shown. */
export interface Showing {
  race: string;
  tick: Ticks;
  /** Id of the followed car in the log; empty for the first. */
  car: string;
  speed: Speed;
}

/** What other pages know instead of car and tick: who drove, and which lap it is about. */
export interface LapShowing {
  driver: string;
  lap: number;
}

/** The showing in an address's query; null where it names no race. What is wrong or missing is the beginning, at 1×. */
export function showingOf(search: string): (Showing & Partial<LapShowing>) | null {
  const query = new URLSearchParams(search);
  const race = query.get('race') ?? '';
  if (race === '') return null;
  const seconds = Number(query.get('t') ?? 0);
  const speed = SPEEDS.find((known) => known === query.get('speed')) ?? '1';
  const tick = Number.isFinite(seconds) ? Math.max(0, Math.round(seconds * TICK_HZ)) : 0;
  const showing = { race, tick, car: query.get('car') ?? '', speed };
  const driver = query.get('driver');
  return driver ? { ...showing, driver, lap: Number(query.get('lap')) || 1 } : showing;
}

/** The address of a showing; milliseconds name each tick. */
export function pathOf({ race, tick, car, speed }: Showing): string {
  const query = new URLSearchParams({ race, t: (tick / TICK_HZ).toFixed(3) });
  if (car !== '') query.set('car', car);
  if (speed !== '1') query.set('speed', speed);
  return `/theatre?${query}`;
}
