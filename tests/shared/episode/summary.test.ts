import { expect, test } from 'vitest';
import { resimulate } from '../../../shared/episode/resimulate.ts';
import { EpisodeCounter } from '../../../shared/episode/summary.ts';
import { drive, personCar, RING } from './drives.ts';

test('a lap that changed hands is nobody’s time', () => {
  const { log } = drive({ cars: 1, ticks: 3000, seed: 3 });
  const whole = summaries();
  expect(whole.map(({ laps }) => laps.filter(({ partial }) => !partial).length)).toEqual([whole[0].laps.length]);
  expect(whole[0].laps.length).toBeGreaterThanOrEqual(3);
  // Another driver takes the wheel in the middle of the second lap.
  const [first, second] = whole[0].laps;
  const tick = Math.floor((first.endTick + second.endTick) / 2);
  const chunk = log.chunks.find(({ firstTick, ticks }) => tick >= firstTick && tick < firstTick + ticks)!;
  const { id: _, spec: __, ...driver } = personCar('c0', 'd-other');
  chunk.events.push({ tick, car: 0, kind: 'driver', driver });
  const [one, other] = summaries();
  expect(one.laps).toEqual([first]);
  expect(other.driver.driverId).toBe('d-other');
  expect(other.laps.map(({ number, partial }) => [number, partial])).toEqual(
    whole[0].laps.slice(1).map(({ number }) => [number, number === 2]),
  );

  function summaries() {
    const counter = new EpisodeCounter(log);
    expect(resimulate(log, RING, counter.visit).mismatches).toEqual([]);
    return counter.summaries();
  }
});
