import { expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { STATE_WIDTH, ticksOf } from '../../../shared/dataset/lap.ts';
import { RECOVERY, recoveryDrives, recoverySamples } from '../../../shared/dataset/recovery.ts';
import { TRACK_AND_OBSTACLE, TRACK_FEATURES } from '../../../shared/observation/spec.ts';
import { edgeDistance, locate } from '../../../shared/track/locate.ts';
import { loadTrack } from '../driver/racing.ts';
import { record } from './recorded.ts';

const track = loadTrack('assets/tracks/technical.json');
const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 2);
const laps = lapsOfLog(log, track, episodes);
const settings = { ...RECOVERY, segments: 60 };
const drives = recoveryDrives(laps, settings);

/** Distance from (x, y) to the nearest recorded place. */
function fromPath(x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { states } of laps) {
    for (let i = 0; i < states.length; i += STATE_WIDTH)
      least = Math.min(least, Math.hypot(states[i] - x, states[i + 1] - y));
  }
  return least;
}

test('segments start off the path of the person and end on it', () => {
  expect(drives.length).toBeGreaterThan(45);
  const starts = drives.map(({ states }) => fromPath(states[0], states[1]));
  const ends = drives.map(({ states }) => fromPath(states.at(-8)!, states.at(-7)!));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(Math.max(...starts)).toBeLessThanOrEqual(2.05);
  expect(mean(starts)).toBeGreaterThan(0.7);
  expect(mean(ends)).toBeLessThan(mean(starts) / 2);
});

test('segments last at most a second and a half, and never get lost', () => {
  for (const drive of drives) {
    expect(ticksOf(drive)).toBeLessThanOrEqual(90);
    for (let i = 0; i < drive.states.length; i += STATE_WIDTH) {
      const [x, y] = drive.states.subarray(i);
      expect(edgeDistance(locate(track, x, y, drive.states[i + 7]))).toBeLessThanOrEqual(2);
    }
  }
});

test('the same seed gives the same segments, another one others', () => {
  expect(recoveryDrives(laps, settings).map((drive) => drive.frames)).toEqual(drives.map((drive) => drive.frames));
  expect(recoveryDrives(laps, { ...settings, seed: 2 })[0].frames).not.toEqual(drives[0].frames);
});

test('samples are taken every third tick, so that they do not outweigh the person', () => {
  const { size, width } = recoverySamples(laps, TRACK_FEATURES, settings);
  const ticks = drives.reduce((sum, drive) => sum + ticksOf(drive), 0);
  expect(width).toBe(23);
  expect(Math.abs(size - ticks / 3)).toBeLessThan(drives.length);
});

test('no segment starts in, or runs into, an obstacle; no laps give no segments', () => {
  const blocked = loadTrack('assets/tracks/obstacle.json');
  const [{ x, y, radius }] = blocked.obstacles;
  const race = record(blocked, [{ hands: 'pad', skill: 'mid', seed: 1 }], 1);
  const found = recoveryDrives(lapsOfLog(race.log, blocked, race.episodes), { ...RECOVERY, segments: 150 });
  for (const { states } of found) {
    for (let i = 0; i < states.length; i += STATE_WIDTH) {
      expect(Math.hypot(states[i] - x, states[i + 1] - y)).toBeGreaterThan(radius + 0.5);
    }
  }
  expect(recoverySamples([], TRACK_AND_OBSTACLE).size).toBe(0);
});
