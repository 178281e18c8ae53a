import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';
import { type Car, newCar } from '../../../shared/race/car.ts';
import { followLaps, type LapTime, placeProgress } from '../../../shared/race/laps.ts';
import { Race, type RaceEvent } from '../../../shared/race/race.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { follow, RING, shippedTrack } from './rings.ts';

interface Passed {
  laps: LapTime[];
  sectors: { lap: number; sector: number; timeMs: number }[];
}

/** Walk a car along the road by hand, one distance a tick. */
function walk(distances: number[], spoil?: (car: Car, tick: number) => void): Passed & { car: Car } {
  const car = newCar('car', CLUB_RACER);
  car.distance = distances[0];
  placeProgress(RING, car, 0);
  const passed: Passed = { laps: [], sectors: [] };
  const listener = {
    sector: (_: Car, lap: number, sector: number, timeMs: number) => passed.sectors.push({ lap, sector, timeMs }),
    lap: (_: Car, lap: LapTime) => passed.laps.push(lap),
  };
  for (let tick = 0; tick + 1 < distances.length; tick++) {
    car.distance = distances[tick + 1];
    car.offTrack = false;
    car.events.fell = false;
    spoil?.(car, tick);
    followLaps(RING, car, distances[tick], tick, false, listener);
  }
  return { ...passed, car };
}

const steady = (from: number, speed: number, ticks: number) =>
  Array.from({ length: ticks }, (_, t) => from + (speed * t) / 60);

test('at a steady speed laps take length over speed, to the millisecond, and sectors add up', () => {
  const { laps, sectors } = walk(steady(-8, 13, 60 * 40));
  const lapMs = (RING.length / 13) * 1000;
  expect(laps[0]).toMatchObject({ number: 1, standingStart: true, partial: false, clean: true, inTraffic: false });
  expect(laps[0].timeMs).toBe(Math.round(lapMs + 8000 / 13));
  expect(laps.length).toBe(3);
  for (const lap of laps.slice(1)) {
    expect(Math.abs(lap.timeMs - lapMs)).toBeLessThanOrEqual(0.5);
    expect(lap.standingStart).toBe(false);
    expect(Math.abs(lap.sectors.reduce((a, b) => a + b) - lap.timeMs)).toBeLessThanOrEqual(1.5);
  }
  expect(sectors.map(({ lap, sector }) => `${lap}.${sector}`).slice(0, 4)).toEqual(['1.1', '1.2', '1.3', '2.1']);
  expect(laps[1].sectors[0]).toBeCloseTo((RING.sectors[1] / 13) * 1000, -1);
});

test('reversing over the line and coming again counts nothing twice', () => {
  const there = steady(RING.length - 5, 10, 60);
  const back = [...there].reverse();
  const { laps, sectors } = walk([...there, ...back, ...there, ...back, ...there]);
  expect(laps.length).toBe(1);
  expect(sectors.length).toBe(1);
});

test('however a car wanders, every lap it is given has been driven in full', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 400 }), (moves) => {
      const distances = [-5];
      for (const move of moves) distances.push(distances[distances.length - 1] + move / 2);
      const { laps, sectors } = walk(distances);
      const furthest = Math.max(...distances);
      expect(laps.length).toBe(Math.max(0, Math.floor(furthest / RING.length)));
      expect(laps.map((lap) => lap.number)).toEqual(laps.map((_, i) => i + 1));
      expect(sectors.length).toBeGreaterThanOrEqual(3 * laps.length);
    }),
  );
});

test('an off-track, a fall or the wrong way spoils the lap it happens in and no other', () => {
  const spoilers: ((car: Car) => void)[] = [
    (car) => (car.offTrack = true),
    (car) => (car.events.fell = true),
    (car) => (car.wrongWay = true),
  ];
  for (const spoiler of spoilers) {
    const second = Math.round(((1.5 * RING.length) / 12) * 60);
    const { laps } = walk(steady(0, 12, 60 * 50), (car, tick) => {
      car.wrongWay = false;
      if (tick === second) spoiler(car);
    });
    expect(laps.map((lap) => lap.clean)).toEqual([true, false, true]);
  }
});

test('off the track at the line, both laps are spoilt', () => {
  const line = Math.ceil((RING.length / 12) * 60);
  const { laps } = walk(steady(0, 12, 60 * 50), (car, tick) => {
    car.offTrack = Math.abs(tick - line) < 3;
  });
  expect(laps.map((lap) => lap.clean)).toEqual([false, false, true]);
});

test('a car placed inside a lap is told that this lap is not whole', () => {
  const { laps, car } = walk(steady(100, 12, 60 * 30));
  expect(laps[0]).toMatchObject({ number: 1, partial: true, standingStart: false });
  expect(laps[1]).toMatchObject({ number: 2, partial: false });
  expect(car.progress.best).toBe(laps[1]);
});

test('laps are turns about the middle of the ring: cutting, falling and reversing win nothing', () => {
  for (const seed of [1, 2, 3, 4]) {
    const race = new Race({ track: RING, laps: 50, contact: false, cars: [{ id: 'a', spec: CLUB_RACER }] });
    race.startCountdown(0);
    const [car] = race.cars;
    let turns = 0;
    let angle = Math.atan2(car.y, car.x);
    const start = angle;
    const events: RaceEvent[] = [];
    for (let tick = 0; tick < 60 * 60; tick++) {
      const cutting = (tick + 97 * seed) % 240 > 150;
      const frame = follow(RING, car, 9 + seed, cutting ? 30 : 0);
      events.push(...race.step([frame]).events);
      const now = Math.atan2(car.y, car.x);
      turns += now - angle - 2 * Math.PI * Math.round((now - angle) / (2 * Math.PI));
      angle = now;
    }
    const line = Math.atan2(RING.y[0], RING.x[0]);
    // From the slot to the line is part of a turn; after it each lap is one.
    const toLine = line - start - 2 * Math.PI * Math.floor((line - start) / (2 * Math.PI));
    const laps = events.filter((event) => event.kind === 'lap').length;
    expect(laps).toBe(Math.floor((turns - toLine) / (2 * Math.PI)));
    expect(laps).toBeGreaterThan(1);
  }
});

test('road distance never jumps, wherever the car is driven', () => {
  for (const track of [RING, shippedTrack('oval'), shippedTrack('technical'), shippedTrack('obstacle')]) {
    const race = new Race({ track, laps: 50, contact: false, cars: [{ id: 'a', spec: CLUB_RACER }] });
    race.startCountdown(0);
    const [car] = race.cars;
    const random = seededRandom(track.count);
    const frame = { steer: 0, pedal: 127, buttons: 0 };
    for (let tick = 0; tick < 4000; tick++) {
      const { x, y, distance } = car;
      // Half the time round the road, half the time anywhere.
      if (tick % 60 === 0) Object.assign(frame, { steer: random.integer(255) - 127, pedal: random.integer(200) - 73 });
      const astray = tick % 600 > 300;
      race.step([astray ? frame : follow(track, car, 14)]);
      if (car.events.fell) continue;
      // Seen from 7 m inside a bend of radius 11 m, the centre line goes by 11 / (11 − 7) times as fast.
      const moved = Math.hypot(car.x - x, car.y - y);
      expect(Math.abs(car.distance - distance)).toBeLessThan(3 * moved + 0.01);
    }
  }
});
