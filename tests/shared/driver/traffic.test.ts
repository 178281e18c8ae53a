import { expect, test } from 'vitest';
import { HANDS } from '../../../shared/driver/hands.ts';
import { alongRoad } from '../../../shared/driver/line.ts';
import { scriptedDriver } from '../../../shared/driver/scripted.ts';
import { SKILLS } from '../../../shared/driver/skill.ts';
import { driveInTraffic } from '../../../shared/evaluation/trafficrun.ts';
import type { InputFrame } from '../../../shared/race/frame.ts';
import { Race, stateHash } from '../../../shared/race/race.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { ofWidth } from './ofwidth.ts';
import { loadTrack } from './racing.ts';

const track = loadTrack('assets/tracks/oval.json');

/** Car 0 idles round at 9 m/s or stands; car 1 is a fast rival behind it. */
function chase(contact: boolean, crawl: boolean) {
  const race = new Race({ track, laps: 2, contact, cars: ['slow', 'fast'].map((id) => ({ id, spec: CLUB_RACER })) });
  const settings = { track, spec: CLUB_RACER, hands: 'pad' as const };
  const slow = scriptedDriver({ ...settings, car: 0, skill: 'sloppy', seed: 9 });
  const fast = scriptedDriver({ ...settings, car: 1, skill: 'fast', seed: 1 });
  const frames: InputFrame[] = [{ steer: 0, pedal: 0, buttons: 0 }];
  let hardest = 0;
  race.startCountdown(1);
  while (race.cars[1].finishedTick === null && race.tick < 60 * 90) {
    if (crawl) slow.drive(race, frames);
    if (race.cars[0].vx > 9) frames[0] = { ...frames[0], pedal: 0 };
    fast.drive(race, frames);
    for (const { approach } of race.step(frames).contacts) hardest = Math.max(hardest, approach);
  }
  return { race, hardest };
}

test.each([
  ['crawling', true],
  ['standing on the grid', false],
])('a rival gets past a car that is %s without ramming it', (_, crawl) => {
  const { race, hardest } = chase(true, crawl);
  expect(race.cars[1].finishedTick).not.toBe(null);
  expect(race.cars[1].finishMs!).toBeLessThan(60_000);
  expect(hardest).toBeLessThan(3); // m/s
});

test('where cars pass through each other, the rival drives as if alone', () => {
  const together = chase(false, true).race.cars[1];
  const alone = chase(false, false).race.cars[1];
  expect(stateHash([together])).toBe(stateHash([alone]));
});

const bothHands = [
  ['keyboard', 'fast'],
  ['pad', 'mid'],
] as const;

test.each(bothHands)('%s hands, %s: a slower car is passed within a lap where the road is wide', (hands, skill) => {
  const wide = ofWidth('oval', 6);
  for (let k = 0; k < 3; k++) {
    const driverOf = (car: number) =>
      scriptedDriver({ track: wide, spec: CLUB_RACER, car, hands, skill, seed: 40 + k });
    const slower = [{ ahead: 30, pace: 0.7, blend: 0 }];
    const course = { track: wide, spec: CLUB_RACER, start: (k * wide.length) / 3, slower, seconds: 40 };
    const run = driveInTraffic(driverOf, course);
    expect(run).toMatchObject({ rearContacts: 0, overtakes: 1 });
    expect(run.metres).toBeGreaterThan(wide.length);
  }
});

test.each(bothHands)('%s hands, %s: where the road is one car wide it is followed for a minute', (hands, skill) => {
  const lane = ofWidth('oval', 2.5);
  for (let k = 0; k < 3; k++) {
    const driverOf = (car: number) =>
      scriptedDriver({ track: lane, spec: CLUB_RACER, car, hands, skill, seed: 40 + k });
    const course = { track: lane, spec: CLUB_RACER, start: (k * lane.length) / 3, seconds: 60 };
    const run = driveInTraffic(driverOf, { ...course, slower: [{ ahead: 40, pace: 0.7 }] });
    expect(run).toMatchObject({ rearContacts: 0, sideContacts: 0, overtakes: 0, falls: 0 });
    expect(run.following).toBeGreaterThan(0.8);
  }
});

test('eight rivals of every skill run into each other’s backs less than once in two minutes of a car', () => {
  const cars = Array.from({ length: 8 }, (_, i) => ({ id: String(i), spec: CLUB_RACER }));
  const race = new Race({ track, laps: 100, contact: true, cars });
  const rivals = cars.map((_, car) => {
    const [hands, skill] = [HANDS[car % 2], SKILLS[2 - (car % 3)]];
    return scriptedDriver({ track, spec: CLUB_RACER, car, hands, skill, seed: car });
  });
  const frames: InputFrame[] = [];
  const last = new Map<string, number>();
  let rear = 0;
  race.startCountdown(0);
  while (race.tick < 60 * 90) {
    for (const rival of rivals) rival.drive(race, frames);
    for (const { a, b } of race.step(frames).contacts) {
      const along = Math.abs(alongRoad(track, race.cars[a].distance, race.cars[b].distance));
      if (race.tick - (last.get(`${a} ${b}`) ?? -Infinity) > 60 && along > CLUB_RACER.length / 2) rear++;
      last.set(`${a} ${b}`, race.tick);
    }
  }
  expect(rear / (cars.length * 1.5)).toBeLessThan(0.5);
});
