import { afterEach, beforeEach, expect, test } from 'vitest';
import { collect } from '../../../server/dataset/collection.ts';
import { correctionsFor, drivesOf, placesOf } from '../../../server/dataset/corrections.ts';
import { forgetEpisode } from '../../../server/episode/deletion.ts';
import { openStore } from '../../../server/store/database.ts';
import { findDataset } from '../../../server/store/datasets.ts';
import { createDriver, setConsent } from '../../../server/store/drivers.ts';
import { findPolicy } from '../../../server/store/policies.ts';
import { insertSession } from '../../../server/store/sessions.ts';
import type { Store } from '../../../server/store/tables.ts';
import { trainClone } from '../../../server/training/cloning.ts';
import { policyManifestSchema } from '../../../shared/policy/manifest.ts';
import { CLONE_ORDER } from '../../../shared/training/cloneorder.ts';
import { newSessionSchema } from '../../../shared/wire/sessions.ts';
import { RunningHeat, temporaryFolder, Watched } from '../episode/session.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let one: Watched;
beforeEach(async () => {
  folder = temporaryFolder();
  store = await openStore(folder.dataDir);
  one = new Watched(folder.dataDir);
});
afterEach(async () => {
  await one.recorder.close();
  await store.destroy();
  folder.remove();
});

const consent = { version: 1, recorded: true, shared: false, exported: false };
const clone = { driverId: 'p-clone', kind: 'policy', policyId: 'p-clone', consent: null } as const;

async function person(): Promise<string> {
  const { driverId } = await createDriver(store);
  await setConsent(store, driverId, consent);
  return driverId;
}

/** A race in which a clone drives from lights out and a person takes the wheel for the given ticks; the applied frames. */
async function ridden(raceId: string, driverId: string, turns: [from: number, ticks: number][]): Promise<number[]> {
  const heat = new RunningHeat(one.recorder, { raceId, ticks: 0, drivers: [driverId], contact: false });
  const human = { driverId, kind: 'human', policyId: null, consent } as const;
  const hand = (driver: typeof human | typeof clone) => one.recorder.event(raceId, { car: 0, kind: 'driver', driver });
  hand(clone);
  let at = 0;
  for (const [from, ticks] of turns) {
    heat.run(from - at);
    hand(human);
    heat.run(ticks);
    hand(clone);
    at = from + ticks;
  }
  heat.run(120);
  heat.finish();
  expect(await one.closing(raceId)).toBe('complete');
  return heat.applied[0]!;
}

/** Laps that the person drove alone, as a data set. */
async function ownLaps(driverId: string) {
  const heat = new RunningHeat(one.recorder, { raceId: 'r-own', ticks: 0, drivers: [driverId], contact: false });
  heat.run(3000);
  heat.finish();
  await one.closing('r-own');
  return collect(store, 'mine', { trackId: heat.race.track.id, drivers: [driverId] }, driverId);
}

test('turns at the wheel of a car that a clone drives are corrections, with what was done in them and nothing else', async () => {
  const driver = await person();
  const { dataset, laps } = await ownLaps(driver);
  expect(laps.length).toBeGreaterThan(1);
  await expect(correctionsFor(store, dataset, driver, 'road')).rejects.toThrow(/expected 1 or more/);
  const applied = await ridden('r-ride', driver, [
    [200, 90],
    [400, 45],
  ]);
  await ridden('r-other', await person(), [[100, 60]]);
  const found = await correctionsFor(store, dataset, driver, 'road');
  expect(found.map(({ firstTick, ticks, driverId }) => [firstTick, ticks, driverId])).toEqual([
    [200, 90, driver],
    [400, 45, driver],
  ]);
  const [first] = drivesOf(found);
  expect([...first!.frames]).toEqual(applied.slice(400, 580));
  expect(first!.states).toHaveLength(91 * 8);
  for (let row = 8; row < first!.states.length; row += 8) {
    const moved = Math.hypot(
      first!.states[row]! - first!.states[row - 8]!,
      first!.states[row + 1]! - first!.states[row - 7]!,
    );
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(1);
  }
  await expect(correctionsFor(store, dataset, 'd-stranger', 'road')).rejects.toThrow(/got none/);
});

test('turns of a private session are nobody’s to learn from, by whose word ever', async () => {
  const driver = await person();
  const { dataset } = await ownLaps(driver);
  await ridden('r-ride', driver, [[200, 90]]);
  const settings = newSessionSchema.parse({
    name: 'Class 3-2',
    tracks: ['oval'],
    goal: { cleanLaps: 10 },
    private: true,
  });
  const [openedAt, openedBy] = ['2026-01-01T00:00:00Z', driver];
  const session = await insertSession(store, { code: 'QQQQ', settings, openedBy, openedAt, eraseAt: null });
  await store.updateTable('race').set({ session_id: session!.id }).where('id', '=', 'r-ride').execute();
  for (const viewer of [driver, null]) {
    await expect(correctionsFor(store, dataset, viewer, 'road')).rejects.toThrow(/got none/);
  }
  await store.updateTable('session').set({ private: 0 }).execute();
  expect(await correctionsFor(store, dataset, driver, 'road')).toHaveLength(1);
});

test('a clone learns from them, says so, and goes when they are taken back, though its data set stays', async () => {
  const driver = await person();
  const { dataset, laps } = await ownLaps(driver);
  await ridden('r-ride', driver, [[200, 90]]);
  const order = { ...CLONE_ORDER, kind: 'copy', steps: 20, seeds: 1 } as const;
  const [plain, corrected] = [
    await trainClone(store, dataset, laps, order, driver),
    await trainClone(store, dataset, laps, { ...order, corrections: true }, driver),
  ];
  expect(corrected.samples.human).toBe(plain.samples.human + 88);
  const found = await correctionsFor(store, dataset, driver, 'road');
  const manifest = policyManifestSchema.parse((await findPolicy(store, corrected.policy))!.manifest);
  expect(manifest.corrections).toEqual(placesOf(found));
  const { policies, datasets } = await forgetEpisode(store, found[0]!.episodeId);
  expect([policies, datasets]).toEqual([1, 0]);
  expect(await findPolicy(store, corrected.policy)).toBeNull();
  expect(await findPolicy(store, plain.policy)).not.toBeNull();
  expect((await findDataset(store, dataset.id))!.tombstonedAt).toBeNull();
});
