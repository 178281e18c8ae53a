import { expect, test } from 'vitest';
import { alongRoad, LINE_MARGIN, racingLine } from '../../../shared/driver/line.ts';
import { passObstacles } from '../../../shared/driver/passing.ts';
import { speedProfile } from '../../../shared/driver/speed.ts';
import { oval, ring } from './roads.ts';

test('on a ring every direction is alike, so the line is a circle at one offset within the margin', () => {
  const line = racingLine(ring(40));
  expect(Math.max(...line) - Math.min(...line)).toBeLessThan(0.05);
  expect(Math.max(...line.map(Math.abs))).toBeLessThanOrEqual(5 - LINE_MARGIN + 1e-9);
});

test('on an oval the line swings out before a bend, cuts it and swings out after it', () => {
  const track = oval();
  const line = racingLine(track);
  const at = (s: number) => line[Math.round(s / track.spacing)];
  const apex = 180 + (Math.PI * 25) / 2;
  expect(at(apex)).toBeGreaterThan(4); // inside of a left-hander
  expect(at(150)).toBeLessThan(-1);
  expect(at(180 + Math.PI * 25 + 30)).toBeLessThan(-1);
  for (const offset of line) expect(Math.abs(offset)).toBeLessThanOrEqual(6 - LINE_MARGIN + 0.05);
});

test('a lap on the line is faster than a lap on the centre line', () => {
  const track = oval();
  const limits = { lateral: 9, braking: 7, topSpeed: 34 };
  const lapTime = (offsets: Float64Array) => {
    const speeds = speedProfile(track, offsets, limits);
    let time = 0;
    for (let i = 0; i < track.count; i++) {
      time += (track.spacing * (1 - offsets[i] * track.curvature[i])) / speeds[i]; // arc at an offset: (1 − n κ) ds
    }
    return time;
  };
  const line = racingLine(track);
  expect(lapTime(line)).toBeLessThan(lapTime(new Float64Array(track.count)) - 1); // seconds
  for (const offset of line) expect(Math.abs(offset)).toBeLessThanOrEqual(6 - LINE_MARGIN + 0.05);
});

test('an obstacle is approached head on and passed on the side that was chosen', () => {
  const obstacle = { s: 100, offset: 0.5, radius: 1.2 };
  const track = oval({ obstacles: [obstacle] });
  const line = racingLine(track);
  const index = Math.round(obstacle.s / track.spacing);
  expect(line[index]).toBeCloseTo(0.5, 2);
  const left = passObstacles(track, line, [{ side: 'left', commit: 40 }]);
  const right = passObstacles(track, line, [{ side: 'right', commit: 40 }]);
  for (let i = 0; i < track.count; i++) {
    const along = alongRoad(track, obstacle.s, i * track.spacing);
    if (Math.abs(along) < 4) {
      expect(left[i] - obstacle.offset).toBeGreaterThan(obstacle.radius + 2);
      expect(right[i] - obstacle.offset).toBeLessThan(-obstacle.radius - 2);
    }
    if (along < -40 || along > 40) expect(left[i]).toBe(line[i]);
  }
});

test('an obstacle with room on one side only is passed there, whatever was chosen', () => {
  const track = oval({ obstacles: [{ s: 100, offset: 4, radius: 1.2 }] });
  const line = passObstacles(track, racingLine(track), [{ side: 'left', commit: 40 }]);
  expect(line[Math.round(100 / track.spacing)]).toBeLessThan(4 - 1.2 - 2);
});
