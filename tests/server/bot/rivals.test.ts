import { describe, expect, test } from 'vitest';
import {
  driversOf,
  everyoneSeesCars,
  type SeatedClone,
  type SeatedRival,
  seatRivals,
} from '../../../server/bot/rivals.ts';
import type { PolicySource } from '../../../server/bot/source.ts';
import type { ObservationSpec } from '../../../shared/observation/spec.ts';
import { encodePolicy } from '../../../shared/policy/file.ts';
import { NEUTRAL_FRAME } from '../../../shared/race/frame.ts';
import { Race } from '../../../shared/race/race.ts';
import { CLUB_RACER, vehicleHash } from '../../../shared/vehicle/spec.ts';
import type { Rival } from '../../../shared/wire/options.ts';
import { madePolicy } from '../../shared/policy/fixture.ts';
import { noPolicies, TRACKS } from '../race/raceserver.ts';

const track = TRACKS.get('ring150')!;

/** A store with one clone of the car everybody drives, and one of another car. */
const source: PolicySource = {
  ...noPolicies,
  async policy(id, driverId) {
    if (id === 'p-private' && driverId !== 'd-owner') return null;
    if (!['p-1', 'p-2', 'p-private', 'p-other-car', 'p-damaged'].includes(id)) return null;
    const { manifest, weights } = madePolicy(id === 'p-2' ? 2 : 1);
    const hash = id === 'p-other-car' ? manifest.vehicleHash : vehicleHash(CLUB_RACER);
    const bytes = encodePolicy({ ...manifest, vehicleHash: hash }, weights);
    if (id === 'p-damaged') bytes[bytes.length - 1] ^= 1;
    return { id, name: `Clone ${id}`, bytes };
  },
};

const clone = (id: string): Rival => ({ kind: 'policy', id });
const scripted: Rival = { kind: 'scripted', skill: 'fast', hands: 'pad' };

describe('rivals', () => {
  test('clones and scripted rivals drive their own cars and no other', async () => {
    const rivals = await seatRivals([clone('p-1'), scripted, clone('p-2')], CLUB_RACER, source, null);
    const cars = ['a', 'b', 'c', 'person'].map((id) => ({ id, spec: CLUB_RACER }));
    const race = new Race({ track, laps: 1, cars, contact: false });
    const drivers = driversOf(rivals, track, 1);
    expect(drivers.flatMap((driver) => driver.cars).sort()).toEqual([0, 1, 2]);
    race.startCountdown(0);
    const frames = cars.map(() => NEUTRAL_FRAME);
    const held: number[][] = [];
    for (let tick = 0; tick < 90; tick++) {
      for (const driver of drivers) driver.drive(race, frames);
      held.push([frames[0].steer, frames[0].pedal]);
      race.step(frames);
    }
    expect(frames[3]).toBe(NEUTRAL_FRAME);
    // A clone decides at 20 Hz: three ticks in a row are one decision.
    for (let tick = 0; tick < 90; tick += 3) expect(held.slice(tick, tick + 3)).toEqual(Array(3).fill(held[tick]));
    expect(new Set(held.map(String)).size).toBeGreaterThan(3);
    expect(frames[0]).not.toEqual(frames[2]);
  });

  test('with a clone that cannot see cars on the grid nobody collides', async () => {
    expect(everyoneSeesCars(await seatRivals([scripted, scripted], CLUB_RACER, source, null))).toBe(true);
    const blind = await seatRivals([scripted, clone('p-1')], CLUB_RACER, source, null);
    expect(everyoneSeesCars(blind)).toBe(false);
    const { manifest, weights } = madePolicy(1);
    const observation: ObservationSpec = { version: 1, blocks: ['trackFeatures', 'neighbours'] };
    const seeing: SeatedRival = {
      ...(blind[1] as SeatedClone),
      policy: { manifest: { ...manifest, observation }, weights },
    };
    expect(everyoneSeesCars([blind[0], seeing])).toBe(true);
    expect(everyoneSeesCars([seeing, blind[1]])).toBe(false);
  });

  test.each([
    ['p-none', /no clone "p-none"/],
    ['p-private', /may race/],
    ['p-other-car', /a car that is not raced here/],
    ['p-damaged', /SHA-256/],
  ])('%s is refused with the reason', async (id, reason) => {
    await expect(seatRivals([clone(id)], CLUB_RACER, source, 'd-stranger')).rejects.toThrow(reason);
  });

  test('the same clone on several places is read once', async () => {
    const grid = [clone('p-1'), scripted, clone('p-1')];
    const [first, , third] = await seatRivals(grid, CLUB_RACER, source, null);
    expect(third).toBe(first);
    expect(driversOf([first, third], track, 1).flatMap((driver) => driver.cars)).toEqual([0, 1]);
  });

  test("a person's own clone is theirs to race", async () => {
    expect(await seatRivals([clone('p-private')], CLUB_RACER, source, 'd-owner')).toHaveLength(1);
  });
});
