import { expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { othersOf, STATE_WIDTH, stretchesOf, ticksOf } from '../../../shared/dataset/lap.ts';
import { RECOVERY, recoveryDrives, recoverySamples } from '../../../shared/dataset/recovery.ts';
import { samplesOf } from '../../../shared/dataset/samples.ts';
import { PacedDriver } from '../../../shared/driver/paced.ts';
import { scriptedDriver } from '../../../shared/driver/scripted.ts';
import { FLAG_IN_SIGHT, FLAG_TRAFFIC } from '../../../shared/episode/log.ts';
import { observationNames, observationSpecFor } from '../../../shared/observation/spec.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { loadTrack } from '../driver/racing.ts';
import { drive, RING } from '../episode/drives.ts';
import { recordRace } from './recorded.ts';

const track = loadTrack('assets/tracks/oval.json');
const entrants = [
  { id: 'slow', driverOf: (car: number) => new PacedDriver({ track, spec: CLUB_RACER, car, pace: 0.7 }) },
  {
    id: 'pad',
    driverOf: (car: number) => scriptedDriver({ track, spec: CLUB_RACER, car, hands: 'pad', skill: 'mid', seed: 3 }),
  },
];
const race = recordRace(track, entrants, 2, { raceId: 'r', contact: true });
const both = lapsOfLog(race.log, track, race.episodes, true);
const [slow, , own, next] = both;
const spec = observationSpecFor(track, 'traffic');

test('beside each row of a lap stand the other cars of that very tick', () => {
  expect(own.driverId).toBe('pad');
  expect(othersOf(own)).toBe(1);
  const ticks = Math.min(ticksOf(own), ticksOf(slow)) + 1; // both first laps begin at lights out
  expect(own.others!.subarray(0, ticks * STATE_WIDTH)).toEqual(slow.states.subarray(0, ticks * STATE_WIDTH));
  const [stretch] = stretchesOf([next, own]);
  expect(othersOf(stretch)).toBe(1);
  expect(stretch.others!.slice(ticksOf(own) * STATE_WIDTH)).toEqual(next.others);
});

test('without contact there are no others; where they were not asked for they are not known', () => {
  const apart = recordRace(track, entrants, 1, { raceId: 'r', contact: false });
  for (const lap of lapsOfLog(apart.log, track, apart.episodes, true)) expect(lap.others).toHaveLength(0);
  const [lap] = lapsOfLog(race.log, track, [race.episodes[1]]);
  expect(lap.others).toBeNull();
  expect(() => samplesOf([lap], spec)).toThrow(/without the other cars/);
  expect(samplesOf([lap], observationSpecFor(track)).size).toBeGreaterThan(0);
});

test('a lap with a car in sight that is not in the log is of no use to a clone that sees cars', () => {
  const { log } = drive({ cars: 3, ticks: 2400, recorded: [0, 1] });
  // Two places further back on the grid: beyond the 10 m of traffic, but in sight.
  expect(log.chunks[0].flags[0] & (FLAG_TRAFFIC | FLAG_IN_SIGHT)).toBe(FLAG_IN_SIGHT);
  const laps = lapsOfLog(log, RING, [{ id: 'e', driver: { id: 'd', kind: 'human' }, car: 0, firstTick: 0 }], true);
  expect(laps.length).toBeGreaterThan(0);
  for (const lap of laps) expect(lap.others).toBeNull();
});

test('samples of a lap behind another car hold that car', () => {
  const { size, width, observations } = samplesOf([own], spec);
  const names = observationNames(spec);
  const column = (name: string): number[] =>
    Array.from({ length: size }, (_, i) => observations[i * width + names.indexOf(name)]!);
  const seen = column('aheadSeen').filter((value) => value > 0);
  expect(seen.length).toBeGreaterThan(60);
  const gaps = column('aheadDistance').filter((_, i) => column('aheadSeen')[i]! > 0);
  expect(Math.min(...gaps) * 30).toBeGreaterThan(4.5);
  expect(Math.max(...gaps) * 30).toBeLessThan(60.01);
});

test('recovery on the road alone does not know whether others were kept', () => {
  const settings = { ...RECOVERY, segments: 20 };
  const without = lapsOfLog(race.log, track, [race.episodes[1]]);
  const frames = recoveryDrives([own, next], settings).map((one) => one.frames);
  expect(recoveryDrives(without, settings).map((one) => one.frames)).toEqual(frames);
});

test('recovery among others keeps them beside, touches none and is repeatable', () => {
  const settings = { ...RECOVERY, segments: 60 };
  const drives = recoveryDrives([own, next], settings, 'traffic');
  expect(drives.length).toBeGreaterThan(30);
  let near = 0;
  for (const one of drives) {
    expect(othersOf(one)).toBe(1);
    for (let i = 0; i < one.states.length - STATE_WIDTH; i += STATE_WIDTH) {
      const apart = Math.hypot(one.others![i]! - one.states[i]!, one.others![i + 1]! - one.states[i + 1]!);
      expect(apart).toBeGreaterThan(CLUB_RACER.width);
      if (apart < 40) near++;
    }
  }
  expect(near).toBeGreaterThan(100);
  expect(recoveryDrives([own, next], settings, 'traffic').map((one) => one.frames)).toEqual(
    drives.map((one) => one.frames),
  );
  expect(recoverySamples([own, next], spec, settings).width).toBe(observationNames(spec).length);
});
