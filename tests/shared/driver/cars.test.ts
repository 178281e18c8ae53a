import { expect, test } from 'vitest';
import { racingLine } from '../../../shared/driver/line.ts';
import { CARS, GT } from '../../../shared/vehicle/cars.ts';
import { BARS, fallsOf } from './carbars.ts';
import { drive, loadTrack } from './racing.ts';

/** `cars.long.test.ts` does three laps at every skill. */
test.each(BARS)('a pad gets the $car round $track in one lap without a fall', ({ car, track, slowest }) => {
  const driven = drive(
    loadTrack(`assets/tracks/${track}.json`),
    { hands: 'pad', skill: 'mid', seed: 1, spec: CARS.get(car) },
    1,
  );
  expect(fallsOf(driven)).toBe(0);
  expect(driven.laps).toHaveLength(1);
  // From a standing start, which takes a few seconds.
  expect(driven.laps[0]!.timeMs / 1000).toBeLessThan(slowest + 5);
});

test('the tightest bend of the technical circuit is wider than the circle of the longest car at full lock', () => {
  const track = loadTrack('assets/tracks/technical.json');
  const line = racingLine(track);
  // R = L / tan δ of the rear axle against the racing line's own smallest circle through three of its points.
  const circle = (GT.frontAxle + GT.rearAxle) / Math.tan(GT.maxSteer);
  const at = (k: number): [number, number] => {
    const i = (k + track.count) % track.count;
    return [track.x[i]! - line[i]! * track.tangentY[i]!, track.y[i]! + line[i]! * track.tangentX[i]!];
  };
  let tightest = Number.POSITIVE_INFINITY;
  for (let k = 0; k < track.count; k++) {
    const [[ax, ay], [bx, by], [cx, cy]] = [at(k - 4), at(k), at(k + 4)];
    const area = Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;
    const sides = Math.hypot(bx - ax, by - ay) * Math.hypot(cx - bx, cy - by) * Math.hypot(cx - ax, cy - ay);
    tightest = Math.min(tightest, sides / Math.max(1e-9, 4 * area));
  }
  expect(circle).toBeLessThan(0.75 * tightest);
});
