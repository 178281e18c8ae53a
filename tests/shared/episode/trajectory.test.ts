import { expect, test } from 'vitest';
import { publicTrajectory, trajectoryOf } from '../../../shared/episode/trajectory.ts';
import type { InputFrame } from '../../../shared/race/frame.ts';
import { TICK } from '../../../shared/units/units.ts';
import { drive, RING } from './drives.ts';

test('row t is the state before tick t and the frame applied in it', () => {
  const frames: InputFrame[] = [];
  const { log, race } = drive({ cars: 2, ticks: 330, watch: (_, __, applied) => frames.push({ ...applied[1] }) });
  const trajectory = trajectoryOf(log, RING, { car: 1 });
  expect(trajectory.ticks).toBe(330);
  expect(trajectory.states.length).toBe(331 * 8);
  expect([...trajectory.steer]).toEqual(frames.map(({ steer }) => steer));
  expect([...trajectory.pedal]).toEqual(frames.map(({ pedal }) => pedal));
  expect(trajectory.states.slice(-8)).toEqual(
    Float32Array.of(
      ...(['x', 'y', 'heading', 'vx', 'vy', 'yawRate', 'steer', 'distance'] as const).map((f) => race.cars[1][f]),
    ),
  );
  // From rest, one tick of a car moves it by less than its speed in a tick: the first row is the grid.
  const [x0, y0] = trajectory.states;
  const [x1, y1] = trajectory.states.subarray(8);
  expect(Math.hypot(x1 - x0, y1 - y0)).toBeLessThanOrEqual(trajectory.states[8 + 3] * TICK + 1e-3);
});

test('outsiders get inputs in [−1, 1], and none in the last row', () => {
  const { log } = drive({ cars: 1, ticks: 90 });
  const table = publicTrajectory('e-1', trajectoryOf(log, RING, { car: 0 }));
  expect(table.columns.join(' ')).toBe(
    'tick x y heading vx vy yawRate steer steerInput pedalInput lap distance lateralOffset offTrack',
  );
  expect(table).toMatchObject({ episode: 'e-1', trackId: RING.id, physics: 1, tickHz: 60 });
  expect(table.rows.length).toBe(91);
  expect(table.rows.every((row) => row.length === table.columns.length)).toBe(true);
  expect(table.rows.at(-1)!.slice(8, 10)).toEqual([null, null]);
  const inputs = table.rows.slice(0, -1).flatMap((row) => row.slice(8, 10) as number[]);
  expect(inputs.every((input) => Math.abs(input) <= 1)).toBe(true);
  expect(table.rows.some((row) => row[9] === 1)).toBe(true);
});

test('a part of a trajectory is the part of the whole', () => {
  const { log } = drive({ cars: 1, ticks: 200 });
  const whole = trajectoryOf(log, RING, { car: 0 });
  const part = trajectoryOf(log, RING, { car: 0, firstTick: 70, ticks: 50 });
  expect(part.states).toEqual(whole.states.slice(70 * 8, 121 * 8));
  expect(part.steer).toEqual(whole.steer.slice(70, 120));
  expect(part.lap.length).toBe(51);
});

test('a car that is not in the log is refused', () => {
  const { log } = drive({ cars: 1, ticks: 10 });
  expect(() => trajectoryOf(log, RING, { car: 1 })).toThrow(/car: got 1, expected 0 to 0/);
});
