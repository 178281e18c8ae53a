import { expect, test } from 'vitest';
import { type RolloutSettings, rollOut } from '../../../shared/evaluation/rollout.ts';
import { autonomyOf, scoresOf } from '../../../shared/evaluation/scores.ts';
import { newCar } from '../../../shared/race/car.ts';
import { RESPAWN_SPEED, STUCK_TICKS } from '../../../shared/race/constants.ts';
import { placeCar } from '../../../shared/race/placing.ts';
import { roadPose } from '../../../shared/track/locate.ts';
import { TICK } from '../../../shared/units/units.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import type { VehicleState } from '../../../shared/vehicle/state.ts';
import { loadTrack } from '../driver/racing.ts';
import { blindPilot, roadFollower, ruledBy } from './pilots.ts';

const track = loadTrack('tests/tracks/ring150.json');

function startAt(distance: number, offset = 0, speed = 10): VehicleState {
  const { x, y, heading, vx, vy, yawRate, steer, ...car } = placed(distance, offset, speed);
  return { x, y, heading, vx, vy, yawRate, steer, distance: car.distance };
}
function placed(distance: number, offset: number, speed: number) {
  const car = newCar('a', CLUB_RACER);
  placeCar(track, car, { distance, offset, speed });
  return car;
}

const starts = [startAt(5), startAt(60, 1), startAt(110, -1)];
const course: RolloutSettings = { track, spec: CLUB_RACER, starts, laps: 2, secondsPerLap: 40 };

test('a pilot who follows the road finishes clean laps in the time that its speed takes', () => {
  for (const { laps, falls, offTracks, metres, ticks, brokenAt } of rollOut(roadFollower(10), course)) {
    expect([falls, offTracks, brokenAt]).toEqual([0, 0, Infinity]);
    expect(laps.map(({ clean }) => clean)).toEqual([true, true]);
    expect(metres).toBeGreaterThanOrEqual(2 * track.length);
    // 150 m at about 10 m/s on a line that cuts the corners a little
    for (const { timeMs } of laps) expect(Math.abs(timeMs / 1000 / (track.length / 10) - 1)).toBeLessThan(0.1);
    expect(laps[0]!.timeMs + laps[1]!.timeMs).toBeCloseTo(ticks * TICK * 1000, -1);
  }
});

test('rollouts repeat to the bit, and nobody’s depends on who else is driven', () => {
  const kicked = { ...course, kicks: { seed: 3 } };
  expect(rollOut(roadFollower(), kicked)).toEqual(rollOut(roadFollower(), kicked));
  const [, second] = rollOut(roadFollower(), course);
  expect(rollOut(roadFollower(), { ...course, starts: [starts[1]!] })).toEqual([second]);
  const [, ...others] = rollOut(roadFollower(), kicked);
  expect(rollOut(roadFollower(), { ...kicked, starts: starts.slice(1), first: 1 })).toEqual(others);
});

test('a pilot who follows nothing falls, is put back, and falls again', () => {
  const [rollout] = rollOut(blindPilot, { ...course, starts: [startAt(5)], laps: 1, secondsPerLap: 20 });
  expect(rollout!.falls).toBeGreaterThan(2);
  expect(rollout!.offTracks).toBeGreaterThanOrEqual(rollout!.falls);
  expect(rollout!.laps.every(({ clean }) => !clean)).toBe(true);
  expect(rollout!.brokenAt).toBeLessThan(track.length);
  const { offset } = rollout!.trace.find(({ distance }) => distance >= rollout!.brokenAt)!;
  expect(Math.abs(offset)).toBeLessThan(7.1); // 5 m of road and the 2 m beyond at which it falls
});

test('touches of a wall are counted, those of one scrape once', () => {
  // The ring's walls stand 3 m beyond the edge: a car that falls at 2 m never reaches them. A rock in the way it does.
  const rock = { x: 0, y: 0, radius: 1, s: 60, offset: 0 };
  const { x, y } = roadPose(track, 60, 0);
  const rocky = { ...track, obstacles: [{ ...rock, x, y }], hazards: [{ ...rock, x, y, after: 1 }] };
  const [rollout] = rollOut(roadFollower(), { ...course, track: rocky, starts: [startAt(40)], laps: 0.5 });
  // It pushes against the rock until it is put back, and runs into it again.
  expect(rollout!.touches).toBeGreaterThanOrEqual(1);
  expect(rollout!.touches).toBeLessThanOrEqual(rollout!.falls + 1);
  expect(rollout!.brokenAt).toBeLessThan(21); // its nose is there a length earlier
  expect(scoresOf([rollout!], 0.5, track.length, 1).touchesPerLap).toBeCloseTo(
    rollout!.touches / (rollout!.metres / track.length),
    9,
  );
  expect(rollOut(roadFollower(), { ...course, laps: 1 }).map(({ touches }) => touches)).toEqual([0, 0, 0]);
});

