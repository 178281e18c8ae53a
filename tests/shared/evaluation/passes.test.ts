import { describe, expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import {
  drivePasses,
  leftShare,
  outcomesOf,
  type PassCourse,
  type PassScores,
} from '../../../shared/evaluation/passes.ts';
import {
  PASS_STARTS,
  type PassStart,
  type PassStartSettings,
  passStarts,
} from '../../../shared/evaluation/passstarts.ts';
import type { Pilot } from '../../../shared/evaluation/rollout.ts';
import { observationNames, observationSpecFor } from '../../../shared/observation/spec.ts';
import { CUE_SIGHT, cueInSight, toldSide } from '../../../shared/track/cue.ts';
import { locate, roadPose } from '../../../shared/track/locate.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { record } from '../dataset/recorded.ts';
import { loadTrack } from '../driver/racing.ts';
import { ruledBy } from './pilots.ts';

const names = ['obstacle', 'island', 'cue'] as const;
const tracks = new Map(names.map((name) => [name, loadTrack(`assets/tracks/${name}.json`)]));
const drives = new Map(
  names.map((name) => {
    const track = tracks.get(name)!;
    const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 2 }], 3);
    return [name, lapsOfLog(log, track, episodes)];
  }),
);
const startsOn = (name: (typeof names)[number], settings: Partial<PassStartSettings> = {}) =>
  passStarts(tracks.get(name)!, drives.get(name)!, { ...PASS_STARTS, ...settings });

const SEEN = observationNames(observationSpecFor(tracks.get('obstacle')!));
const BEARING = SEEN.indexOf('bearing8m');
const VX = SEEN.indexOf('vx');

/** Keeps so far to the left of the centre line, at 8 m/s. */
const keeping = (offset: number): Pilot =>
  ruledBy((seen) => [2 * (seen[BEARING]! + (offset * 1.5) / 8), 0.3 * (8 - 15 * (seen[VX]! + 1))]);

/** From these starts, at a speed at which simple rules can drive. */
const courseOn = (name: (typeof names)[number], starts: readonly PassStart[]): PassCourse => ({
  ...{ track: tracks.get(name)!, spec: CLUB_RACER },
  starts: starts.map((start) => ({ ...start, state: { ...start.state, vx: 8 } })),
});

const driveOn = (name: (typeof names)[number], pilot: Pilot, starts = startsOn(name)): PassScores => {
  const [scores, ...others] = drivePasses(pilot, courseOn(name, starts));
  expect(others).toEqual([]);
  return scores!;
};

/** Offset at which the middle of the way by lies. */
const asideOn = (name: (typeof names)[number]): number => tracks.get(name)!.hazards[0]!.radius + 1.9;

describe('passes', () => {
  test.each(['obstacle', 'island'] as const)('past the %s, told by where the car goes by', (name) => {
    const straight = startsOn(name, { motion: 'straight', spread: 0.5 });
    const left = driveOn(name, keeping(asideOn(name)), straight);
    expect(left).toMatchObject({ passes: 20, crashes: 0, falls: 0, left: 20, right: 0, rightSide: null });
    expect(leftShare(left)).toBe(1);
    const right = driveOn(name, keeping(-asideOn(name)), straight);
    expect(right).toMatchObject({ kind: name === 'island' ? 'fork' : 'obstacle', crashes: 0, left: 0, right: 20 });
    const into = driveOn(name, keeping(0), straight);
    expect(into).toMatchObject({ passes: 20, crashes: 20, falls: 0, left: 0, right: 0 });
    expect(leftShare(into)).toBeNull();
  });

  test('off the road and standing still are falls; what comes first counts', () => {
    const starts = startsOn('obstacle', { motion: 'straight', spread: 0.5, sideways: 0, turned: 0 });
    // a wide bend to the left, over the edge long before the rock
    const veering = ruledBy(() => [0.12, 0.2]);
    expect(driveOn('obstacle', veering, starts)).toMatchObject({ crashes: 0, falls: 20 });
    const standing = ruledBy(() => [0, -1]);
    expect(driveOn('obstacle', standing, starts)).toMatchObject({ passes: 20, falls: 20 });
  });

  test('a board’s side is told: one side always is right half the time, and who remembers is right', () => {
    const course = courseOn('cue', startsOn('cue'));
    const left = driveOn('cue', keeping(asideOn('cue')));
    expect(left).toMatchObject({ kind: 'cue', passes: 20, crashes: 0, falls: 0, left: 20, rightSide: 0.5 });

    const observation = observationSpecFor(course.track);
    const seen = observationNames(observation);
    const told: number[] = [];
    const remembers: Pilot = {
      observation,
      begin: (count) => told.push(...Array.from({ length: count }, () => 0)),
      decide(count, observations, actions, rollouts) {
        for (let i = 0; i < count; i++) {
          const row = observations.subarray(i * seen.length, (i + 1) * seen.length);
          if (row[seen.indexOf('cueVisible')] === 1) told[rollouts[i]!] = row[seen.indexOf('cueSide')]!;
          const aside = (told[rollouts[i]!]! * asideOn('cue') * 1.5) / 8;
          actions.set([2 * (row[BEARING]! + aside), 0.3 * (8 - 15 * (row[VX]! + 1))], 2 * i);
        }
      },
    };
    expect(driveOn('cue', remembers)).toMatchObject({ passes: 20, left: 10, right: 10, rightSide: 1 });
    expect(outcomesOf(remembers, course)).toEqual(course.starts.map((start) => start.told));
  });
});

