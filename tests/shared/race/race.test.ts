import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';
import { COUNTDOWN_TICKS, FINISH_GRACE, MAX_SECONDS_PER_LAP } from '../../../shared/race/constants.ts';
import { resolveContacts } from '../../../shared/race/contact.ts';
import { type InputFrame, NEUTRAL_FRAME, sanitiseFrame } from '../../../shared/race/frame.ts';
import { placeCar } from '../../../shared/race/placing.ts';
import { Race, type RaceEvent, stateHash } from '../../../shared/race/race.ts';
import { standings } from '../../../shared/race/standings.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { copyState, STATE_FIELDS, writeState } from '../../../shared/vehicle/state.ts';
import { follow, RING, shippedTrack } from './rings.ts';

const grid = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `car-${i}`, spec: CLUB_RACER }));
const started = (cars: number, laps = 3, contact = true, track = RING) => {
  const race = new Race({ track, laps, cars: grid(cars), contact });
  race.startCountdown(0);
  return race;
};

test('the countdown ignores frames, and tick 0 is lights out', () => {
  const race = new Race({ track: RING, laps: 1, cars: grid(2), contact: true });
  const before = stateHash(race.cars);
  race.step([]);
  expect([race.phase, race.tick]).toEqual(['waiting', -COUNTDOWN_TICKS]);
  race.startCountdown();
  for (let tick = -COUNTDOWN_TICKS; tick < 0; tick++) {
    expect([race.phase, race.tick]).toEqual(['countdown', tick]);
    race.step([{ steer: 127, pedal: 127, buttons: 1 }]);
  }
  expect([race.phase, race.tick]).toEqual(['racing', 0]);
  expect(stateHash(race.cars)).toBe(before);
  race.step([{ steer: 0, pedal: 127, buttons: 0 }]);
  expect(race.tick).toBe(1);
  expect(race.cars[0].vx).toBeGreaterThan(0);
});

test('sixteen cars stand on every grid without touching, behind the line', () => {
  for (const track of [RING, shippedTrack('oval'), shippedTrack('technical'), shippedTrack('obstacle')]) {
    const race = started(16, 1, true, track);
    expect(resolveContacts(race.cars)).toEqual([]);
    for (const car of race.cars) expect(car.distance).toBeLessThan(0);
    race.step([]);
    for (const car of race.cars) expect(car.offTrack).toBe(false);
  }
});

test('a race is over when all awaited cars are home', () => {
  const race = started(2, 1, false);
  race.cars[1].awaited = false;
  const events: RaceEvent[] = [];
  while (race.phase === 'racing') events.push(...race.step([follow(RING, race.cars[0], 14)]).events);
  const finish = events.find((event) => event.kind === 'finish');
  const lap = events.find((event) => event.kind === 'lap');
  expect(finish).toMatchObject({ car: 0, tick: race.tick - 1 });
  // One lap from lights out: the lap's time is the race's.
  expect(lap?.kind === 'lap' && lap.lap.timeMs).toBe(finish?.kind === 'finish' && finish.timeMs);
  expect(race.cars[0].finishedTick).toBe(race.tick - 1);
  expect(standings(race.cars)).toEqual([0, 1]);
  const after = stateHash(race.cars);
  race.step([]);
  expect(stateHash(race.cars)).toBe(after);
});

test('a race is over 60 s after the first is home', () => {
  const race = started(2, 1, false);
  const brake = { steer: 0, pedal: -127, buttons: 0 };
  while (race.phase === 'racing') race.step([follow(RING, race.cars[0], 14), brake]);
  expect(race.tick - race.cars[0].finishedTick!).toBeCloseTo(FINISH_GRACE * 60, -1);
  expect(race.cars[1].finishedTick).toBeNull();
});

test('a race is over after 180 s a lap', () => {
  const race = started(1, 2, false);
  placeCar(RING, race.cars[0], { distance: 5 });
  // On the brakes for ever: a fall every few seconds, and far too slow.
  while (race.phase === 'racing') race.step([{ steer: 0, pedal: -127, buttons: 0 }]);
  expect(race.tick).toBeLessThanOrEqual(2 * MAX_SECONDS_PER_LAP * 60 + 1);
  expect(race.cars[0].finishedTick === null || race.tick < 2 * MAX_SECONDS_PER_LAP * 60).toBe(true);
});

test('the order of the cars changes no bit of a race with contacts', () => {
  const order = [3, 0, 4, 2, 1];
  const race = started(5, 9);
  const shuffled = started(5, 9);
  order.forEach((original, i) => {
    copyState(race.cars[original], shuffled.cars[i]);
  });
  let touches = 0;
  for (let tick = 0; tick < 1500; tick++) {
    const frames = race.cars.map((car, i) => follow(RING, car, 10 + i, (i % 3) - 1));
    touches += race.step(frames).contacts.length;
    shuffled.step(order.map((original) => frames[original]));
  }
  order.forEach((original, i) => {
    expect(stateHash([shuffled.cars[i]])).toBe(stateHash([race.cars[original]]));
  });
  expect(touches).toBeGreaterThan(50);
});

