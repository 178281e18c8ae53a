import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyworkOf, newBodywork } from '../../../shared/race/bodywork.ts';
import { type Car, newCar } from '../../../shared/race/car.ts';
import { BUTTON_RESPAWN, type InputFrame } from '../../../shared/race/frame.ts';
import { RESTITUTION } from '../../../shared/race/impulse.ts';
import { pushOffIslands } from '../../../shared/race/islands.ts';
import { placeCar, respawn } from '../../../shared/race/placing.ts';
import { Race, type RaceEvent, stateHash } from '../../../shared/race/race.ts';
import { cueSide } from '../../../shared/track/cue.ts';
import { locate } from '../../../shared/track/locate.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { circleTrack } from '../track/shapes.ts';
import { follow, shippedTrack } from './rings.ts';

const bend = circleTrack(60, 8, { islands: [{ from: 100, to: 140, offset: 0, halfWidth: 2 }] });
const cue = shippedTrack('cue');
const [straight] = cue.islands;

const energy = ({ spec, vx, vy, yawRate }: Car): number =>
  (spec.mass * (vx * vx + vy * vy) + spec.yawInertia * yawRate * yawRate) / 2;
const number = (low: number, high: number) => fc.nat(2 ** 30).map((n) => low + ((high - low) * n) / 2 ** 30);

/** How far the car reaches into the ring's island, its box sampled every 10 cm or less. */
function depth(car: Car): number {
  const box = newBodywork();
  bodyworkOf(car, box);
  let deepest = Number.NEGATIVE_INFINITY;
  for (let i = -20; i <= 20; i++) {
    for (let j = -20; j <= 20; j++) {
      if (Math.abs(i) < 20 && Math.abs(j) < 20) continue;
      const [along, aside] = [(i / 20) * box.halfLength, (j / 20) * box.halfWidth];
      const x = car.x + along * box.ahead - aside * box.across;
      const y = car.y + along * box.across + aside * box.ahead;
      const angle = Math.min(138 / 60, Math.max(102 / 60, Math.atan2(y, x) + (y < 0 ? 2 * Math.PI : 0)));
      deepest = Math.max(deepest, 2 - Math.hypot(x - 60 * Math.cos(angle), y - 60 * Math.sin(angle)));
    }
  }
  return deepest;
}

const anyMotion = fc.record({
  distance: number(96, 144),
  offset: number(-4.5, 4.5),
  turned: number(-3.1, 3.1),
  speed: number(-30, 30),
  vy: number(-10, 10),
  yawRate: number(-4, 4),
});

test('an island pushes every car out, as geometry has it, and never with energy', () => {
  let touches = 0;
  fc.assert(
    fc.property(anyMotion, (placing) => {
      const car = newCar('car', CLUB_RACER);
      placeCar(bend, car, placing);
      const before = energy(car);
      const inside = depth(car);
      const touched = pushOffIslands(bend, car);
      // The spine's chords stand 2 mm off its arc, and the box is sampled every 20 cm along its sides.
      if (Math.abs(inside) > 0.02) expect(touched).toBe(inside > 0);
      expect(energy(car)).toBeLessThanOrEqual(before * (1 + 1e-12));
      if (touched) touches++;
      // Across the spine and balanced on it, 2 m inside, where no wheel leads to, both ends push against each other.
      if (Math.abs(placing.offset) < 0.25) return;
      for (let again = 0; again < 8 && pushOffIslands(bend, car); again++);
      expect(depth(car)).toBeLessThan(0.05);
    }),
    { numRuns: 400 },
  );
  expect(touches).toBeGreaterThan(100);
});

test('a mirrored scene gives the mirrored motion', () => {
  fc.assert(
    fc.property(number(-4.5, 4.5), number(-3, 3), number(-20, 20), number(-3, 3), (offset, turned, speed, yawRate) => {
      const car = newCar('car', CLUB_RACER);
      const mirrored = newCar('car', CLUB_RACER);
      const distance = straight.from + 15;
      placeCar(cue, car, { distance, offset, turned, speed, yawRate });
      placeCar(cue, mirrored, { distance, offset: -offset, turned: -turned, speed, yawRate: -yawRate });
      expect(pushOffIslands(cue, mirrored)).toBe(pushOffIslands(cue, car));
      expect(mirrored.vx).toBeCloseTo(car.vx, 3);
      expect(mirrored.vy).toBeCloseTo(-car.vy, 3);
      expect(mirrored.yawRate).toBeCloseTo(-car.yawRate, 3);
    }),
  );
});

