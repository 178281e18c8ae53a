import { expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { startsFrom } from '../../../shared/dataset/starts.ts';
import { driveExamination, examine, marksOf } from '../../../shared/divergence/examination.ts';
import { comparableLaps, profileOfLap, startsBeforeTheLine, stateAt } from '../../../shared/divergence/laps.ts';
import { trajectoryOf } from '../../../shared/episode/trajectory.ts';
import { locate } from '../../../shared/track/locate.ts';
import { TICK } from '../../../shared/units/units.ts';
import { record } from '../dataset/recorded.ts';
import { loadTrack } from '../driver/racing.ts';
import { blindPilot, roadFollower } from '../evaluation/pilots.ts';

const track = loadTrack('tests/tracks/ring150.json');
const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3);
const laps = lapsOfLog(log, track, episodes);
const settings = { starts: startsFrom(laps.slice(2), 4, 1), laps: 2, seed: 1, rollouts: 4 };

test('a lap metre by metre is the trajectory of its log', () => {
  const trajectory = trajectoryOf(log, track, { car: 0 });
  const { states, offset } = trajectory;
  const [, second] = laps;
  const profile = profileOfLap(second!);
  for (const metre of [1, 40, 97, 149]) {
    const distance = track.length + metre;
    const row = Array.from({ length: trajectory.ticks }, (_, i) => i).find((i) => states[(i + 1) * 8 + 7]! > distance)!;
    const [from, to] = [states[row * 8 + 7]!, states[(row + 1) * 8 + 7]!];
    const share = (distance - from) / (to - from);
    const between = (a: number, b: number): number => a + share * (b - a);
    expect(profile.offset[metre]).toBeCloseTo(between(offset[row]!, offset[row + 1]!), 3);
    expect(profile.speed[metre]).toBeCloseTo(between(states[row * 8 + 3]!, states[(row + 1) * 8 + 3]!), 3);
    // The lap's clock starts at the line, which the tick of the first lap's end crossed.
    const sinceLights = (row + share) * TICK;
    expect(profile.time[metre]).toBeCloseTo(sinceLights - laps[0]!.timeMs / 1000, 2);
  }
  expect(profile.time[149]! * 1000).toBeLessThan(second!.timeMs);
});

test('laps from the grid are compared only where there is nothing else', () => {
  expect(comparableLaps(laps).map(({ number }) => number)).toEqual([2, 3]);
  expect(comparableLaps(laps.slice(0, 1)).map(({ number }) => number)).toEqual([1]);
});

test('a person’s state at a metre lies on the road of the first lap, whichever lap it is of', () => {
  for (const lap of laps) {
    const state = stateAt(lap, 70);
    expect(state.distance).toBeGreaterThanOrEqual(70);
    expect(state.distance).toBeLessThan(70.5);
    const here = locate(track, state.x, state.y, state.distance);
    expect(here.distance).toBeCloseTo(state.distance, 2);
    expect(Math.abs(state.heading - here.heading)).toBeLessThan(0.5); // heading is unwrapped with the laps
  }
});

test('clones begin within 40 m before the line, at the person’s speed', () => {
  const starts = startsBeforeTheLine(laps, 20, 1);
  expect(starts).toHaveLength(20);
  for (const { state } of starts) {
    expect(state.distance).toBeGreaterThan(track.length - 41);
    expect(state.distance).toBeLessThan(track.length + 0.5);
    expect(state.vx).toBeGreaterThan(5);
  }
  expect(startsBeforeTheLine([], 20, 1)).toEqual([]);
});

test('an examination is what its drives come to, and repeats', () => {
  const drives = driveExamination(roadFollower(), laps, settings);
  const marks = examine(roadFollower(), laps, settings);
  expect(marksOf(drives, laps, settings)).toEqual(marks);
  expect(marks).toMatchObject({ rollouts: 4, lapsPlanned: 8, lapsFinished: 8, falls: 0 });
  expect(marks.demonstratorLapTimeMs).toBe(Math.round((laps[1]!.timeMs + laps[2]!.timeMs) / 2));
  expect(marks.parting.rollouts).toBe(4);
  expect(marks.parting.samples).toHaveLength(150);
});

test('who follows nothing needs the wheel taken again and again, and parts at once', () => {
  const { watched } = driveExamination(blindPilot, laps, settings);
  const marks = examine(blindPilot, laps, settings);
  const count = watched.reduce((sum, { interventions }) => sum + interventions, 0);
  const elapsed = watched.reduce((sum, { ticks }) => sum + ticks * TICK, 0);
  expect(count).toBeGreaterThan(8);
  expect(marks.autonomy).toBeCloseTo(Math.max(0, 1 - (6 * count) / elapsed), 12);
  expect(marks.autonomy).toBeLessThan(0.2);
  expect(marks.falls).toBeGreaterThan(8);
  expect(marks.parting.parted).toBe(4);
  expect(marks.parting.point!.s).toBeLessThan(60); // of 150 m: the ring's first bend
  const good = examine(roadFollower(), laps, settings);
  expect(marks.fidelity).toBeLessThan(good.fidelity - 0.2);
  expect(good.autonomy).toBeGreaterThan(marks.autonomy);
});

test('whoever takes the wheel puts the car where the person was, at speed', () => {
  const { watched } = driveExamination(blindPilot, laps, settings);
  const profile = profileOfLap(laps[1]!);
  let taken = 0;
  for (const { trace, start } of watched) {
    for (let i = 1; i < trace.length; i++) {
      const { offset, speed, distance } = trace[i]!;
      if (Math.abs(offset - trace[i - 1]!.offset) < 1) continue;
      if (Math.abs(offset) < 1e-3) continue; // the race's own respawn after a fall, on the centre line
      const metre = Math.round(start + distance) % 150;
      expect(Math.abs(offset - profile.offset[metre]!)).toBeLessThan(1);
      expect(Math.abs(speed - profile.speed[metre]!)).toBeLessThan(3);
      taken++;
    }
  }
  expect(taken).toBeGreaterThan(8);
});