test('without contact every car drives as if alone', () => {
  const together = started(3, 9, false);
  const alone = started(3, 9, false).cars.map((car) => {
    const race = started(1, 9, false);
    copyState(car, race.cars[0]);
    return race;
  });
  for (let tick = 0; tick < 600; tick++) {
    const frames = together.cars.map((car, i) => follow(RING, car, 8 + 4 * i));
    expect(together.step(frames).contacts).toEqual([]);
    alone.forEach((race, i) => {
      race.step([frames[i]]);
    });
  }
  expect(stateHash(together.cars)).toBe(stateHash(alone.map((race) => race.cars[0])));
});

test('laps near another car are in traffic, laps alone are not', () => {
  const race = started(2, 3, false);
  const laps: boolean[][] = [[], []];
  while (race.phase === 'racing') {
    // The second follows the first for a lap and then drops back half the ring.
    const gap = race.cars[0].distance - race.cars[1].distance;
    const far = race.cars[0].distance > 150;
    const second = far ? (gap < 70 ? 4 : 12) : 12;
    for (const event of race.step([follow(RING, race.cars[0], 12), follow(RING, race.cars[1], second)]).events)
      if (event.kind === 'lap') laps[event.car].push(event.lap.inTraffic);
  }
  expect(laps[0][0]).toBe(true);
  expect(laps[0][2]).toBe(false);
});

test('an adopted state stands in for what the missing car did, laps and all', () => {
  const whole = started(2, 2);
  const half = started(1, 2);
  copyState(whole.cars[0], half.cars[0]);
  const told: RaceEvent[][] = [[], []];
  let adoptions = 0;
  for (let tick = 0; tick < 2400 && whole.phase === 'racing'; tick++) {
    // The second car leans on the first all the way.
    const frames = [follow(RING, whole.cars[0], 12, 0.5), follow(RING, whole.cars[1], 16, 0)];
    const { events, contacts } = whole.step(frames);
    const row: number[] = [];
    writeState(whole.cars[0], row, 0);
    row.push(whole.cars[0].stuckTicks);
    adoptions += contacts.length;
    half.phase = 'racing';
    const again = half.step([frames[0]], contacts.length > 0 ? [{ car: 0, row }] : undefined);
    expect(stateHash(half.cars)).toBe(stateHash([whole.cars[0]]));
    told[0].push(...events.filter((event) => event.car === 0 && ['lap', 'sector', 'fall'].includes(event.kind)));
    told[1].push(...again.events.filter((event) => ['lap', 'sector', 'fall'].includes(event.kind)));
  }
  expect(adoptions).toBeGreaterThan(10);
  const plain = (events: RaceEvent[]) =>
    events.map((event) => (event.kind === 'lap' ? { ...event, lap: { ...event.lap, inTraffic: null } } : event));
  expect(plain(told[1])).toEqual(plain(told[0]));
  expect(told[0].filter((event) => event.kind === 'lap').length).toBeGreaterThan(0);
});

test('any int8 frames at all keep every state finite and on the road', () => {
  const anyByte = fc.integer({ min: -128, max: 127 });
  const anyFrames = fc.array(
    fc.tuple(anyByte, anyByte, fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 200 })),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(anyFrames, fc.constantFrom('oval', 'technical', 'obstacle'), (script, name) => {
      const race = started(4, 20, true, shippedTrack(name as 'oval'));
      for (const [steer, pedal, buttons, hold] of script)
        for (let tick = 0; tick < hold; tick++) {
          const frame: InputFrame = sanitiseFrame({ steer, pedal, buttons: tick % 50 === 0 ? buttons : 0 });
          race.step([frame, frame, { ...frame, steer: -frame.steer }, NEUTRAL_FRAME]);
        }
      for (const car of race.cars) {
        for (const field of STATE_FIELDS) expect(Number.isFinite(car[field])).toBe(true);
        expect(Math.hypot(car.vx, car.vy)).toBeLessThan(60);
        expect(Math.abs(car.yawRate)).toBeLessThan(20);
      }
    }),
    { numRuns: 25 },
  );
});

test('random frames for an hour leave nothing but numbers', () => {
  const race = started(2, 60, true, shippedTrack('technical'));
  const random = seededRandom(12345);
  const frames = race.cars.map(() => ({ ...NEUTRAL_FRAME }));
  for (let tick = 0; tick < 3600 * 60; tick++) {
    if (tick % 20 === 0)
      for (const frame of frames)
        Object.assign(frame, sanitiseFrame({ steer: random.integer(256) - 128, pedal: random.integer(256) - 100 }));
    race.phase = 'racing';
    race.step(frames);
  }
  for (const car of race.cars) for (const field of STATE_FIELDS) expect(Number.isFinite(car[field])).toBe(true);
});

test('a race without cars, with too many or without laps is refused', () => {
  expect(() => new Race({ track: RING, laps: 1, cars: [], contact: true })).toThrow('1 to 16 cars, got 0');
  expect(() => new Race({ track: RING, laps: 1, cars: grid(17), contact: true })).toThrow('got 17');
  expect(() => new Race({ track: RING, laps: 0, cars: grid(1), contact: true })).toThrow('got 0');
});
