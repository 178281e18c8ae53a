import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, openStore, openStoreReadOnly } from '../../../server/store/database.ts';
import { insertDataset, listDatasets } from '../../../server/store/datasets.ts';
import { createDriver, driverOfToken } from '../../../server/store/drivers.ts';
import { insertPolicy, listPolicies, policyFile } from '../../../server/store/policies.ts';
import type { Store } from '../../../server/store/tables.ts';
import { openStoreInThread } from '../../../server/store/thread.ts';
import { temporaryFolder } from '../episode/session.ts';

let folder: ReturnType<typeof temporaryFolder>;
let stores: Store[] = [];

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  for (const store of stores) await store.destroy();
  stores = [];
  folder.remove();
});

const keep = (store: Store): Store => {
  stores.push(store);
  return store;
};

test('opened by several at once, the schema is made once', async () => {
  const opened = await Promise.all([1, 2, 3].map(() => openStoreInThread(folder.dataDir)));
  opened.forEach(keep);
  const { driverToken, driverId } = await createDriver(opened[0]);
  for (const store of opened) expect(await driverOfToken(store, driverToken)).toBe(driverId);
});

test('the files are what decisions say: WAL, NORMAL, foreign keys, deleted content overwritten', async () => {
  const { store, database } = await openDatabase(folder.dataDir);
  keep(store);
  const pragma = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get()!)[0];
  expect(['journal_mode', 'synchronous', 'foreign_keys', 'secure_delete'].map(pragma)).toEqual(['wal', 1, 1, 1]);
});

test('a read-only connection reads and cannot write', async () => {
  const store = keep(await openStore(folder.dataDir));
  const { driverId, driverToken } = await createDriver(store);
  const reading = keep(openStoreReadOnly(folder.dataDir));
  expect(await driverOfToken(reading, driverToken)).toBe(driverId);
  await expect(createDriver(reading)).rejects.toThrow(/readonly|read-only/);
});

test('the store in a thread behaves like the store: blobs, counts, transactions that roll back', async () => {
  const store = keep(await openStoreInThread(folder.dataDir));
  const file = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);
  const policy = { datasetId: null, driverId: 'd-1', createdBy: null, trackId: 'oval', manifest: { seed: 1 }, file };
  const { id } = await insertPolicy(store, policy);
  expect(new Uint8Array((await policyFile(store, id))!)).toEqual(file);
  const failing = store.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('policy').execute();
    throw new Error('changed my mind');
  });
  const waiting = createDriver(store); // Asked for during the transaction, done after it.
  await expect(failing).rejects.toThrow('changed my mind');
  expect((await waiting).driverId).toMatch(/^d-[a-z2-9]{12}$/);
  expect((await listPolicies(store, { driver: 'd-1' })).items.map((found) => found.manifest)).toEqual([{ seed: 1 }]);
  const { numDeletedRows } = await store.deleteFrom('policy').executeTakeFirst();
  expect(numDeletedRows).toBe(1n);
  expect(await policyFile(store, id)).toBe(null); // By the foreign key.
  await expect(insertPolicy(store, { ...policy, datasetId: 'ds-none' })).rejects.toThrow(/FOREIGN KEY/);
});

test('pages of policies join to the whole list, the newest first', async () => {
  const store = keep(await openStore(folder.dataDir));
  for (let i = 0; i < 7; i++) {
    const id = `p-${i}`;
    const file = new Uint8Array(1);
    await insertPolicy(store, {
      id,
      datasetId: null,
      driverId: null,
      createdBy: null,
      trackId: 't',
      manifest: i,
      file,
    });
  }
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await listPolicies(store, { limit: 3, after });
    seen.push(...page.items.map(({ id }) => id));
    after = page.next ?? undefined;
  } while (after);
  expect([...seen].sort()).toEqual(['p-0', 'p-1', 'p-2', 'p-3', 'p-4', 'p-5', 'p-6']);
});

test('datasets of one name count their versions', async () => {
  const store = keep(await openStore(folder.dataDir));
  const dataset = { name: 'laps', recipe: {}, laps: [], card: {}, createdBy: null };
  await insertDataset(store, dataset);
  await insertDataset(store, dataset);
  const first = await listDatasets(store, { limit: 1 });
  const second = await listDatasets(store, { limit: 1, after: first.next! });
  expect([...first.items, ...second.items].map(({ version }) => version).sort()).toEqual([1, 2]);
  expect(second.next).toBe(null);
});