describe('starts', () => {
  test('straight ones lie along the road, around the obstacle’s line, at a lap’s speed', () => {
    const track = tracks.get('obstacle')!;
    const [rock] = track.obstacles;
    const starts = startsOn('obstacle', { ...{ motion: 'straight', passes: 200 }, ...{ sideways: 0, turned: 0 } });
    expect(starts).toHaveLength(200);
    const offsets = starts.map(({ state }) => {
      const road = locate(track, state.x, state.y, state.distance);
      expect(road.s).toBeCloseTo(rock!.s - rock!.radius - PASS_STARTS.approach, 1);
      expect(state.heading).toBeCloseTo(road.heading, 4);
      expect([state.vy, state.yawRate, state.steer]).toEqual([0, 0, 0]);
      expect(state.vx).toBeGreaterThan(10);
      return road.offset - rock!.offset;
    });
    expect(Math.max(...offsets.map(Math.abs))).toBeLessThanOrEqual(PASS_STARTS.spread + 0.01);
    expect(Math.abs(offsets.reduce((a, b) => a + b) / 200)).toBeLessThan(0.15);
  });

  test('a lap’s own lie where the lap was, moving as it moved', () => {
    const track = tracks.get('obstacle')!;
    const [rock] = track.obstacles;
    const from = rock!.s - rock!.radius - PASS_STARTS.approach;
    const laps = drives.get('obstacle')!;
    const starts = startsOn('obstacle', { passes: laps.length, spread: 0, sideways: 0, turned: 0 });
    for (const [i, { state }] of starts.entries()) {
      const { states, number } = laps[i]!;
      let tick = 0;
      while (states[tick * 8 + 7]! - (number - 1) * track.length < from) tick++;
      for (const [field, at] of [
        ['vx', 3],
        ['vy', 4],
        ['yawRate', 5],
        ['steer', 6],
      ] as const) {
        expect(state[field]).toBeCloseTo(states[tick * 8 + at]!, 6);
      }
      // within the way of one tick
      expect(Math.hypot(state.x - states[tick * 8]!, state.y - states[tick * 8 + 1]!)).toBeLessThan(state.vx / 50);
    }
  });

  test('at a board come before it is in sight, and tell left and right in turn', () => {
    const track = tracks.get('cue')!;
    const [board] = track.cues;
    for (const [i, { state, told }] of startsOn('cue').entries()) {
      expect(cueInSight(track, state.distance)).toBeNull();
      const near = Math.ceil((state.distance - board!.s) / track.length) * track.length + board!.s;
      expect(near - state.distance).toBeLessThan(CUE_SIGHT + 6);
      expect(cueInSight(track, near - 1)!.side).toBe(told);
      expect(toldSide(track, 0, Math.floor(state.distance / track.length))).toBe(told);
      expect(told).toBe(i % 2 === 0 ? 'left' : 'right');
      const { x, y } = roadPose(track, state.distance, 0);
      expect(Math.hypot(x - state.x, y - state.y)).toBeLessThan(6);
    }
  });

  test('repeat by their seed, and there are none without a lap that comes by', () => {
    expect(startsOn('island')).toEqual(startsOn('island'));
    expect(startsOn('island', { seed: 2 })).not.toEqual(startsOn('island'));
    expect(passStarts(tracks.get('obstacle')!, [])).toEqual([]);
    expect(passStarts(loadTrack('assets/tracks/technical.json'), drives.get('obstacle')!)).toEqual([]);
  });
});
