import { expect, test } from 'vitest';
import { newCar } from '../../../shared/race/car.ts';
import { standings } from '../../../shared/race/standings.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';

test('home by time, then under way by marks passed and distance', () => {
  const field = [
    { distance: 200, mark: 4, finishMs: null },
    { distance: 451, mark: 10, finishMs: 61_000.25 },
    { distance: 450.5, mark: 10, finishMs: 61_000.2 },
    { distance: 220, mark: 5, finishMs: null },
    // Ahead by distance but it has turned back over a mark: what was passed counts.
    { distance: 199, mark: 5, finishMs: null },
  ];
  const cars = field.map(({ distance, mark, finishMs }, i) => {
    const car = newCar(`${i}`, CLUB_RACER);
    car.progress.mark = mark;
    return Object.assign(car, { distance, finishMs });
  });
  expect(standings(cars)).toEqual([2, 1, 3, 4, 0]);
});