test('a frontal hit on the nose stops the car but for the bounce', () => {
  const car = newCar('car', CLUB_RACER);
  placeCar(cue, car, { distance: straight.from - 2.05, speed: 12 });
  expect(pushOffIslands(cue, car)).toBe(true);
  expect(car.vx).toBeCloseTo(-12 * RESTITUTION, 2);
  expect(straight.from - locate(cue, car.x, car.y, car.distance).s).toBeCloseTo(2.1, 3);
});

test('sliding flat along a flank scrapes speed off and does not turn the car', () => {
  const car = newCar('car', CLUB_RACER);
  placeCar(cue, car, { distance: straight.from + 19, offset: straight.halfWidth + 0.89, speed: 20, vy: -0.8 });
  expect(pushOffIslands(cue, car)).toBe(true);
  expect(Math.abs(car.vy)).toBeLessThan(0.05);
  expect(20 - car.vx).toBeCloseTo(0.3 * 0.8, 1);
  expect(Math.abs(car.yawRate)).toBeLessThan((1.01 * (750 * 0.3 * 0.8 * 0.9)) / 900);
});

test('a respawn never stands in an island: before its nose, or in the branch the car was in', () => {
  fc.assert(
    fc.property(number(320, 410), number(-8, 8), number(0, 3), (s, offset, lap) => {
      const car = newCar('car', CLUB_RACER);
      placeCar(cue, car, { distance: Math.floor(lap) * cue.length + s, offset });
      respawn(cue, car);
      const at = locate(cue, car.x, car.y, car.distance);
      expect(pushOffIslands(cue, car)).toBe(false);
      expect(at.distance).toBeLessThanOrEqual(Math.floor(lap) * cue.length + s + 0.01);
      const nose = straight.from + straight.halfWidth;
      if (s > nose && s < straight.to) expect(at.offset * offset).toBeGreaterThanOrEqual(0);
      else if (s > nose - 20 && s < nose) expect(at.s).toBeCloseTo(nose - 20, 3);
      expect(Math.abs(at.offset)).toBeLessThan(at.left - 1.2);
    }),
  );
});

/** Drive laps of the cue track on the told side, or always the other one from a lap on. */
function laps(wrongFrom: number): { events: RaceEvent[]; frames: InputFrame[][]; hash: string } {
  const race = new Race({ track: cue, laps: 3, cars: [{ id: 'a', spec: CLUB_RACER }], contact: true });
  const events: RaceEvent[] = [];
  const frames: InputFrame[][] = [];
  race.startCountdown(0);
  while (race.phase !== 'finished') {
    const [car] = race.cars;
    const lap = Math.floor(car.distance / cue.length);
    const s = car.distance - lap * cue.length;
    const told = cueSide(cue, lap, 0) === 'left' ? 5 : -5;
    const offset = s > straight.from - 45 && s < straight.to + 10 ? (lap >= wrongFrom ? -told : told) : 0;
    frames.push([follow(cue, car, 14, offset)]);
    events.push(...race.step(frames[frames.length - 1]).events);
  }
  return { events, frames, hash: stateHash(race.cars) };
}

test('the wrong side spoils the lap, moves no car, and is told once', () => {
  const right = laps(9);
  const wrong = laps(1);
  const clean = ({ events }: { events: RaceEvent[] }) => events.flatMap((e) => (e.kind === 'lap' ? [e.lap.clean] : []));
  expect(clean(right)).toEqual([true, true, true]);
  expect(clean(wrong)).toEqual([true, false, false]);
  expect(right.events.filter(({ kind }) => kind === 'wrongSide')).toEqual([]);
  expect(wrong.events.filter(({ kind }) => kind === 'wrongSide')).toHaveLength(2);
  expect(wrong.events.filter(({ kind }) => kind === 'fall' || kind === 'touch')).toEqual([]);
});

test('a crash into islands replays to the bit', () => {
  const driven = (): string => {
    const cars = [0, 1, 2, 3].map((k) => ({ id: `${k}`, spec: CLUB_RACER }));
    const race = new Race({ track: bend, laps: 9, cars, contact: true });
    race.startCountdown(0);
    const hashes: string[] = [];
    let touched = 0;
    for (let tick = 0; tick < 3000; tick++) {
      const frames = race.cars.map((car, k) => follow(bend, car, 9 + 3 * k, k - 1.5));
      if (tick % 700 === 350) frames[0].buttons = BUTTON_RESPAWN;
      touched += race.step(frames).events.filter(({ kind }) => kind === 'touch').length;
      if (tick % 60 === 0) hashes.push(stateHash(race.cars));
    }
    expect(touched).toBeGreaterThan(5);
    return hashes.join();
  };
  expect(driven()).toBe(driven());
});
