import { expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { STATE_WIDTH, stretchesOf, ticksOf } from '../../../shared/dataset/lap.ts';
import { drivesWithin, pieceOf } from '../../../shared/dataset/room.ts';
import { type Drive, samplesOfDrives } from '../../../shared/dataset/samples.ts';
import { sequencesOf } from '../../../shared/dataset/sequences.ts';
import { TRACK_FEATURES } from '../../../shared/observation/spec.ts';
import { loadTrack } from '../driver/racing.ts';
import { record } from './recorded.ts';

const track = loadTrack('tests/tracks/ring150.json');
const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3);
const drives = stretchesOf(lapsOfLog(log, track, episodes));
const ticks = drives.reduce((sum, drive) => sum + ticksOf(drive), 0);
const times = (count: number): Drive[] => Array.from({ length: count }, () => drives).flat();

test('samples of a set that fits are of every tick, of ten times what fits no more numbers than of one', () => {
  const [few, many] = [Math.floor(350_000 / ticks), Math.floor(3_500_000 / ticks)];
  const small = samplesOfDrives(drives, TRACK_FEATURES);
  const large = samplesOfDrives(times(few), TRACK_FEATURES);
  expect(large.size).toBe(few * small.size);
  const huge = samplesOfDrives(times(many), TRACK_FEATURES);
  expect(huge.observations.byteLength).toBeLessThanOrEqual(33 * 1024 * 1024);
  expect(huge.size).toBeGreaterThan(300_000);
  // Of every drive some, and not the same ticks of each.
  expect(huge.size / small.size / many).toBeGreaterThan(0.08);
  const beginnings = new Set(
    Array.from({ length: 40 }, (_, k) => huge.observations[Math.floor((k * huge.size) / 40) * huge.width]),
  );
  expect(beginnings.size).toBeGreaterThan(20);
});

test('drives that fit are learned from whole; of more than that, pieces of each', () => {
  expect(drivesWithin(drives, TRACK_FEATURES)).toBe(drives);
  const many = times(Math.ceil(4_000_000 / ticks));
  const kept = drivesWithin(many, TRACK_FEATURES);
  const left = kept.reduce((sum, drive) => sum + ticksOf(drive), 0);
  expect(left * 4 * sequencesOf(drives, TRACK_FEATURES).width).toBeLessThan(140 * 1024 * 1024);
  expect(left).toBeGreaterThan(800_000);
});

test('a piece of a drive is that part of it', () => {
  const [drive] = drives;
  const piece = pieceOf(drive!, 100, 50);
  expect(piece.states).toEqual(drive!.states.slice(100 * STATE_WIDTH, 151 * STATE_WIDTH));
  expect(piece.frames).toEqual(drive!.frames.slice(200, 300));
  const last = ticksOf(drive!) - 10;
  expect(ticksOf(pieceOf(drive!, last, 50))).toBe(10);
  const whole = samplesOfDrives([drive!], TRACK_FEATURES);
  const part = samplesOfDrives([pieceOf(drive!, 1000, 60)], TRACK_FEATURES);
  const { width } = whole;
  const find = Array.from({ length: whole.size }, (_, i) => i).find((i) =>
    part.observations.slice(0, width).every((value, j) => value === whole.observations[i * width + j]),
  )!;
  const rows = part.size * width;
  expect(part.observations).toEqual(whole.observations.slice(find * width, find * width + rows));
});