test('a pilot who stands falls every three seconds, and its time runs out', () => {
  const brake = ruledBy(() => [0, -1]);
  const [rollout] = rollOut(brake, { ...course, starts: [startAt(5, 0, 0)], laps: 1, secondsPerLap: 20 });
  expect(rollout!.ticks).toBe(20 * 60);
  // every time: 3 s of standing after braking from the respawn's 8 m/s
  const braking = RESPAWN_SPEED / 7;
  expect(rollout!.falls).toBeGreaterThanOrEqual(Math.floor(20 / (STUCK_TICKS * TICK + braking)) - 1);
  expect(rollout!.falls).toBeLessThanOrEqual(Math.ceil(20 / (STUCK_TICKS * TICK)));
});

test('half a lap can be asked for', () => {
  const [rollout] = rollOut(roadFollower(), { ...course, starts: [starts[0]!], laps: 0.5 });
  expect(rollout!.laps).toEqual([]);
  expect(rollout!.metres).toBeGreaterThanOrEqual(track.length / 2);
  expect(rollout!.metres).toBeLessThan(track.length / 2 + 1);
});

test('kicks come about every eight seconds and push sideways', () => {
  const laps = 6;
  const plain = rollOut(roadFollower(), { ...course, laps });
  const kicked = rollOut(roadFollower(), { ...course, laps, kicks: { seed: 1 } });
  for (const [i, { kicks, ticks, trace }] of kicked.entries()) {
    const seconds = ticks * TICK;
    expect(kicks).toBeGreaterThanOrEqual(Math.floor((seconds - 10) / 10) + 1);
    expect(kicks).toBeLessThanOrEqual(Math.ceil(seconds / 6));
    const untouched = plain[i]!.trace;
    const apart = trace
      .slice(0, untouched.length)
      .map(({ offset }, tick) => Math.abs(offset - untouched[tick]!.offset));
    const first = (i + 2) * 60; // the first kick comes at 2 s, a second later for each rollout
    expect(Math.max(...apart.slice(0, first))).toBe(0);
    expect(Math.max(...apart.slice(first, first + 60))).toBeGreaterThan(0.05); // 2.5 m/s sideways until the tyres bite
    expect(plain[i]!.kicks).toBe(0);
  }
  expect(rollOut(roadFollower(), { ...course, laps, kicks: { seed: 2 } })).not.toEqual(kicked);
});

test('a steward sees every tick and may put the car back; only that is an intervention', () => {
  let ticks = 0;
  let put = 0;
  const rollouts = rollOut(blindPilot, {
    ...course,
    laps: 1,
    steward: (_rollout, car, point, fell) => {
      ticks++;
      expect(fell && Math.abs(point.offset) > 1e-3 && car.vx > RESPAWN_SPEED + 1).toBe(false); // it is put back by then
      if (Math.abs(point.offset) < 3) return false;
      Object.assign(car, startAt(point.s));
      put++;
      return true;
    },
  });
  expect(rollouts.reduce((sum, { ticks }) => sum + ticks, 0)).toBe(ticks);
  expect(rollouts.reduce((sum, { interventions }) => sum + interventions, 0)).toBe(put);
  expect(put).toBeGreaterThan(3);
  expect(rollouts.reduce((sum, { falls }) => sum + falls, 0)).toBe(0);
  // 1 − 6 s · N / elapsed, never below 0
  const expected = Math.max(0, 1 - (6 * put) / (ticks * TICK));
  expect(autonomyOf(rollouts, 1).autonomy).toBeCloseTo(expected, 12);
});

test('scores count what rollouts did', () => {
  const rollouts = rollOut(roadFollower(), course);
  const good = scoresOf(rollouts, 2, track.length, 1);
  expect(good).toMatchObject({ rollouts: 3, lapsPlanned: 6, lapsFinished: 6, cleanLaps: 6, falls: 0, fallsPerLap: 0 });
  // Nothing in six laps and a bit rules out a fall in every second one: 3.689 / laps, see noevents.ts.
  const covered = rollouts.reduce((sum, { metres }) => sum + metres, 0) / track.length;
  expect(good.fallsPerLapInterval).toEqual([0, expect.closeTo(3.689 / covered, 3)]);
  expect(good.cleanLapShareInterval).toEqual([expect.closeTo(0.025 ** (1 / 6), 6), 1]);
  const times = rollouts.flatMap(({ laps }) => laps.map(({ timeMs }) => timeMs)).sort((a, b) => a - b);
  expect(good.lapTimeMs!.median).toBe((times[2]! + times[3]!) / 2);
  const bad = scoresOf(rollOut(blindPilot, course), 2, track.length, 1);
  expect(bad.lapTimeMs).toBeNull();
  expect([bad.cleanLapShare, bad.cleanLapShareInterval[0]]).toEqual([0, 0]);
  expect(bad.fallsPerLapInterval[0]).toBeLessThanOrEqual(bad.fallsPerLap);
  expect(bad.fallsPerLapInterval[1]).toBeGreaterThanOrEqual(bad.fallsPerLap);
});
