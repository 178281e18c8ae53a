import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { decodeLog, encodeLog } from '../../../shared/episode/codec.ts';
import { gapsOf, logTicks, type RaceLog } from '../../../shared/episode/log.ts';
import { resimulate, verifyLog } from '../../../shared/episode/resimulate.ts';
import { rewriteLog } from '../../../shared/episode/rewrite.ts';
import { EpisodeCounter, type EpisodeSummary } from '../../../shared/episode/summary.ts';
import { publicTrajectory, trajectoryOf } from '../../../shared/episode/trajectory.ts';
import { upgradeLog } from '../../../shared/episode/upgrade.ts';
import { drive, jostle, personCar, RING } from './drives.ts';

/** The log as if the seconds from `first` on, `count` of them, had never reached the disk. */
function without(log: RaceLog, first: number, count: number): RaceLog {
  const chunks = log.chunks.map((chunk) => ({ ...chunk, events: [...chunk.events] }));
  const [next] = chunks.slice(first + count);
  next.gap += chunks.splice(first, count).reduce((sum, { ticks }) => sum + ticks, 0);
  return { ...log, chunks };
}

function summaries(log: RaceLog): EpisodeSummary[] {
  const counter = new EpisodeCounter(log);
  expect(resimulate(log, RING, counter.visit).mismatches).toEqual([]);
  return counter.summaries();
}

test('a log without a gap has the bytes that it had before there were gaps', () => {
  const { log } = drive({
    ...{ cars: 4, ticks: 330, recorded: [0, 2, 3] },
    meddle: (race, frames) => jostle(race.tick, 2, frames),
  });
  expect(createHash('sha256').update(encodeLog(log)).digest('hex')).toBe(
    '1926641ca2bc6a75ab8281b708b58f7b8ec83a4b7851e4dfa3860e6445908570',
  );
});

test('a log with a gap replays to its own hashes on both sides of it, and through its binary form', () => {
  const { log } = drive({ cars: 3, ticks: 1200 });
  const holed = without(without(log, 12, 2), 4, 3);
  const read = decodeLog(encodeLog(holed));
  expect(read).toEqual({ ...holed, header: expect.anything() });
  expect(gapsOf(read)).toEqual([
    { tick: 240, ticks: 180 },
    { tick: 720, ticks: 120 },
  ]);
  expect(logTicks(read)).toBe(1200);
  expect(verifyLog(read, RING)).toEqual({ verified: true, mismatches: [] });
});

test('missing seconds that no gap tells of are refused', () => {
  const { log } = drive({ cars: 1, ticks: 600 });
  log.chunks.splice(3, 2);
  expect(() => decodeLog(encodeLog(log))).toThrow(/first tick of a chunk: got 300, expected 180/);
});

test('only whole laps that were seen from line to line are laps: the others are as in the whole log', () => {
  const { log } = drive({ cars: 2, ticks: 3600, seed: 4 });
  const whole = summaries(log);
  const [, second] = whole[0].laps;
  const holed = summaries(without(log, Math.floor(second.endTick / 60) - 3, 2));
  for (const [car, { laps, gapTicks, ticks }] of holed.entries()) {
    expect([gapTicks, ticks]).toEqual([120, 3600]);
    const kept = laps.filter(({ partial }) => !partial);
    expect(kept).toEqual(whole[car].laps.filter((lap) => kept.some(({ number }) => number === lap.number)));
    expect(kept.length).toBeGreaterThanOrEqual(whole[car].laps.length - 2);
    expect(new Set(laps.map(({ number }) => number)).size).toBe(laps.length);
  }
  expect(holed[0].laps.find(({ number }) => number === 2)).toMatchObject({ partial: true });
});

test('a race whose first seconds are missing has no lap from a standing start', () => {
  const { log } = drive({ cars: 1, ticks: 2400 });
  const [{ laps, gapTicks }] = summaries(without(log, 0, 2));
  expect(gapTicks).toBe(120);
  expect(laps[0]).toMatchObject({ number: 1, partial: true, standingStart: false });
  expect(laps[1].partial).toBe(false);
});

test('whoever took the wheel in a gap has it from the end of the gap', () => {
  const { log } = drive({ cars: 2, ticks: 1200 });
  const holed = without(log, 5, 5);
  const { id: _, spec: __, ...driver } = personCar('c0', 'd-other');
  holed.chunks[5].events.push({ tick: 600, car: 0, kind: 'driver', driver });
  expect(summaries(holed)).toMatchObject([
    { driver: { driverId: 'd-c0' }, firstTick: 0, ticks: 300, gapTicks: 0 },
    { driver: { driverId: 'd-other' }, firstTick: 600, ticks: 600, gapTicks: 0 },
    { driver: { driverId: 'd-c1' }, firstTick: 0, ticks: 1200, gapTicks: 300 },
  ]);
});

test('a trajectory leaves out the rows nobody knows, and resumes on the true ones', () => {
  const { log } = drive({ cars: 2, ticks: 900 });
  const whole = trajectoryOf(log, RING, { car: 1 });
  const holed = trajectoryOf(without(log, 4, 3), RING, { car: 1 });
  const { rows } = publicTrajectory('e-1', holed);
  const told = publicTrajectory('e-1', whole).rows;
  expect(holed.gaps).toEqual([{ tick: 240, ticks: 180 }]);
  expect(rows.map(([tick]) => tick)).toEqual([...Array(901).keys()].filter((tick) => tick <= 240 || tick >= 420));
  for (const row of rows) {
    const [tick, ...values] = row;
    const [, ...expected] = told[tick as number];
    if (tick === 240) expect(values.slice(7, 9)).toEqual([null, null]);
    else expect(values).toEqual(expected);
  }
});

test('rewriting and upgrading keep the gap, and what is left replays', () => {
  const { log } = drive({ cars: 4, ticks: 900, meddle: (race, frames) => jostle(race.tick, 3, frames) });
  const holed = without(log, 6, 2);
  const rewritten = rewriteLog(holed, RING, [0, 2])!;
  const upgraded = upgradeLog(holed, RING)!;
  for (const changed of [rewritten, upgraded]) {
    expect(gapsOf(changed)).toEqual([{ tick: 360, ticks: 120 }]);
    expect(verifyLog(decodeLog(encodeLog(changed)), RING).verified).toBe(true);
  }
});

test('a car that was put back over the line in a gap does not finish the same lap twice', () => {
  const { log } = drive({ cars: 1, ticks: 2400 });
  const [{ laps }] = summaries(log);
  const across = Math.ceil((laps[0].endTick + 1) / 60);
  const holed = without(log, across, 1);
  // The same cars as some seconds before, with the marks of the laps already passed.
  const back = drive({ cars: 1, ticks: 2400 }).log.chunks.slice(across - 3);
  holed.chunks.splice(across);
  let firstTick = logTicks(holed) + 60;
  for (const chunk of back) {
    holed.chunks.push({ ...chunk, firstTick, gap: holed.chunks.length === across ? 60 : 0, adoptions: [], events: [] });
    firstTick += chunk.ticks;
  }
  const numbers = summaries(holed)[0].laps.map(({ number }) => number);
  expect(numbers).toEqual([...new Set(numbers)]);
});
