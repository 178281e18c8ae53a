import { expect, test } from 'vitest';
import { scriptedDriver } from '../../../shared/driver/scripted.ts';
import type { InputFrame } from '../../../shared/race/frame.ts';
import { Race, stateHash } from '../../../shared/race/race.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
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
