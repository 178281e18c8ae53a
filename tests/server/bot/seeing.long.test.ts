import { afterAll, expect, test } from 'vitest';
import type { PolicySource } from '../../../server/bot/source.ts';
import { alongRoad } from '../../../shared/driver/line.ts';
import { observationNames } from '../../../shared/observation/spec.ts';
import { encodePolicy } from '../../../shared/policy/file.ts';
import { layersOf } from '../../../shared/policy/network.ts';
import { TICK_HZ } from '../../../shared/units/units.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import type { CarState } from '../../../shared/wire/state.ts';
import { linearPolicy } from '../race/linearpolicy.ts';
import { People, sleep, until } from '../race/people.ts';
import { noPolicies, raceServer, TRACKS } from '../race/raceserver.ts';

const track = TRACKS.get('ring150')!;

/**
 * A linear policy with the neighbour block: `slower` takes 4 m/s off its speed, `minds` takes the foot off the nearer
 * and the slower the car ahead is.
 */
function seeing({ slower = false, minds = false }): Uint8Array {
  const { manifest, weights } = linearPolicy('coached', ['neighbours']);
  const [{ weight, bias, outputs }] = layersOf(manifest.network);
  const names = observationNames(manifest.observation);
  const pedalOf = (name: string): number => weight + names.indexOf(name) * outputs + 1;
  if (slower) weights[bias + 1] -= 0.8;
  if (minds) {
    weights[pedalOf('aheadNear')] = 0.9; // 3 with nobody nearer than 30 m
    weights[pedalOf('aheadSpeed')] = 1.5;
    weights[bias + 1] -= 2.7;
  }
  return encodePolicy(manifest, weights);
}

const made: Record<string, Uint8Array> = {
  'p-slow': seeing({ slower: true }),
  'p-minding': seeing({ minds: true }),
  'p-heedless': seeing({}),
  'p-blind': linearPolicy().bytes,
};
const policies: PolicySource = {
  ...noPolicies,
  policy: async (id) => (made[id] ? { id, name: id, bytes: made[id] } : null),
};
const server = await raceServer({ policies });
const people = new People(server.url);
afterAll(async () => {
  await people.everybodyLeaves();
  await server.close();
});

/** Seconds of racing in which the chaser comes to the car ahead and would run into it. */
const RACED = 14;

/** A real room: a slow clone at the head of the grid, another behind it, a person who watches from the last place. */
async function chase(chaser: string) {
  const grid = ['p-slow', chaser].map((id) => ({ kind: 'policy' as const, id }));
  const person = await people.create({ trackId: 'ring150', laps: 20, contact: true, grid });
  person.send('start');
  await until(() => person.state.phase === 'racing', 'lights out');
  const cars = [...person.state.cars.values()].filter((car) => car.kind === 'policy');
  const gaps: number[] = [];
  let nearest = Infinity;
  while (person.state.tick < RACED * TICK_HZ) {
    const [ahead, behind] = cars as [CarState, CarState];
    gaps.push(alongRoad(track, behind.distance, ahead.distance));
    nearest = Math.min(nearest, Math.hypot(ahead.x - behind.x, ahead.y - behind.y));
    await sleep(20);
  }
  const { contact } = person.state;
  await person.leave();
  return { contact, gaps, nearest };
}

test('a clone that minds the car ahead races with contact on and stays behind it', async () => {
  const { contact, gaps } = await chase('p-minding');
  expect(contact).toBe(true);
  expect(Math.min(...gaps)).toBeGreaterThan(CLUB_RACER.length);
  expect(gaps.at(-1)).toBeLessThan(30); // it came near, and stayed
});

test('a clone that sees cars and does not mind them touches: nobody drives through anybody', async () => {
  const { contact, nearest } = await chase('p-heedless');
  expect(contact).toBe(true);
  expect(nearest).toBeLessThan(CLUB_RACER.length + 0.3);
  expect(nearest).toBeGreaterThan(CLUB_RACER.width - 0.3);
});

test('a clone that cannot see cars turns contact off, and drives through', async () => {
  const { contact, gaps } = await chase('p-blind');
  expect(contact).toBe(false);
  expect(Math.min(...gaps)).toBeLessThan(0);
});
