import { expect, test } from 'vitest';
import { HANDS } from '../../../shared/driver/hands.ts';
import { scriptedDriver } from '../../../shared/driver/scripted.ts';
import type { InputFrame } from '../../../shared/race/frame.ts';
import { Race, type RaceEvent } from '../../../shared/race/race.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { drive, loadTrack, OWN_TRACKS } from './racing.ts';

test.each(OWN_TRACKS)('fast and mid drivers with either hands get twice round %s without a fall', (id) => {
  const track = loadTrack(`assets/tracks/${id}.json`);
  for (const hands of HANDS) {
    for (const skill of ['fast', 'mid'] as const) {
      for (const seed of [1, 2, 3]) {
        const { laps, events } = drive(track, { hands, skill, seed }, 2);
        expect(laps).toHaveLength(2);
        expect(events.filter(({ kind }) => kind === 'fall' || kind === 'wrongSide')).toEqual([]);
      }
    }
  }
});

test.each(['island', 'cue'])('a field of eight gets past the fork of %s, all on the side that is theirs', (id) => {
  const track = loadTrack(`assets/tracks/${id}.json`);
  const cars = Array.from({ length: 8 }, (_, car) => ({ id: `${car}`, spec: CLUB_RACER }));
  const race = new Race({ track, laps: 2, contact: true, cars });
  const drivers = cars.map((_, car) =>
    scriptedDriver({ ...{ track, spec: CLUB_RACER, car, seed: 20 + car }, hands: HANDS[car % 2], skill: 'mid' }),
  );
  const frames: InputFrame[] = [];
  const events: RaceEvent[] = [];
  const [island] = track.islands;
  let fallsAtFork = 0;
  race.startCountdown(0);
  while (race.phase !== 'finished') {
    for (const driver of drivers) driver.drive(race, frames);
    for (const event of race.step(frames).events) {
      events.push(event);
      const s = race.cars[event.car].distance % track.length;
      if (event.kind === 'fall' && s > island.from - 50 && s < island.to + 30) fallsAtFork++;
    }
  }
  const count = (kind: RaceEvent['kind']) => events.filter((event) => event.kind === kind).length;
  expect(count('finish')).toBe(8);
  expect(fallsAtFork).toBeLessThanOrEqual(1);
  // Ticks of 16 laps in which anybody scraped along something.
  expect(count('touch')).toBeLessThan(60);
  expect(count('wrongSide')).toBe(0);
});
