import { expect, test } from 'vitest';
import { decodeLog, encodeLog } from '../../../shared/episode/codec.ts';
import { verifyLog } from '../../../shared/episode/resimulate.ts';
import { trajectoryOf } from '../../../shared/episode/trajectory.ts';
import { upgradeLog } from '../../../shared/episode/upgrade.ts';
import { drive, RING } from './drives.ts';

test('an upgraded log gives the same trajectory under physics that would drive elsewhere', () => {
  const { log } = drive({ cars: 3, ticks: 700, recorded: [0, 2], seed: 4 });
  const upgraded = decodeLog(encodeLog(upgradeLog(log, RING)!));
  const { states, lap, offset } = trajectoryOf(log, RING, { car: 1 });
  // Later physics: another number, and other cars come of the same frames.
  const header = structuredClone(upgraded.header);
  header.physics = 99;
  for (const car of header.cars) car.spec.engineForce *= 0.9;
  const later = trajectoryOf({ ...upgraded, header }, RING, { car: 1 });
  expect(later.states).toEqual(states);
  expect(later.lap).toEqual(lap);
  expect(later.offset).toEqual(offset);
  expect(verifyLog({ ...upgraded, header }, RING).verified).toBe(true);
});

test('without the upgrade the same log is refused', () => {
  const { log } = drive({ cars: 1, ticks: 60 });
  expect(() => trajectoryOf({ ...log, header: { ...log.header, physics: 99 } }, RING, { car: 0 })).toThrow(/upgrade/);
});

test('a log that does not replay is not upgraded', () => {
  const { log } = drive({ cars: 1, ticks: 120 });
  log.chunks[1].pedal.fill(-127);
  expect(upgradeLog(log, RING)).toBe(null);
});
