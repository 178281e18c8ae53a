import { describe, expect, test } from 'vitest';
import { HANDS } from '../../../shared/driver/hands.ts';
import { scriptedDriver } from '../../../shared/driver/scripted.ts';
import type { InputFrame } from '../../../shared/race/frame.ts';
import { placeCar } from '../../../shared/race/placing.ts';
import { Race, type RaceEvent } from '../../../shared/race/race.ts';
import { toldSide } from '../../../shared/track/cue.ts';
import { locate } from '../../../shared/track/locate.ts';
import type { Track } from '../../../shared/track/track.ts';
import type { Ticks } from '../../../shared/units/units.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { drive, loadTrack } from './racing.ts';

const TRACKS = ['oval', 'technical', 'obstacle', 'island', 'cue', 'sweep', 'kart', 'park'];
const load = (id: string): Track => loadTrack(`assets/tracks/${id}.json`);

describe.each(TRACKS)('on %s', (id) => {
  const track = load(id);
  test.each(HANDS.flatMap((hands) => (['fast', 'mid'] as const).map((skill) => [skill, hands] as const)))(
    '%s %s hands drive two clean laps',
    (skill, hands) => {
      const { laps, events } = drive(track, { hands, skill, seed: 1 }, 2);
      expect(laps.map(({ clean }) => clean)).toEqual([true, true]);
      expect(events.filter(({ kind }) => kind === 'fall' || kind === 'touch' || kind === 'wrongSide')).toEqual([]);
    },
  );
});

/** The side of the only island taken in each lap, and the ticks at its board and its nose. */
function forks(track: Track, passLeft: number, laps: number): { side: string; board: Ticks; nose: Ticks }[] {
  const [island] = track.islands;
  const board = track.cues[0]?.s ?? 0;
  const found: { side: string; board: Ticks; nose: Ticks }[] = [];
  drive(track, { hands: 'pad', skill: 'fast', seed: 2, passLeft }, laps, ({ cars: [car], tick }) => {
    const lap = Math.max(0, Math.floor(car.distance / track.length));
    const s = car.distance - lap * track.length;
    if (s < board || lap >= laps) return;
    found[lap] ??= { side: '', board: tick, nose: 0 };
    if (s < island.from) found[lap].nose = tick;
    const { offset } = locate(track, car.x, car.y, car.distance);
    if (s < (island.from + island.to) / 2) found[lap].side = offset > island.offset ? 'left' : 'right';
  });
  return found;
}

test('an island is passed on both sides, by the coin', () => {
  const track = load('island');
  expect(new Set(forks(track, 1, 3).map(({ side }) => side))).toEqual(new Set(['left']));
  expect(new Set(forks(track, 0, 3).map(({ side }) => side))).toEqual(new Set(['right']));
});

test('at a cue the told side is taken, whatever the habit, about 3 s after the board is gone from sight', () => {
  const track = load('cue');
  for (const passLeft of [0, 1]) {
    const seen = forks(track, passLeft, 6);
    expect(seen.map(({ side }) => side)).toEqual(seen.map((_, lap) => toldSide(track, 0, lap)));
    expect(new Set(seen.map(({ side }) => side)).size).toBe(2);
    for (const { board, nose } of seen) {
      expect((nose - board) / 60).toBeGreaterThan(2.4); // seconds
      expect((nose - board) / 60).toBeLessThan(3.6);
    }
  }
});

test.each(['island', 'cue'])('a field of eight gets past the fork of %s, all on the side that is theirs', (id) => {
  const track = load(id);
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

test('put back in a branch it did not mean to take, a driver stays in it', () => {
  const track = load('island');
  const [island] = track.islands;
  for (const passLeft of [0, 1]) {
    let put = false;
    const offset = passLeft === 1 ? -6 : 6;
    const { events } = drive(track, { hands: 'pad', skill: 'mid', seed: 3, passLeft }, 1, ({ cars: [car] }) => {
      if (put || car.distance < 250) return;
      put = true;
      placeCar(track, car, { distance: island.from + 12, offset, speed: 8 });
    });
    expect(put).toBe(true);
    expect(events.filter(({ kind }) => kind === 'touch' || kind === 'fall')).toEqual([]);
  }
});
