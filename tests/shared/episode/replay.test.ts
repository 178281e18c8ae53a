import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeLog, encodeLog } from '../../../shared/episode/codec.ts';
import { FLAG_TRAFFIC, type RaceLog } from '../../../shared/episode/log.ts';
import { resimulate, verifyLog } from '../../../shared/episode/resimulate.ts';
import { rewriteLog } from '../../../shared/episode/rewrite.ts';
import { EpisodeCounter } from '../../../shared/episode/summary.ts';
import { STATE_FIELDS } from '../../../shared/vehicle/state.ts';
import { drive, jostle, RING } from './drives.ts';

const count = <Item>(log: RaceLog, pick: (chunk: RaceLog['chunks'][number]) => readonly Item[]): number =>
  log.chunks.reduce((sum, chunk) => sum + pick(chunk).length, 0);

test('a race replays to every state of every tick, bit for bit, through its binary form', () => {
  const states: number[][] = [];
  const { log } = drive({
    cars: 3,
    ticks: 1500,
    watch: (race) => states.push(race.cars.flatMap((car) => STATE_FIELDS.map((field) => car[field]))),
  });
  const read = decodeLog(encodeLog(log));
  const { mismatches } = resimulate(read, RING, (tick, race) => {
    expect(race.cars.flatMap((car) => STATE_FIELDS.map((field) => car[field]))).toEqual(states[tick]);
  });
  expect(mismatches).toEqual([]);
  expect(count(log, (chunk) => chunk.adoptions)).toBe(0);
});

test('laps of the replay are the laps of the race', () => {
  const raced: unknown[] = [];
  const { log } = drive({
    cars: 2,
    ticks: 2400,
    watch: (_, { events }) => raced.push(...events.filter((event) => event.kind === 'lap')),
  });
  const replayed: unknown[] = [];
  resimulate(log, RING, (_, __, { result }) => {
    replayed.push(...result.events.filter((event) => event.kind === 'lap'));
  });
  expect(raced.length).toBeGreaterThan(2);
  expect(replayed).toEqual(raced);
});

test('one changed frame is found in the second it was driven in', () => {
  const { log } = drive({ cars: 2, ticks: 600 });
  log.chunks[4].steer[7] = log.chunks[4].steer[7] > 0 ? -127 : 127;
  const { verified, mismatches } = verifyLog(log, RING);
  expect(verified).toBe(false);
  expect(mismatches[0].tick).toBe(299);
});

test('other physics and other tracks are refused, not replayed', () => {
  const { log } = drive({ cars: 1, ticks: 60 });
  const physics = { ...log, header: { ...log.header, physics: 99 } };
  expect(() => verifyLog(physics, RING)).toThrow(/physics: got 99, expected 1\. .*episode upgrade/);
  const track = { ...log, header: { ...log.header, trackHash: '0'.repeat(64) } };
  expect(() => verifyLog(track, RING)).toThrow(/track: got .*Import the version of track/);
});

/** Four cars in a crowd: everyone steers as they like, so that they hit each other from all sides. */
const crowd = (seed: number, recorded: number[], ticks = 900) =>
  drive({ cars: 4, ticks, recorded, seed, meddle: (race, frames) => jostle(race.tick, seed, frames) });

test('a refusing car that touches the others leaves a log that verifies and does not show it', () => {
  const property = fc.property(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 3 }), (seed, refuser) => {
    const recorded = [0, 1, 2, 3].filter((car) => car !== refuser);
    const { log, results } = crowd(seed, recorded);
    const touched = results.filter(({ contacts }) => contacts.some(({ a, b }) => a === refuser || b === refuser));
    fc.pre(touched.length > 0);
    expect(count(log, (chunk) => chunk.adoptions)).toBeGreaterThanOrEqual(touched.length);
    expect(verifyLog(log, RING).mismatches).toEqual([]);
    expect(log.header.cars.map((car) => car.id)).toEqual(recorded.map((car) => `c${car}`));
    expect(log.chunks.every((chunk) => chunk.keyframe.length === 3 * 9)).toBe(true);
  });
  fc.assert(property, { numRuns: 6 });
});

test('laps, falls and off-tracks of the recorded do not depend on whether the others are recorded', () => {
  const all = crowd(3, [0, 1, 2, 3], 2400).log;
  const some = crowd(3, [1, 3], 2400).log;
  const countOf = (log: RaceLog) => {
    const counter = new EpisodeCounter(log);
    resimulate(log, RING, counter.visit);
    return counter.summaries();
  };
  const whole = countOf(all);
  const part = countOf(some);
  expect(whole.some(({ falls }) => falls > 0)).toBe(true);
  for (const [slot, car] of [1, 3].entries()) {
    const { falls, offTracks, laps } = part[slot];
    expect({ falls, offTracks, laps }).toEqual({
      falls: whole[car].falls,
      offTracks: whole[car].offTracks,
      laps: whole[car].laps,
    });
  }
});

test('a car deleted afterwards is as absent as one that was never recorded', () => {
  for (const seed of [1, 2, 3]) {
    const all = crowd(seed, [0, 1, 2, 3]).log;
    const rewritten = rewriteLog(all, RING, [0, 2, 3])!;
    expect(rewritten).toEqual({
      header: { ...all.header, cars: all.header.cars.toSpliced(1, 1) },
      chunks: expect.anything(),
    });
    expect(rewritten.chunks).toEqual(crowd(seed, [0, 2, 3]).log.chunks);
    expect(verifyLog(rewritten, RING).verified).toBe(true);
  }
});

test('deleting one after the other keeps what earlier deletions adopted', () => {
  const first = rewriteLog(crowd(5, [0, 1, 2, 3]).log, RING, [0, 1, 3])!;
  const second = rewriteLog(first, RING, [0, 2])!;
  expect(verifyLog(second, RING).verified).toBe(true);
  expect(second.chunks.map(({ hash }) => hash)).toEqual(crowd(5, [0, 3]).log.chunks.map(({ hash }) => hash));
});

test('without contact nothing is adopted, but a near car still counts as traffic', () => {
  const { log } = drive({ cars: 3, ticks: 600, recorded: [0], contact: false });
  expect(count(log, (chunk) => chunk.adoptions)).toBe(0);
  expect(log.chunks[0].flags[0] & FLAG_TRAFFIC).toBe(FLAG_TRAFFIC);
  expect(verifyLog(log, RING).verified).toBe(true);
});
