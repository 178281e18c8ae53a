import type { InputFrame } from '../../shared/race/frame.ts';
import { placeCar } from '../../shared/race/placing.ts';
import { Race } from '../../shared/race/race.ts';
import type { Track } from '../../shared/track/track.ts';
import { CLUB_RACER } from '../../shared/vehicle/spec.ts';

/** Long enough for the pack to rub and bump, short enough that it is still on its straight. */
export const PACK_TICKS = 240;

/** Half throttle, each car weaving in a rhythm of its own, so that neighbours meet. */
export const weave = (tick: number, car: number): InputFrame => ({
  steer: ((tick + car * 17) >> 5) & 1 ? 25 : -25,
  pedal: 60,
  buttons: 0,
});

/** A race in which `count` cars drive two abreast, bumper to bumper, at 15 m/s: the scene of every contact bench. */
export function packOf(track: Track, count: number): Race {
  const cars = Array.from({ length: count }, (_, i) => ({ id: `c${i}`, spec: CLUB_RACER }));
  const race = new Race({ track, laps: 50, cars, contact: true });
  race.startCountdown(0);
  for (const [i, car] of race.cars.entries()) {
    const distance = 10 + 5 * Math.floor(i / 2);
    placeCar(track, car, { distance, offset: i % 2 ? 1.1 : -1.1, speed: 15 });
  }
  return race;
}

/** Drive such a pack once; the number of contacts that its cars had. */
export function drivePack(track: Track, count: number): number {
  const race = packOf(track, count);
  let contacts = 0;
  for (let tick = 0; tick < PACK_TICKS; tick++) {
    contacts += race.step(race.cars.map((_, car) => weave(tick, car))).contacts.length;
  }
  return contacts;
}
