import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PolicySource } from '../../../server/bot/source.ts';
import { policySource } from '../../../server/main/directory.ts';
import { openStore } from '../../../server/store/database.ts';
import { createDriver, setConsent } from '../../../server/store/drivers.ts';
import { insertPolicy } from '../../../server/store/policies.ts';
import type { Store } from '../../../server/store/tables.ts';
import type { ObservationBlock } from '../../../shared/observation/spec.ts';
import { decodePolicy } from '../../../shared/policy/file.ts';
import { CARS } from '../../../shared/vehicle/cars.ts';
import { CLUB_RACER, vehicleHash } from '../../../shared/vehicle/spec.ts';
import { temporaryFolder } from '../episode/session.ts';
import { linearPolicy } from '../race/linearpolicy.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let source: PolicySource;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openStore(folder.dataDir);
  source = policySource(store);
});
afterEach(async () => {
  await store.destroy();
  folder.remove();
});

async function driver(shared: boolean): Promise<string> {
  const { driverId } = await createDriver(store);
  await setConsent(store, driverId, { version: 1, recorded: true, shared, exported: false });
  return driverId;
}

type Given = { kind?: 'copy' | 'coached'; trackId?: string; blocks?: ObservationBlock[] };

async function policy(driverId: string | null, { kind = 'coached', trackId = 'oval', blocks }: Given = {}) {
  const { manifest, bytes } = linearPolicy(kind, blocks);
  const { id } = await insertPolicy(store, {
    ...{ datasetId: null, driverId, createdBy: driverId, trackId, manifest, file: bytes },
  });
  // Times are whole milliseconds, and the newest is asked for.
  for (const last = Date.now(); Date.now() <= last; ) await new Promise((resolve) => setTimeout(resolve, 1));
  return id;
}

const ids = (policies: readonly { id: string }[]): string[] => policies.map(({ id }) => id);

test('anybody may race the newest coached clone of each who shares, and of nobody else', async () => {
  const [ada, bo, closed] = [await driver(true), await driver(true), await driver(false)];
  await policy(ada);
  const bos = await policy(bo);
  const adas = await policy(ada);
  await policy(ada, { kind: 'copy' });
  await policy(closed);
  await policy(null);
  await policy(bo, { trackId: 'technical' });
  const found = await source.sharedClones('oval', 5);
  expect(ids(found)).toEqual([adas, bos]);
  expect(decodePolicy(found[0].bytes).manifest.kind).toBe('coached');
  expect(ids(await source.sharedClones('oval', 1))).toEqual([adas]);
  await setConsent(store, ada, { version: 1, recorded: true, shared: false, exported: false });
  expect(ids(await source.sharedClones('oval', 5))).toEqual([bos]);
});

test('a driver has the newest coached clone of a track and car at hand, shared or not', async () => {
  const [ada, bo] = [await driver(false), await driver(false)];
  await policy(ada);
  const newest = await policy(ada);
  await policy(ada, { kind: 'copy' });
  await policy(bo);
  const of = { driverId: ada, trackId: 'oval', vehicleHash: vehicleHash(CLUB_RACER) };
  expect(ids(await source.ownClones(of))).toEqual([newest]);
  expect(await source.ownClones({ ...of, trackId: 'technical' })).toEqual([]);
  expect(await source.ownClones({ ...of, vehicleHash: vehicleHash(CARS.get('kart')!) })).toEqual([]);
  const seeing = await policy(ada, { blocks: ['neighbours'] });
  expect(ids(await source.ownClones(of))).toEqual([seeing]);
  const blind = await policy(ada);
  expect(ids(await source.ownClones(of))).toEqual([blind, seeing]);
});
