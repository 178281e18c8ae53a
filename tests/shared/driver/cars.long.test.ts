import { describe, expect, test } from 'vitest';
import { HANDS } from '../../../shared/driver/hands.ts';
import { SKILLS } from '../../../shared/driver/skill.ts';
import { CARS } from '../../../shared/vehicle/cars.ts';
import { BARS, fallsOf } from './carbars.ts';
import { drive, loadTrack } from './racing.ts';

const SEEDS = [1, 2, 3];
/** In three laps of one driver: a pad hardly ever falls, a keyboard now and then. */
const MOST_FALLS = { pad: 1, keyboard: 3 };

describe.each(BARS)('$car on $track', ({ car, track, fastest, slowest }) => {
  test.each(HANDS)('%s hands: three laps, of every skill', (hands) => {
    const road = loadTrack(`assets/tracks/${track}.json`);
    let falls = 0;
    for (const skill of SKILLS)
      for (const seed of SEEDS) {
        const driven = drive(road, { hands, skill, seed, spec: CARS.get(car) }, 3);
        const who = `${skill} ${seed}`;
        expect(driven.laps, who).toHaveLength(3);
        expect(fallsOf(driven), who).toBeLessThanOrEqual(MOST_FALLS[hands]);
        falls += fallsOf(driven);
        const [, ...flying] = driven.laps;
        for (const { timeMs, clean } of flying) {
          expect(timeMs / 1000, who).toBeGreaterThan(fastest);
          if (clean) expect(timeMs / 1000, who).toBeLessThan(slowest);
        }
      }
    expect(falls).toBeLessThanOrEqual(MOST_FALLS[hands] * 2);
  });
});
