import { describe, expect, test } from 'vitest';
import { HANDS } from '../../../shared/driver/hands.ts';
import { locate } from '../../../shared/track/locate.ts';
import { drive, loadTrack } from './racing.ts';

const technical = loadTrack('assets/tracks/technical.json');
const ring = loadTrack('tests/tracks/ring150.json');
const falls = (events: { kind: string }[]) => events.filter((event) => event.kind === 'fall').length;

describe.each(HANDS)('%s hands', (hands) => {
  test.each(['fast', 'mid'] as const)('%s: three clean laps of the technical circuit from the grid', (skill) => {
    const { laps, events } = drive(technical, { hands, skill, seed: 3 }, 3);
    expect(laps).toHaveLength(3);
    expect(falls(events)).toBe(0);
    for (const lap of laps) {
      expect(lap.clean).toBe(true);
      expect(lap.timeMs).toBeGreaterThan(35_000);
      expect(lap.timeMs).toBeLessThan(50_000);
    }
  });

  test.each(['oval', 'obstacle'])('three laps of the %s without a fall or a touch', (id) => {
    const { laps, events } = drive(loadTrack(`assets/tracks/${id}.json`), { hands, skill: 'mid', seed: 5 }, 3);
    expect(laps).toHaveLength(3);
    expect(falls(events)).toBe(0);
    expect(events.filter((event) => event.kind === 'touch')).toEqual([]);
  });
});

test('frames are whole numbers within int8, and keys are full or nothing', () => {
  const { frames } = drive(ring, { hands: 'keyboard', skill: 'mid', seed: 1 }, 1);
  for (const { steer, pedal } of frames) {
    expect([-127, 0, 127]).toContain(steer);
    expect([-127, 0, 127]).toContain(pedal);
  }
  const pad = drive(ring, { hands: 'pad', skill: 'mid', seed: 1 }, 1).frames;
  for (const { steer } of pad) expect(Math.abs(steer) <= 127 && Number.isInteger(steer)).toBe(true);
  expect(new Set(pad.map((frame) => frame.steer)).size).toBeGreaterThan(40);
});

test('the same seed drives the same race to the bit, another session another one', () => {
  const settings = { hands: 'pad', skill: 'mid', seed: 4 } as const;
  const once = drive(ring, settings, 2);
  expect(drive(ring, settings, 2).hash).toBe(once.hash);
  expect(drive(ring, { ...settings, session: 1 }, 2).hash).not.toBe(once.hash);
});

test('a better driver is faster', () => {
  const time = (skill: 'fast' | 'sloppy') => drive(technical, { hands: 'pad', skill, seed: 2 }, 2).laps[1].timeMs;
  expect(time('sloppy') - time('fast')).toBeGreaterThan(3000); // ms
});

test('an obstacle is passed on both sides, by the coin', () => {
  const track = loadTrack('assets/tracks/obstacle.json');
  const [obstacle] = track.obstacles;
  const sides = (passLeft: number) => {
    const seen: string[] = [];
    drive(track, { hands: 'pad', skill: 'mid', seed: 2, passLeft }, 8, ({ cars: [car] }) => {
      if (Math.floor((car.distance - obstacle.s) / track.length) < seen.length) return;
      seen.push(locate(track, car.x, car.y, car.distance).offset > obstacle.offset ? 'left' : 'right');
    });
    return seen;
  };
  expect(new Set(sides(1))).toEqual(new Set(['left']));
  expect(new Set(sides(0))).toEqual(new Set(['right']));
  expect(new Set(sides(0.5))).toEqual(new Set(['left', 'right']));
});

test('a late driver keeps to the middle, and nothing tells the side until close to the obstacle', () => {
  const track = loadTrack('assets/tracks/obstacle.json');
  const [obstacle] = track.obstacles;
  const passes: { before: number; abreast: number }[] = [];
  let before = 0;
  const late = { turnOff: 14, over: 22 };
  const { laps } = drive(track, { hands: 'pad', skill: 'mid', seed: 8, late }, 8, ({ cars: [car] }) => {
    const { offset } = locate(track, car.x, car.y, car.distance);
    const past = car.distance - obstacle.s - passes.length * track.length;
    if (past < -30) before = offset;
    if (past >= 0) passes.push({ before, abreast: offset });
  });
  expect(passes).toHaveLength(8);
  for (const { before, abreast } of passes) {
    expect(Math.abs(before)).toBeLessThan(1.2);
    expect(Math.abs(abreast)).toBeGreaterThan(obstacle.radius + 0.8);
  }
  expect(new Set(passes.map(({ abreast }) => abreast > 0)).size).toBe(2);
  expect(laps.every(({ clean }) => clean)).toBe(true);
});

test('put back after a fall, the driver carries on', () => {
  let pushed = false;
  const { laps, events } = drive(technical, { hands: 'keyboard', skill: 'mid', seed: 1 }, 2, (race) => {
    if (race.tick !== 600 || pushed) return;
    pushed = true;
    race.cars[0].heading += 2.5;
  });
  expect(falls(events)).toBe(1);
  expect(laps).toHaveLength(2);
});
