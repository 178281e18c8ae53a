import { expect, test } from 'vitest';
import { CUE_SIGHT, cueInSight, cueSide, toldSide } from '../../../shared/track/cue.ts';
import { shippedTrack } from './shipped.ts';

const track = shippedTrack('cue');
const [board] = track.cues;
const [island] = track.islands;

test('a board is in sight for 60 m before it, in every lap and from the grid on, and nowhere else', () => {
  for (let lap = 0; lap < 4; lap++) {
    for (let s = -90; s < track.length - 90; s += 0.7) {
      const seen = cueInSight(track, lap * track.length + s);
      const ahead = board.s - s;
      expect(seen !== null, `lap ${lap}, s = ${s}`).toBe(ahead >= 0 && ahead <= CUE_SIGHT);
      if (!seen) continue;
      expect(seen.ahead).toBeCloseTo(ahead, 6);
      expect(seen.side).toBe(cueSide(track, lap, 0));
    }
  }
});

test('at the fork the board has been out of sight for 50 m and more', () => {
  expect(island.from - board.s).toBeGreaterThanOrEqual(50);
  expect(cueInSight(track, island.from)).toBeNull();
  expect(cueInSight(track, board.s + 0.1)).toBeNull();
});

test('sides of many laps are as those of a fair coin: shares, pairs and another track', () => {
  const laps = Array.from({ length: 4000 }, (_, lap) => cueSide(track, lap, 0) === 'left');
  const share = (of: boolean[]) => of.filter(Boolean).length / of.length;
  // Four standard deviations of a mean of 4000 fair coins are 0.032.
  expect(Math.abs(share(laps) - 0.5)).toBeLessThan(0.032);
  expect(Math.abs(share(laps.slice(1).map((left, k) => left === laps[k])) - 0.5)).toBeLessThan(0.032);
  const other = shippedTrack('island');
  const elsewhere = laps.map((_, lap) => cueSide(other, lap, 0) === 'left');
  expect(Math.abs(share(laps.map((left, k) => left === elsewhere[k])) - 0.5)).toBeLessThan(0.032);
});

test('an island without a board tells nothing', () => {
  expect(toldSide(shippedTrack('island'), 0, 3)).toBeNull();
  expect(toldSide(track, 0, 3)).toBe(cueSide(track, 3, 0));
  expect(cueInSight(shippedTrack('island'), 250)).toBeNull();
});
